"""The whole application on fakes, wired by the real container."""

from dishka import AsyncContainer, Provider, Scope, provide

from adapters.http_web_pages import HttpWebPages
from adapters.in_memory_rate_limiter import InMemoryRateLimiter
from application.answering.models.language_models import LanguageModels
from application.answering.models.model_states import ModelStates
from application.answering.workflow_steps import AnswerSteps
from application.ports.answer_leases import AnswerLeases
from application.ports.answer_parts import AnswerParts
from application.ports.answer_signals import AnswerSignals
from application.ports.answer_workflow import AnswerWorkflow
from application.ports.api_keys import ApiKeys
from application.ports.audit_log import AuditLog
from application.ports.collection_catalog import CollectionCatalog
from application.ports.collection_members import CollectionMembers
from application.ports.collection_store import CollectionStore
from application.ports.delivery_queue import DeliveryQueue
from application.ports.delivery_signals import DeliverySignals
from application.ports.document_catalog import DocumentCatalog
from application.ports.document_claims import DocumentClaims
from application.ports.document_jobs import DocumentJobs
from application.ports.document_metadata import DocumentMetadata
from application.ports.document_originals import DocumentOriginals
from application.ports.document_parts import DocumentParts
from application.ports.document_removals import DocumentRemovals
from application.ports.document_store import DocumentStore
from application.ports.document_texts import DocumentTexts
from application.ports.document_versions import DocumentVersions
from application.ports.feedback_store import FeedbackStore
from application.ports.file_batches import FileBatches
from application.ports.health_probe import HealthProbe
from application.ports.idempotency_keys import IdempotencyKeys
from application.ports.identity_provider import IdentityProvider
from application.ports.job_board import JobBoard
from application.ports.job_signals import JobSignals
from application.ports.key_lookup import KeyLookup
from application.ports.language_detector import LanguageDetector
from application.ports.linked_exchanges import LinkedExchanges
from application.ports.live_embedder import LiveEmbedder
from application.ports.members import Members
from application.ports.message_store import MessageStore
from application.ports.model_usage import ModelUsage
from application.ports.page_highlighter import PageHighlighter
from application.ports.passage_index import PassageIndex
from application.ports.queue_length import QueueLength
from application.ports.rate_limiter import RateLimiter
from application.ports.reading_limits import ReadingLimits
from application.ports.session_catalog import SessionCatalog
from application.ports.session_store import SessionStore
from application.ports.sign_ins import SignIns
from application.ports.stored_contents import StoredContents
from application.ports.stored_embeddings import StoredEmbeddings
from application.ports.sync_items import SyncItems
from application.ports.text_extractor import TextExtractor
from application.ports.tokenizer import Tokenizer
from application.ports.web_pages import WebPages
from application.ports.webhook_catalog import WebhookCatalog
from application.ports.webhook_deliveries import WebhookDeliveries
from application.ports.webhook_sender import WebhookSender
from application.ports.webhook_store import WebhookStore
from application.ports.workspace_quotas import WorkspaceQuotas
from application.ports.workspaces import Workspaces
from domain.answering.models import ModelList
from domain.limits.quotas import Quotas
from domain.public_addresses import allowed_addresses
from entrypoints.api.server_info import Startup
from entrypoints.container import create_container
from entrypoints.settings import Settings
from tests.fakes.access import (
    InMemoryAccess,
    InMemoryApiKeys,
    InMemoryKeyLookup,
    InMemoryWorkspaces,
)
from tests.fakes.answers import (
    AnswerChannel,
    InMemoryAnswerLeases,
    InMemoryAnswerParts,
    InMemoryAnswerSignals,
)
from tests.fakes.audit_log import InMemoryAuditLog
from tests.fakes.chats import (
    InMemoryChats,
    InMemoryIdempotencyKeys,
    InMemoryLinkedExchanges,
    InMemoryMessageStore,
    InMemorySessionCatalog,
    InMemorySessionStore,
)
from tests.fakes.collections import (
    InMemoryCollectionCatalog,
    InMemoryCollectionMembers,
    InMemoryCollectionStore,
    InMemoryDocumentRemovals,
)
from tests.fakes.document_metadata import InMemoryDocumentMetadata
from tests.fakes.embedder import FakeEmbedder
from tests.fakes.feedback import InMemoryFeedbackStore
from tests.fakes.file_batches import InMemoryFileBatches
from tests.fakes.job_board import InMemoryJobBoard, InMemoryJobSignals, InMemoryQueueLength
from tests.fakes.jobs import InMemoryDocumentClaims, InMemoryDocumentJobs
from tests.fakes.language_detector import CommonWordDetector
from tests.fakes.language_model import ScriptedLanguageModel, models_of
from tests.fakes.library import (
    InMemoryDocumentCatalog,
    InMemoryDocumentStore,
    InMemoryDocumentTexts,
    InMemoryLibrary,
    InMemoryPassageIndex,
)
from tests.fakes.model_usage import InMemoryModelUsage
from tests.fakes.originals import InMemoryDocumentOriginals, InMemoryDocumentParts
from tests.fakes.page_highlighter import FakePageHighlighter
from tests.fakes.people import (
    InMemoryMembers,
    InMemoryPeople,
    InMemorySignIns,
)
from tests.fakes.reading_limits import InMemoryReadingLimits
from tests.fakes.stored_contents import InMemoryStoredContents
from tests.fakes.stored_embeddings import InMemoryStoredEmbeddings
from tests.fakes.syncing import InMemorySyncItems
from tests.fakes.text_extractor import DirectTextExtractor
from tests.fakes.tokenizer import WordTokenizer
from tests.fakes.versions import InMemoryDocumentVersions
from tests.fakes.webhooks import (
    InMemoryDeliveryQueue,
    InMemoryDeliverySignals,
    InMemoryOutbox,
    InMemoryWebhookCatalog,
    InMemoryWebhookDeliveries,
    InMemoryWebhookStore,
    ScriptedSender,
)
from tests.fakes.workflow import PlainAnswerWorkflow
from tests.fakes.workspace_quotas import InMemoryWorkspaceQuotas
from tests.support.uploads import folder


class FakeModels(Provider):
    """Provides a fake for every port that needs a model."""

    scope = Scope.APP

    def __init__(self, dimension: int = 64) -> None:
        super().__init__()
        self.starting = False
        self.waiting: str | None = None
        self.embedder = FakeEmbedder(dimension)
        self.extractor = DirectTextExtractor()
        self.model = ScriptedLanguageModel()
        self.other_models: dict[str, ScriptedLanguageModel] = {}

    @provide(override=True)
    def startup(self) -> Startup:
        return self

    @provide(override=True)
    def fake_embedder(self) -> LiveEmbedder:
        return self.embedder

    @provide(override=True)
    def fake_extractor(self) -> TextExtractor:
        return self.extractor

    @provide(override=True)
    def fake_tokenizer(self) -> Tokenizer:
        return WordTokenizer()

    @provide(override=True)
    def fake_detector(self) -> LanguageDetector:
        return CommonWordDetector()

    @provide(override=True)
    def fake_models(self, models: ModelList, states: ModelStates) -> LanguageModels:
        return models_of(models, self.model, self.other_models, states)

    @provide(override=True)
    def workflow(self, steps: AnswerSteps) -> AnswerWorkflow:
        return PlainAnswerWorkflow(steps)


class Fakes(FakeModels, HealthProbe):
    """Provides a fake for every port that needs a model or a database."""

    def __init__(self) -> None:
        super().__init__()
        self.library = InMemoryLibrary()
        self.chats = InMemoryChats(
            may_read=self.library.may_read,
            sees_collection=self.library.sees_collection,
            has_limits=self.library.has_limits,
        )
        self.channel = AnswerChannel()
        self.batches = InMemoryFileBatches(self.library)
        self.access = InMemoryAccess()
        self.people = InMemoryPeople(self.access)
        self.provider: IdentityProvider | None = None
        self.highlighter = FakePageHighlighter()
        self.usage = InMemoryModelUsage()
        self.outbox = InMemoryOutbox()
        self.sender = ScriptedSender()
        self.audit = InMemoryAuditLog()

    async def check(self) -> None:
        """Raise an error if the library is unavailable or has no space."""
        self.library.admit()

    @provide(override=True)
    def probe(self) -> HealthProbe:
        return self

    @provide(override=True)
    def web_pages(self, settings: Settings) -> WebPages:
        """The real one, which may read sites of this machine, too."""
        return HttpWebPages(settings.max_upload_bytes, allowed_addresses(private=True))

    @provide(override=True)
    def sign_ins(self) -> SignIns:
        return InMemorySignIns(self.people)

    @provide(override=True)
    def members(self) -> Members:
        return InMemoryMembers(self.people)

    @provide(override=True)
    def identity_provider(self) -> IdentityProvider | None:
        return self.provider

    @provide(override=True)
    def api_keys(self) -> ApiKeys:
        return InMemoryApiKeys(self.access)

    @provide(override=True)
    def key_lookup(self) -> KeyLookup:
        return InMemoryKeyLookup(self.access)

    @provide(override=True)
    def workspaces(self) -> Workspaces:
        return InMemoryWorkspaces(self.access)

    @provide(override=True)
    def document_claims(self) -> DocumentClaims:
        return InMemoryDocumentClaims(self.library)

    @provide(override=True)
    def document_metadata(self) -> DocumentMetadata:
        return InMemoryDocumentMetadata(self.library)

    @provide(override=True)
    def stored_contents(self) -> StoredContents:
        return InMemoryStoredContents(self.library)

    @provide(override=True)
    def document_jobs(self) -> DocumentJobs:
        return InMemoryDocumentJobs(self.library)

    @provide(override=True)
    def job_board(self) -> JobBoard:
        return InMemoryJobBoard(self.library)

    @provide(override=True)
    def queue_length(self) -> QueueLength:
        return InMemoryQueueLength(self.library)

    @provide(override=True)
    def job_signals(self) -> JobSignals:
        return InMemoryJobSignals()

    @provide(override=True)
    def document_store(self) -> DocumentStore:
        return InMemoryDocumentStore(self.library, versions_kept=3)

    @provide(override=True)
    def document_removals(self) -> DocumentRemovals:
        return InMemoryDocumentRemovals(self.library)

    @provide(override=True)
    def collection_store(self) -> CollectionStore:
        return InMemoryCollectionStore(self.library)

    @provide(override=True)
    def collection_catalog(self) -> CollectionCatalog:
        return InMemoryCollectionCatalog(self.library)

    @provide(override=True)
    def collection_members(self) -> CollectionMembers:
        return InMemoryCollectionMembers(self.library)

    @provide(override=True)
    def reading_limits(self) -> ReadingLimits:
        return InMemoryReadingLimits(self.library)

    @provide(override=True)
    def document_catalog(self) -> DocumentCatalog:
        return InMemoryDocumentCatalog(self.library)

    @provide(override=True)
    def document_texts(self) -> DocumentTexts:
        return InMemoryDocumentTexts(self.library)

    @provide(override=True)
    def document_originals(self) -> DocumentOriginals:
        return InMemoryDocumentOriginals(self.library)

    @provide(override=True)
    def document_parts(self) -> DocumentParts:
        return InMemoryDocumentParts(self.library)

    @provide(override=True)
    def document_versions(self) -> DocumentVersions:
        return InMemoryDocumentVersions(self.library)

    @provide(override=True)
    def stored_embeddings(self) -> StoredEmbeddings:
        return InMemoryStoredEmbeddings(self.library)

    @provide(override=True)
    def page_highlighter(self) -> PageHighlighter:
        return self.highlighter

    @provide(override=True)
    def passage_index(self) -> PassageIndex:
        return InMemoryPassageIndex(self.library)

    @provide(override=True)
    def session_store(self) -> SessionStore:
        return InMemorySessionStore(self.chats)

    @provide(override=True)
    def session_catalog(self) -> SessionCatalog:
        return InMemorySessionCatalog(self.chats)

    @provide(override=True)
    def feedback_store(self) -> FeedbackStore:
        return InMemoryFeedbackStore(self.chats)

    @provide(override=True)
    def message_store(self) -> MessageStore:
        return InMemoryMessageStore(self.chats)

    @provide(override=True)
    def file_batches(self) -> FileBatches:
        return self.batches

    @provide(override=True)
    def answer_parts(self) -> AnswerParts:
        return InMemoryAnswerParts(self.chats, self.channel)

    @provide(override=True)
    def answer_leases(self) -> AnswerLeases:
        return InMemoryAnswerLeases(self.chats)

    @provide(override=True)
    def answer_signals(self) -> AnswerSignals:
        return InMemoryAnswerSignals(self.channel)

    @provide(override=True)
    def model_usage(self) -> ModelUsage:
        return self.usage

    @provide(override=True)
    def webhook_store(self) -> WebhookStore:
        return InMemoryWebhookStore(self.outbox)

    @provide(override=True)
    def webhook_catalog(self) -> WebhookCatalog:
        return InMemoryWebhookCatalog(self.outbox)

    @provide(override=True)
    def webhook_deliveries(self) -> WebhookDeliveries:
        return InMemoryWebhookDeliveries(self.outbox)

    @provide(override=True)
    def delivery_queue(self) -> DeliveryQueue:
        return InMemoryDeliveryQueue(self.outbox)

    @provide(override=True)
    def delivery_signals(self) -> DeliverySignals:
        return InMemoryDeliverySignals()

    @provide(override=True)
    def webhook_sender(self) -> WebhookSender:
        return self.sender

    @provide(override=True)
    def workspace_quotas(self, quotas: Quotas) -> WorkspaceQuotas:
        return InMemoryWorkspaceQuotas(quotas)

    @provide(override=True)
    def rate_limiter(self) -> RateLimiter:
        return InMemoryRateLimiter()

    @provide(override=True)
    def audit_log(self) -> AuditLog:
        return self.audit

    @provide(override=True)
    def linked_exchanges(self) -> LinkedExchanges:
        return InMemoryLinkedExchanges(self.chats)

    @provide(override=True)
    def sync_items(self) -> SyncItems:
        return InMemorySyncItems(self.library)

    @provide(override=True)
    def idempotency_keys(self) -> IdempotencyKeys:
        return InMemoryIdempotencyKeys(self.chats)


def fake_container(fakes: Fakes, settings: Settings | None = None) -> AsyncContainer:
    """Return the application on fakes. By default, no passage is dropped for its score."""
    return create_container(settings or test_settings(), fakes)


def test_settings(**changes: object) -> Settings:
    """Return settings for the fakes, with chunks of 64 words and no minimum score."""
    values: dict[str, object] = {
        "data_dir": folder(),
        "chunk_tokens": 64,
        "chunk_overlap_tokens": 8,
        "search_min_score": -1.0,  # the fake embedder's similarities have no meaning
        "search_min_confidence": 0.0,
        "chat_rate_limit": 0,
        "language_model": "extractive",
        **changes,
    }
    return Settings(**values)  # type: ignore[arg-type] # the caller names real settings


test_settings.__test__ = False  # type: ignore[attr-defined] # pytest reads this attribute
