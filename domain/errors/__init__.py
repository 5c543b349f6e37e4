"""Every error that Quoth raises, as one tree.

    QuothError
    ├── InvalidInput              the request is invalid
    │   ├── FileEmpty
    │   ├── FileTooLarge
    │   ├── UnsupportedFileType
    │   ├── WebPageUnreadable
    │   ├── TextUndecodable
    │   ├── FileDamaged
    │   ├── FileTooComplex
    │   ├── DocumentPasswordRequired
    │   ├── DocumentHasNoText
    │   ├── TextTooLong
    │   ├── MessageEmpty
    │   ├── MessageTooLong
    │   ├── ModelUnknown
    │   ├── FeedbackInvalid
    │   ├── TitleEmpty
    │   ├── TitleTooLong
    │   ├── NameAmbiguous
    │   ├── LanguageCodeInvalid
    │   ├── ExternalIdInvalid
    │   ├── CollectionNameInvalid
    │   ├── MetadataInvalid
    │   ├── FilterEmpty
    │   ├── BackupDamaged
    │   ├── SyncRefused
    │   ├── WorkspaceNameInvalid
    │   ├── KeyInvalid
    │   ├── GroupsInvalid
    │   ├── ItemUnreadable
    │   ├── WebhookInvalid
    │   └── IdempotencyKeyReused
    ├── NotAuthenticated          who asks is not known
    │   └── SignInFailed
    ├── NotAllowed                who asks may not do this
    │   ├── NotAMember
    │   └── AnswerWithheld        an answer rests on documents that who asks may not read
    ├── NotFound                  nothing has this id
    │   ├── DocumentNotFound
    │   ├── VersionNotFound
    │   ├── OriginalNotFound
    │   ├── NoPages
    │   ├── NameNotFound
    │   ├── CollectionNotFound
    │   ├── WorkspaceNotFound
    │   ├── KeyNotFound
    │   ├── SessionNotFound
    │   ├── MemberNotFound
    │   ├── SignInNotOffered
    │   ├── MessageNotFound
    │   ├── WebhookNotFound
    │   └── DeliveryNotFound
    ├── Conflict                  the current state does not allow the request
    │   ├── AnswerInProgress
    │   ├── DocumentNotProcessed
    │   ├── DocumentLimited
    │   ├── CollectionLimited
    │   ├── CollectionExists
    │   ├── DocumentRemoved
    │   ├── VersionSuperseded
    │   ├── ExternalIdTaken
    │   ├── ItemBusy
    │   ├── NothingToDo
    │   ├── ClaimLost
    │   ├── BuildRefused
    │   ├── DatabaseInUse
    │   └── DatabaseNotEmpty
    ├── RateLimited               too many requests in too short a time
    ├── QuotaExceeded             the workspace has as much as it may have
    ├── DailyQuotaExceeded        the workspace has used what it may use on a day
    ├── Unavailable               a part that Quoth needs is unavailable; try again later
    │   ├── DatabaseUnavailable
    │   │   └── OutcomeUnknown    the connection was lost while a change was being stored
    │   ├── DistributedIndexUnavailable
    │   ├── NotAudited            a change was made that is not in the audit log
    │   ├── InsufficientStorage
    │   ├── Starting
    │   ├── EmbedderUnavailable
    │   ├── EmbeddingModelChanged
    │   ├── RerankerUnavailable
    │   ├── ReadersUnavailable
    │   ├── QueueFull
    │   ├── SourceUnavailable
    │   ├── ProviderUnavailable
    │   ├── EndpointUnreachable
    │   ├── SecretSealed          the secret of a webhook was encrypted with another key
    │   ├── ServerBusy
    │   └── ServerStopping
    ├── ProcessingFailed          a document could not be processed; it is stored as failed
    │   ├── TextTooCostly
    │   ├── ProcessingCutOff
    │   └── ProcessingCancelled
    ├── LanguageModelFailed       the model stopped early; the text so far is saved
    │   ├── LanguageModelTimedOut
    │   └── LanguageModelRejected
    ├── AnswerInterrupted         the server stopped while it was writing an answer
    └── Misconfigured             a setting has to change before Quoth can run

The docstring of a class is its default message, and `code` is the stable name that clients see.
A message says what happened, what was saved and what to do next. It contains no text of documents,
no path of the server and no secret.
"""

from domain.errors.access import (
    GroupsInvalid,
    KeyInvalid,
    KeyNotFound,
    WorkspaceNameInvalid,
    WorkspaceNotFound,
)
from domain.errors.conversation import (
    AnswerInProgress,
    AnswerInterrupted,
    AnswerWithheld,
    FeedbackInvalid,
    IdempotencyKeyReused,
    LanguageModelFailed,
    LanguageModelRejected,
    LanguageModelTimedOut,
    MessageEmpty,
    MessageNotFound,
    MessageTooLong,
    ModelUnknown,
    SessionNotFound,
)
from domain.errors.documents import (
    CollectionExists,
    CollectionLimited,
    CollectionNameInvalid,
    CollectionNotFound,
    DocumentLimited,
    DocumentNotFound,
    DocumentNotProcessed,
    DocumentRemoved,
    ExternalIdInvalid,
    ExternalIdTaken,
    FilterEmpty,
    LanguageCodeInvalid,
    MetadataInvalid,
    NameAmbiguous,
    NameNotFound,
    NoPages,
    OriginalNotFound,
    TitleEmpty,
    TitleTooLong,
    VersionNotFound,
    VersionSuperseded,
)
from domain.errors.files import (
    DocumentHasNoText,
    DocumentPasswordRequired,
    FileDamaged,
    FileEmpty,
    FileTooComplex,
    FileTooLarge,
    TextTooLong,
    TextUndecodable,
    UnsupportedFileType,
    WebPageUnreadable,
    of_stored_file,
)
from domain.errors.kinds import (
    Conflict,
    InvalidInput,
    Misconfigured,
    NotAllowed,
    NotAuthenticated,
    NotFound,
    QuothError,
    RateLimited,
    Unavailable,
)
from domain.errors.library import (
    BackupDamaged,
    BuildRefused,
    DatabaseInUse,
    DatabaseNotEmpty,
    EmbeddingModelChanged,
    NothingToDo,
)
from domain.errors.limits import DailyQuotaExceeded, QueueFull, QuotaExceeded
from domain.errors.processing import (
    ClaimLost,
    ProcessingCancelled,
    ProcessingCutOff,
    ProcessingFailed,
    TextTooCostly,
    processing_error,
)
from domain.errors.services import (
    DatabaseUnavailable,
    DistributedIndexUnavailable,
    EmbedderUnavailable,
    InsufficientStorage,
    NotAudited,
    OutcomeUnknown,
    ReadersUnavailable,
    RerankerUnavailable,
    ServerBusy,
    ServerStopping,
    Starting,
)
from domain.errors.signing_in import (
    MemberNotFound,
    NotAMember,
    ProviderUnavailable,
    SignInFailed,
    SignInNotOffered,
)
from domain.errors.syncing import (
    ItemBusy,
    ItemUnreadable,
    SourceUnavailable,
    SyncRefused,
)
from domain.errors.webhooks import (
    DeliveryNotFound,
    EndpointUnreachable,
    SecretSealed,
    WebhookInvalid,
    WebhookNotFound,
)

__all__ = [
    "AnswerInProgress",
    "AnswerInterrupted",
    "AnswerWithheld",
    "BackupDamaged",
    "BuildRefused",
    "ClaimLost",
    "CollectionExists",
    "CollectionLimited",
    "CollectionNameInvalid",
    "CollectionNotFound",
    "Conflict",
    "DailyQuotaExceeded",
    "DatabaseInUse",
    "DatabaseNotEmpty",
    "DatabaseUnavailable",
    "DeliveryNotFound",
    "DistributedIndexUnavailable",
    "DocumentHasNoText",
    "DocumentLimited",
    "DocumentNotFound",
    "DocumentNotProcessed",
    "DocumentPasswordRequired",
    "DocumentRemoved",
    "EmbedderUnavailable",
    "EmbeddingModelChanged",
    "EndpointUnreachable",
    "ExternalIdInvalid",
    "ExternalIdTaken",
    "FeedbackInvalid",
    "FileDamaged",
    "FileEmpty",
    "FileTooComplex",
    "FileTooLarge",
    "FilterEmpty",
    "GroupsInvalid",
    "IdempotencyKeyReused",
    "InsufficientStorage",
    "InvalidInput",
    "ItemBusy",
    "ItemUnreadable",
    "KeyInvalid",
    "KeyNotFound",
    "LanguageCodeInvalid",
    "LanguageModelFailed",
    "LanguageModelRejected",
    "LanguageModelTimedOut",
    "MemberNotFound",
    "MessageEmpty",
    "MessageNotFound",
    "MessageTooLong",
    "MetadataInvalid",
    "Misconfigured",
    "ModelUnknown",
    "NameAmbiguous",
    "NameNotFound",
    "NoPages",
    "NotAMember",
    "NotAllowed",
    "NotAudited",
    "NotAuthenticated",
    "NotFound",
    "NothingToDo",
    "OriginalNotFound",
    "OutcomeUnknown",
    "ProcessingCancelled",
    "ProcessingCutOff",
    "ProcessingFailed",
    "ProviderUnavailable",
    "QueueFull",
    "QuotaExceeded",
    "QuothError",
    "RateLimited",
    "ReadersUnavailable",
    "RerankerUnavailable",
    "SecretSealed",
    "ServerBusy",
    "ServerStopping",
    "SessionNotFound",
    "SignInFailed",
    "SignInNotOffered",
    "SourceUnavailable",
    "Starting",
    "SyncRefused",
    "TextTooCostly",
    "TextTooLong",
    "TextUndecodable",
    "TitleEmpty",
    "TitleTooLong",
    "Unavailable",
    "UnsupportedFileType",
    "VersionNotFound",
    "VersionSuperseded",
    "WebPageUnreadable",
    "WebhookInvalid",
    "WebhookNotFound",
    "WorkspaceNameInvalid",
    "WorkspaceNotFound",
    "of_stored_file",
    "processing_error",
]
