"""Every error that Quoth raises, as one tree.

    QuothError
    ├── InvalidInput              the request is invalid
    │   ├── FileEmpty
    │   ├── FileTooLarge
    │   ├── UnsupportedFileType
    │   ├── TextUndecodable
    │   ├── FileDamaged
    │   ├── FileTooComplex
    │   ├── DocumentPasswordRequired
    │   ├── DocumentHasNoText
    │   ├── TextTooLong
    │   ├── MessageEmpty
    │   ├── MessageTooLong
    │   ├── TitleEmpty
    │   ├── TitleTooLong
    │   ├── NameAmbiguous
    │   ├── LanguageCodeInvalid
    │   ├── ExternalIdInvalid
    │   ├── BackupDamaged
    │   ├── SyncRefused
    │   ├── ItemUnreadable
    │   └── IdempotencyKeyReused
    ├── NotFound                  nothing has this id
    │   ├── DocumentNotFound
    │   ├── VersionNotFound
    │   ├── OriginalNotFound
    │   ├── NoPages
    │   ├── NameNotFound
    │   ├── SessionNotFound
    │   └── MessageNotFound
    ├── Conflict                  the current state does not allow the request
    │   ├── AnswerInProgress
    │   ├── AnsweredElsewhere
    │   ├── DocumentNotProcessed
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
    ├── Unavailable               a part that Quoth needs is unavailable; try again later
    │   ├── DatabaseUnavailable
    │   │   └── OutcomeUnknown    the connection was lost while a change was being stored
    │   ├── InsufficientStorage
    │   ├── Starting
    │   ├── EmbedderUnavailable
    │   ├── EmbeddingModelChanged
    │   ├── RerankerUnavailable
    │   ├── ReadersUnavailable
    │   ├── SourceUnavailable
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

from collections.abc import Iterator
from typing import ClassVar


class QuothError(Exception):
    """Something went wrong inside Quoth. The server's log has the details."""

    code: ClassVar[str] = "internal_error"

    def __init__(self, message: str | None = None) -> None:
        """Set the message; the default is the docstring of the class."""
        super().__init__(message or " ".join((self.__doc__ or "").split()))

    @property
    def message(self) -> str:
        """The message for the person who made the request."""
        return str(self)


class InvalidInput(QuothError):
    """The request is not valid."""

    code = "invalid_request"


class FileEmpty(InvalidInput):
    """The file contains no text, so nothing was stored."""

    code = "file_empty"


class FileTooLarge(InvalidInput):
    """The file is larger than this server accepts, so nothing was stored."""

    code = "file_too_large"


class UnsupportedFileType(InvalidInput):
    """Quoth does not read files of this format, so nothing was stored."""

    code = "unsupported_file_type"


class TextUndecodable(InvalidInput):
    """The file cannot be read as text in any encoding, so nothing was stored."""

    code = "text_undecodable"


class FileDamaged(InvalidInput):
    """The file is damaged or incomplete, so it could not be read and nothing was stored."""

    code = "file_damaged"


class FileTooComplex(InvalidInput):
    """Reading the file takes more memory or time than this server allows: nothing was stored."""

    code = "file_too_complex"


class DocumentPasswordRequired(InvalidInput):
    """The file opens only with a password, so nothing was stored: save it without one."""

    code = "document_password_required"


class DocumentHasNoText(InvalidInput):
    """The file has pictures of text only, so nothing was stored: `quoth[ocr]` can read them."""

    code = "document_has_no_text"


class TextTooLong(InvalidInput):
    """The text of the file is longer than this server accepts: nothing was stored. Split it."""

    code = "text_too_long"


class MessageEmpty(InvalidInput):
    """The message is empty: ask a question."""

    code = "message_empty"


class MessageTooLong(InvalidInput):
    """The message is too long: shorten the question."""

    code = "message_too_long"


class TitleEmpty(InvalidInput):
    """The title is empty: enter one. The session keeps its current title."""

    code = "title_empty"


class TitleTooLong(InvalidInput):
    """The title is too long: shorten it. The session keeps its current title."""

    code = "title_too_long"


class NameAmbiguous(InvalidInput):
    """Several documents have this name: use the id of one of them."""

    code = "name_ambiguous"


class LanguageCodeInvalid(InvalidInput):
    """This is no language code of ISO 639-1, such as `en`: the document keeps its language."""

    code = "language_code_invalid"


class ExternalIdInvalid(InvalidInput):
    """The name has to have 1 to 2,000 bytes in UTF-8 and no NUL, so nothing was stored."""

    code = "external_id_invalid"


class BackupDamaged(InvalidInput):
    """This is no complete backup of Quoth, or it was altered: nothing was changed."""

    code = "backup_damaged"


class SyncRefused(InvalidInput):
    """This cannot be synced, so nothing was changed."""

    code = "sync_refused"


class ItemUnreadable(InvalidInput):
    """The source does not give this file, so its document was not changed."""

    code = "item_unreadable"


class IdempotencyKeyReused(InvalidInput):
    """This Idempotency-Key was used for another request: use a new key for a new request."""

    code = "idempotency_key_reused"


class NotFound(QuothError):
    """There is nothing at this address."""

    code = "not_found"


class DocumentNotFound(NotFound):
    """There is no document with this id."""

    code = "document_not_found"


class VersionNotFound(NotFound):
    """The document has no such version, or has it no more: a number of versions is kept."""

    code = "version_not_found"


class OriginalNotFound(NotFound):
    """The bytes of this document are not stored: upload the file again to have them, too."""

    code = "original_not_found"


class NoPages(NotFound):
    """The file of this document has no pages that could be shown."""

    code = "no_pages"


class NameNotFound(NotFound):
    """The document does not have this name, so nothing was deleted."""

    code = "name_not_found"


class SessionNotFound(NotFound):
    """There is no session with this id: create one first."""

    code = "session_not_found"


class MessageNotFound(NotFound):
    """There is no answer with this id, or its session was deleted."""

    code = "message_not_found"


class Conflict(QuothError):
    """The request conflicts with another one."""

    code = "conflict"


class AnswerInProgress(Conflict):
    """This session's previous answer is still being written: wait for it, or cancel it."""

    code = "answer_in_progress"


class AnsweredElsewhere(Conflict):
    """Another server is writing this answer: only that server can cancel it."""

    code = "answered_elsewhere"


class DocumentNotProcessed(Conflict):
    """The document is not processed: try again when its status is `processed`."""

    code = "document_not_processed"


class DocumentRemoved(Conflict):
    """The document was deleted while it was being processed: send it again if you need it."""

    code = "document_removed"


class VersionSuperseded(Conflict):
    """Something else was put under this name meanwhile, so nothing of this file was stored."""

    code = "version_superseded"


class ExternalIdTaken(Conflict):
    """Another document has this name already, so nothing was changed."""

    code = "external_id_taken"


class ItemBusy(Conflict):
    """The file is still being written, so its document was not changed: the next sync takes it."""

    code = "item_busy"


class NothingToDo(Conflict):
    """The document is processed: there is nothing to retry or to cancel."""

    code = "nothing_to_do"


class ClaimLost(Conflict):
    """Another upload of the same file took over: this one did not renew its claim in time.

    This upload stored nothing. Wait for the other upload, or send the file again.
    """

    code = "claim_lost"


class BuildRefused(Conflict):
    """The vectors of another model cannot be built now. Nothing was changed."""

    code = "build_refused"


class DatabaseInUse(Conflict):
    """Another Quoth uses the database, and nothing was changed.

    Stop the server and the other commands, then try again.
    """

    code = "database_in_use"


class DatabaseNotEmpty(Conflict):
    """Something is stored in the database already, and nothing was changed.

    Restore into a new data directory or database, or replace everything with --force.
    """

    code = "database_not_empty"


class RateLimited(QuothError):
    """Too many questions in the last minute."""

    code = "rate_limited"

    def __init__(self, retry_after: int) -> None:
        """Put the waiting time into the message.

        Args:
            retry_after: The whole seconds until the next request is accepted.
        """
        super().__init__(f"Too many questions in the last minute: ask again in {retry_after} s.")
        self.retry_after = retry_after


class Unavailable(QuothError):
    """A part of Quoth is not available yet: try again in a moment."""

    code = "unavailable"
    retry_after: ClassVar[int] = 5


class DatabaseUnavailable(Unavailable):
    """The database is not reachable. Try again in a moment."""

    code = "database_unavailable"


class OutcomeUnknown(DatabaseUnavailable):
    """The connection to the database was lost, so the change may or may not have been stored.

    Look whether it was, or send it again: a file that was stored is not stored twice, and neither
    is a request with the same Idempotency-Key.
    """

    code = "outcome_unknown"


class InsufficientStorage(Unavailable):
    """The disk of the database is full, so nothing can be stored. Free some space on it.

    Quoth then goes on by itself. Meanwhile it searches and shows what is stored.
    """

    code = "insufficient_storage"


class Starting(Unavailable):
    """Quoth is starting; try again in a few seconds."""

    code = "starting"


class EmbedderUnavailable(Unavailable):
    """The embedding model is still loading. Try again in a moment."""

    code = "embedder_unavailable"


class EmbeddingModelChanged(Unavailable):
    """The library has just gone over to another embedding model. Try again in a moment."""

    code = "embedding_model_changed"


class RerankerUnavailable(Unavailable):
    """The reranking model is still loading. Try again in a moment."""

    code = "reranker_unavailable"


class ReadersUnavailable(Unavailable):
    """The processes that read files do not start, so nothing was stored. Try again in a moment."""

    code = "readers_unavailable"


class SourceUnavailable(Unavailable):
    """The source cannot be reached, so nothing was changed. Try again in a moment."""

    code = "source_unavailable"


class ServerBusy(Unavailable):
    """The server is writing as many answers as it can; nothing was changed. Ask again shortly."""

    code = "server_busy"


class ServerStopping(Unavailable):
    """The server is stopping; nothing was changed. Try again in a moment."""

    code = "server_stopping"


class ProcessingFailed(QuothError):
    """The document could not be processed and is marked as failed: send it again to retry."""

    code = "processing_failed"


class TextTooCostly(ProcessingFailed):
    """The text has too many symbols or too much data for its size. Remove it, or split the file.

    The document is marked as failed.
    """

    code = "text_too_costly"


class ProcessingCutOff(ProcessingFailed):
    """The processing was cut off at every attempt, so it is not tried again: retry or delete it.

    Something ended the process that worked on the file each time: see the server's log.
    """

    code = "processing_cut_off"


class ProcessingCancelled(ProcessingFailed):
    """The processing was cancelled. The file is stored: retry it, or delete the document."""

    code = "processing_cancelled"


class LanguageModelFailed(QuothError):
    """The language model stopped before the end. The text so far is saved: ask again."""

    code = "language_model_failed"

    def __init__(self, message: str | None = None, retry_after: float | None = None) -> None:
        """Set the message and the waiting time.

        Args:
            message: What happened; None for the default message.
            retry_after: The seconds until another attempt makes sense; None if unknown.
        """
        super().__init__(message)
        self.retry_after = retry_after


class LanguageModelTimedOut(LanguageModelFailed):
    """The language model took too long. The text so far is saved: ask again."""

    code = "language_model_timed_out"


class LanguageModelRejected(LanguageModelFailed):
    """The language model refused the request: check its name and its key in the settings."""

    code = "language_model_rejected"


class AnswerInterrupted(QuothError):
    """The server stopped while it wrote the answer. The text so far is saved: ask again."""

    code = "interrupted"


class Misconfigured(QuothError):
    """A setting has to change before Quoth can run."""

    code = "misconfigured"


def processing_error(code: str, message: str | None) -> QuothError:
    """Return the error with this code and message that ended the processing of a document."""
    kinds = (*_kinds(ProcessingFailed), *_kinds(Unavailable))
    return next((kind for kind in kinds if kind.code == code), ProcessingFailed)(message)


def _kinds(kind: type[QuothError]) -> Iterator[type[QuothError]]:
    yield kind
    for narrower in kind.__subclasses__():
        yield from _kinds(narrower)
