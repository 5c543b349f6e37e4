"""Provides an adapter for each port."""

from collections.abc import AsyncIterator

from dishka import Provider, Scope, WithParents, provide

from adapters.caching_embedder import CachingEmbedder
from adapters.disk_upload_files import DiskUploadFiles
from adapters.embedded_postgres import EmbeddedPostgres
from adapters.file_formats.registry import READER_MODULES
from adapters.file_formats.sandbox.parser_processes import ParserProcesses
from adapters.file_formats.sandboxed_page_highlighter import SandboxedPageHighlighter
from adapters.file_formats.sandboxed_text_extractor import SandboxedTextExtractor
from adapters.http_web_pages import HttpWebPages
from adapters.hugging_face.huggingface_tokenizer import HuggingFaceTokenizer
from adapters.in_memory_cache import InMemoryCache
from adapters.in_memory_rate_limiter import InMemoryRateLimiter
from adapters.langgraph_answer_workflow import LangGraphAnswerWorkflow
from adapters.langid_language_detector import LangidLanguageDetector
from adapters.postgres.answer_leases import PostgresAnswerLeases
from adapters.postgres.answer_parts import PostgresAnswerParts
from adapters.postgres.answer_signals import PostgresAnswerSignals
from adapters.postgres.api_keys import PostgresApiKeys, PostgresKeyLookup
from adapters.postgres.collection_catalog import PostgresCollectionCatalog
from adapters.postgres.collection_members import PostgresCollectionMembers
from adapters.postgres.collection_store import PostgresCollectionStore
from adapters.postgres.database import Database
from adapters.postgres.document_catalog import PostgresDocumentCatalog
from adapters.postgres.document_claims import PostgresDocumentClaims
from adapters.postgres.document_jobs import PostgresDocumentJobs
from adapters.postgres.document_metadata import PostgresDocumentMetadata
from adapters.postgres.document_originals import PostgresDocumentOriginals
from adapters.postgres.document_parts import PostgresDocumentParts
from adapters.postgres.document_removals import PostgresDocumentRemovals
from adapters.postgres.document_store import PostgresDocumentStore
from adapters.postgres.document_texts import PostgresDocumentTexts
from adapters.postgres.document_versions import PostgresDocumentVersions
from adapters.postgres.embedding_builds import PostgresEmbeddingBuilds
from adapters.postgres.embedding_models import PostgresEmbeddingModels
from adapters.postgres.feedback_store import PostgresFeedbackStore
from adapters.postgres.file_batches import PostgresFileBatches
from adapters.postgres.idempotency_keys import PostgresIdempotencyKeys
from adapters.postgres.job_board import PostgresJobBoard
from adapters.postgres.library_export import PostgresLibraryExport
from adapters.postgres.linked_exchanges import PostgresLinkedExchanges
from adapters.postgres.message_store import PostgresMessageStore
from adapters.postgres.queue_length import PostgresQueueLength
from adapters.postgres.reading_limits import PostgresReadingLimits
from adapters.postgres.session_catalog import PostgresSessionCatalog
from adapters.postgres.session_store import PostgresSessionStore
from adapters.postgres.signals import PostgresJobSignals
from adapters.postgres.stored_contents import PostgresStoredContents
from adapters.postgres.stored_embeddings import PostgresStoredEmbeddings
from adapters.postgres.sync_items import PostgresSyncItems
from adapters.postgres.workspace_quotas import PostgresWorkspaceQuotas, limits_of_server
from adapters.postgres.workspaces import PostgresWorkspaces
from adapters.telemetry.metrics import Metrics
from adapters.telemetry.observed_embedder import ObservedEmbedder
from adapters.telemetry.tracing import Tracing
from application.limits.count_failed_sign_in import CountFailedSignIn
from application.limits.sparing_rate_limiter import SparingRateLimiter
from application.models.library_embedder import LibraryEmbedder
from application.ports.answer_leases import AnswerLeases
from application.ports.answer_parts import AnswerParts
from application.ports.answer_signals import AnswerSignals
from application.ports.api_keys import ApiKeys
from application.ports.collection_catalog import CollectionCatalog
from application.ports.collection_members import CollectionMembers
from application.ports.collection_store import CollectionStore
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
from application.ports.embedding_builds import EmbeddingBuilds
from application.ports.embedding_models import EmbeddingModels
from application.ports.feedback_store import FeedbackStore
from application.ports.file_batches import FileBatches
from application.ports.idempotency_keys import IdempotencyKeys
from application.ports.job_board import JobBoard
from application.ports.job_signals import JobSignals
from application.ports.key_lookup import KeyLookup
from application.ports.language_detector import LanguageDetector
from application.ports.library_export import LibraryExport
from application.ports.linked_exchanges import LinkedExchanges
from application.ports.message_store import MessageStore
from application.ports.model_loader import ModelLoader
from application.ports.page_highlighter import PageHighlighter
from application.ports.queue_length import QueueLength
from application.ports.rate_limiter import RateLimiter
from application.ports.reading_limits import ReadingLimits
from application.ports.session_catalog import SessionCatalog
from application.ports.session_store import SessionStore
from application.ports.stored_contents import StoredContents
from application.ports.stored_embeddings import StoredEmbeddings
from application.ports.sync_items import SyncItems
from application.ports.text_extractor import TextExtractor
from application.ports.upload_files import UploadFiles
from application.ports.web_pages import WebPages
from application.ports.workspace_quotas import WorkspaceQuotas
from application.ports.workspaces import Workspaces
from domain.documents.chunks import Embedding
from domain.limits.quotas import Quotas
from entrypoints.settings import Settings


class Adapters(Provider):
    """Provides an adapter for each port."""

    scope = Scope.APP

    extractor = provide(SandboxedTextExtractor, provides=TextExtractor)
    workflow = provide(LangGraphAnswerWorkflow, provides=WithParents[LangGraphAnswerWorkflow])
    document_claims = provide(PostgresDocumentClaims, provides=DocumentClaims)
    document_jobs = provide(PostgresDocumentJobs, provides=DocumentJobs)
    document_versions = provide(PostgresDocumentVersions, provides=DocumentVersions)
    job_board = provide(PostgresJobBoard, provides=JobBoard)
    queue_length = provide(PostgresQueueLength, provides=QueueLength)
    document_removals = provide(PostgresDocumentRemovals, provides=DocumentRemovals)
    collection_store = provide(PostgresCollectionStore, provides=CollectionStore)
    collection_members = provide(PostgresCollectionMembers, provides=CollectionMembers)
    reading_limits = provide(PostgresReadingLimits, provides=ReadingLimits)
    collection_catalog = provide(PostgresCollectionCatalog, provides=CollectionCatalog)
    document_catalog = provide(PostgresDocumentCatalog, provides=DocumentCatalog)
    document_texts = provide(PostgresDocumentTexts, provides=DocumentTexts)
    document_originals = provide(PostgresDocumentOriginals, provides=DocumentOriginals)
    page_highlighter = provide(SandboxedPageHighlighter, provides=PageHighlighter)
    document_parts = provide(PostgresDocumentParts, provides=DocumentParts)
    session_store = provide(PostgresSessionStore, provides=SessionStore)
    session_catalog = provide(PostgresSessionCatalog, provides=SessionCatalog)
    feedback_store = provide(PostgresFeedbackStore, provides=FeedbackStore)
    sync_items = provide(PostgresSyncItems, provides=SyncItems)
    idempotency_keys = provide(PostgresIdempotencyKeys, provides=IdempotencyKeys)
    embedding_models = provide(PostgresEmbeddingModels, provides=EmbeddingModels)
    embedding_builds = provide(PostgresEmbeddingBuilds, provides=EmbeddingBuilds)
    stored_embeddings = provide(PostgresStoredEmbeddings, provides=StoredEmbeddings)
    document_metadata = provide(PostgresDocumentMetadata, provides=DocumentMetadata)
    stored_contents = provide(PostgresStoredContents, provides=StoredContents)
    message_store = provide(PostgresMessageStore, provides=MessageStore)
    linked_exchanges = provide(PostgresLinkedExchanges, provides=LinkedExchanges)
    file_batches = provide(PostgresFileBatches, provides=FileBatches)
    answer_parts = provide(PostgresAnswerParts, provides=AnswerParts)
    answer_leases = provide(PostgresAnswerLeases, provides=AnswerLeases)
    api_keys = provide(PostgresApiKeys, provides=ApiKeys)
    key_lookup = provide(PostgresKeyLookup, provides=KeyLookup)
    workspaces = provide(PostgresWorkspaces, provides=Workspaces)
    library_export = provide(PostgresLibraryExport, provides=LibraryExport)

    @provide
    async def job_signals(self, database: Database) -> AsyncIterator[JobSignals]:
        """The listener for new jobs, which connects when it is first asked."""
        signals = PostgresJobSignals(database)
        yield signals
        await signals.close()

    @provide
    async def answer_signals(self, database: Database) -> AsyncIterator[AnswerSignals]:
        """The listener for what other processes tell of answers, which connects when asked."""
        signals = PostgresAnswerSignals(database)
        yield signals
        await signals.close()

    @provide
    def document_store(self, database: Database, settings: Settings) -> DocumentStore:
        """The documents, with as many versions as the settings say."""
        return PostgresDocumentStore(database, settings.document_versions)

    @provide
    def upload_files(self, settings: Settings) -> UploadFiles:
        """Files for uploads, on the disk of the data directory."""
        return DiskUploadFiles(settings.upload_dir)

    @provide
    def web_pages(self, settings: Settings) -> WebPages:
        """Pages of the public web, as large as an upload may be."""
        return HttpWebPages(settings.max_upload_bytes)

    @provide
    async def parser_processes(self) -> AsyncIterator[ParserProcesses]:
        """The processes in which files are read; they start with the server or the first file."""
        processes = ParserProcesses(READER_MODULES)
        yield processes
        await processes.close()

    @provide
    def embedded_postgres(self, settings: Settings) -> EmbeddedPostgres:
        """The embedded server, which is started only if the settings name no other."""
        return EmbeddedPostgres(settings.data_dir)

    @provide
    def database(
        self, settings: Settings, quotas: Quotas, embedded: EmbeddedPostgres
    ) -> WithParents[Database]:
        """The connection pool, shared by all stores."""
        return Database(
            pool_size=settings.database_pool_size,
            statement_timeout=settings.database_timeout_seconds,
            free_bytes=None if settings.database_url else embedded.free_bytes,
            limits=limits_of_server(quotas, settings.max_queued_documents),
            pooler=settings.database_pooler_url,
        )

    @provide
    def embedder(
        self,
        settings: Settings,
        models: EmbeddingModels,
        loader: ModelLoader,
        tracing: Tracing,
        metrics: Metrics,
    ) -> WithParents[LibraryEmbedder]:
        """The embedding model of the library, with a cache for queries."""
        cache = InMemoryCache[Embedding](settings.query_cache_entries, settings.query_cache_seconds)
        return LibraryEmbedder(
            models,
            loader,
            settings.embedding_model,
            lambda embedder, model: CachingEmbedder(
                ObservedEmbedder(embedder, tracing, metrics), cache, model
            ),
        )

    @provide
    def tokenizer(self, settings: Settings) -> WithParents[HuggingFaceTokenizer]:
        """The tokenizer. It caches the converted vocabulary in the data directory."""
        return HuggingFaceTokenizer(settings.tokenizer, cache_dir=settings.data_dir / "tokenizers")

    @provide
    def language_detector(self, settings: Settings) -> LanguageDetector:
        """The language detector; it detects nothing if the settings name a language."""
        return LangidLanguageDetector(settings.document_language)

    @provide
    def workspace_quotas(self, database: Database, quotas: Quotas) -> WorkspaceQuotas:
        """The quotas of workspaces."""
        return PostgresWorkspaceQuotas(database, quotas)

    @provide
    def unknown_limiter(self, limiter: RateLimiter) -> SparingRateLimiter:
        """Counts who is not known, together with all other processes."""
        return SparingRateLimiter(InMemoryRateLimiter(), limiter)

    @provide
    def failed_sign_ins(self, limiter: SparingRateLimiter) -> CountFailedSignIn:
        """Counts keys and sign-ins that are refused."""
        return CountFailedSignIn(limiter)
