"""The wiring: which adapter stands behind which port. The only module that names an adapter."""

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack
from importlib.metadata import version

from dishka import (
    STRICT_VALIDATION,
    AsyncContainer,
    Provider,
    Scope,
    WithParents,
    from_context,
    make_async_container,
    provide,
)

from adapters.caching_embedder import CachingEmbedder
from adapters.embedded_postgres import EmbeddedPostgres
from adapters.extractive_language_model import ExtractiveLanguageModel
from adapters.groq_language_model import GroqLanguageModel
from adapters.hugging_face.huggingface_tokenizer import HuggingFaceTokenizer
from adapters.hugging_face.sentence_transformer_embedder import SentenceTransformerEmbedder
from adapters.in_memory_cache import InMemoryCache
from adapters.in_memory_rate_limiter import InMemoryRateLimiter
from adapters.langgraph_answer_workflow import LangGraphAnswerWorkflow
from adapters.langid_language_detector import LangidLanguageDetector
from adapters.plain_text_extractor import PlainTextExtractor
from adapters.postgres.database import Database
from adapters.postgres.document_catalog import PostgresDocumentCatalog
from adapters.postgres.document_store import PostgresDocumentStore
from adapters.postgres.message_store import PostgresMessageStore
from adapters.postgres.passage_index import PostgresPassageIndex
from adapters.postgres.session_store import PostgresSessionStore
from application.answer_cache import AnswerCache, CachedAnswer
from application.answer_question import AnswerQuestion
from application.answer_steps import AnswerSteps, RetrievalPolicy
from application.check_health import CheckHealth
from application.create_session import CreateSession
from application.ingest_document import IngestDocument
from application.live_answers import LiveAnswers
from application.ports.cache import Cache
from application.ports.document_catalog import DocumentCatalog
from application.ports.document_store import DocumentStore
from application.ports.embedder import Embedder
from application.ports.language_detector import LanguageDetector
from application.ports.language_model import LanguageModel
from application.ports.message_store import MessageStore
from application.ports.passage_index import PassageIndex
from application.ports.rate_limiter import RateLimiter
from application.ports.session_store import SessionStore
from application.ports.text_extractor import TextExtractor
from application.ports.tokenizer import Tokenizer
from application.remove_document import RemoveDocument
from application.search_passages import SearchPassages
from domain.budgeting import ContextBudget
from domain.chunking import ChunkingPolicy
from domain.documents import Embedding
from domain.prompting import SYSTEM_PROMPT
from entrypoints.api.server_info import ServerInfo
from entrypoints.diagnosis import Check
from entrypoints.runtime import Runtime
from entrypoints.settings import Settings


class Policies(Provider):
    """The domain's policies, from the settings."""

    scope = Scope.APP
    settings = from_context(Settings)

    @provide
    def chunking(self, settings: Settings) -> ChunkingPolicy:
        """How documents are cut."""
        return ChunkingPolicy(settings.chunk_tokens, settings.chunk_overlap_tokens)

    @provide
    def retrieval(self, settings: Settings) -> RetrievalPolicy:
        """How many passages an answer draws on."""
        return RetrievalPolicy(settings.search_top_k, settings.search_min_score)

    @provide
    def budget(self, settings: Settings) -> ContextBudget:
        """How a context window is shared out."""
        return ContextBudget(
            window=settings.context_window,
            system=settings.context_system_tokens,
            documents=settings.context_document_tokens,
            message=settings.context_message_tokens,
            answer=settings.context_answer_tokens,
            safety=settings.context_safety_tokens,
        )

    @provide
    def server_info(self, settings: Settings) -> ServerInfo:
        """What the handlers know of the server."""
        return ServerInfo(
            max_upload_bytes=settings.max_upload_bytes,
            language_model="groq" if settings.uses_groq else "extractive",
            version=version("quoth"),
        )


class Adapters(Provider):
    """An adapter for each port."""

    scope = Scope.APP

    extractor = provide(PlainTextExtractor, provides=TextExtractor)
    workflow = provide(LangGraphAnswerWorkflow, provides=WithParents[LangGraphAnswerWorkflow])
    document_store = provide(PostgresDocumentStore, provides=DocumentStore)
    document_catalog = provide(PostgresDocumentCatalog, provides=DocumentCatalog)
    session_store = provide(PostgresSessionStore, provides=SessionStore)
    message_store = provide(PostgresMessageStore, provides=MessageStore)

    @provide
    def database(self, settings: Settings) -> WithParents[Database]:
        """The one pool of connections."""
        return Database(
            pool_size=settings.database_pool_size,
            statement_timeout=settings.database_timeout_seconds,
        )

    @provide
    def passage_index(self, database: Database) -> PassageIndex:
        """Search by meaning and by words."""
        return PostgresPassageIndex(database)

    @provide
    def sentence_transformer(self, settings: Settings) -> SentenceTransformerEmbedder:
        """The model itself, for those who load it."""
        return SentenceTransformerEmbedder(
            settings.embedding_model, batch_size=settings.embedding_batch_size
        )

    @provide
    def embedder(self, settings: Settings, model: SentenceTransformerEmbedder) -> Embedder:
        """The model with its memory for queries."""
        cache = InMemoryCache[Embedding](settings.query_cache_entries, settings.query_cache_seconds)
        return CachingEmbedder(model, cache, namespace=model.model_name)

    @provide
    def tokenizer(self, settings: Settings) -> WithParents[HuggingFaceTokenizer]:
        """The tokenizer; what it converts is kept in the data directory."""
        return HuggingFaceTokenizer(settings.tokenizer, cache_dir=settings.data_dir / "tokenizers")

    @provide
    def language_detector(self, settings: Settings) -> LanguageDetector:
        """Detection, unless the settings name the language of all documents."""
        return LangidLanguageDetector(settings.document_language)

    @provide
    def language_model(self, settings: Settings, embedder: Embedder) -> LanguageModel:
        """Groq where there is a key, the embedded default elsewhere."""
        if not settings.uses_groq:
            return ExtractiveLanguageModel(embedder)
        return GroqLanguageModel(
            settings.groq_model,
            api_key=settings.groq_api_key,
            base_url=settings.groq_base_url or None,
            deadline=settings.groq_timeout_seconds,
        )

    @provide
    def answers(self, settings: Settings) -> Cache[CachedAnswer]:
        """The memory for answers."""
        return InMemoryCache(settings.answer_cache_entries, settings.answer_cache_seconds)

    @provide
    def rate_limiter(self, settings: Settings) -> RateLimiter:
        """The limit on questions."""
        return InMemoryRateLimiter(settings.chat_rate_limit)


class UseCases(Provider):
    """The use cases, on whatever stands behind their ports."""

    scope = Scope.APP

    answer_steps = provide(AnswerSteps)
    answer_question = provide(AnswerQuestion)
    create_session = provide(CreateSession)
    remove_document = provide(RemoveDocument)
    search_passages = provide(SearchPassages)
    check_health = provide(CheckHealth)
    live_answers = provide(LiveAnswers)

    @provide
    def ingest_document(
        self,
        extractor: TextExtractor,
        tokenizer: Tokenizer,
        embedder: Embedder,
        detector: LanguageDetector,
        store: DocumentStore,
        policy: ChunkingPolicy,
        settings: Settings,
    ) -> IngestDocument:
        """Ingest with the limit on uploads."""
        return IngestDocument(
            extractor, tokenizer, embedder, detector, store, policy, settings.max_upload_bytes
        )

    @provide
    def answer_cache(
        self,
        cache: Cache[CachedAnswer],
        index: PassageIndex,
        model: LanguageModel,
        retrieval: RetrievalPolicy,
        budget: ContextBudget,
    ) -> AnswerCache:
        """Answers, told apart by everything that shapes them."""
        return AnswerCache(cache, index, f"{model.name}|{retrieval}|{budget}|{SYSTEM_PROMPT}")


class Lifecycle(Provider):
    """Opening and closing the parts that hold something."""

    scope = Scope.APP

    @provide
    def runtime(
        self,
        settings: Settings,
        database: Database,
        embedder: SentenceTransformerEmbedder,
        tokenizer: HuggingFaceTokenizer,
        workflow: LangGraphAnswerWorkflow,
        language_model: LanguageModel,
        live: LiveAnswers,
    ) -> Runtime:
        """The order in which parts are opened and closed."""
        server = EmbeddedPostgres(settings.data_dir)
        embedded = not settings.database_url
        loaded = False
        starting: asyncio.Task[str] | None = None

        async def load_models() -> None:
            nonlocal loaded
            if not loaded:
                await embedder.load()
                await tokenizer.load()
                await asyncio.to_thread(workflow.load)
                loaded = True

        async def database_url() -> str:
            nonlocal starting
            if not embedded:
                return settings.database_url
            starting = starting or asyncio.create_task(asyncio.to_thread(server.start))
            return await asyncio.shield(starting)

        async def open_parts() -> None:
            url, _ = await asyncio.gather(database_url(), load_models())
            await database.open(url, embedder.model_name, embedder.dimension)

        async def stop_server() -> None:
            if starting is not None:
                # a server that is stopped while it starts would be left running
                await asyncio.wait([starting])
                await asyncio.to_thread(server.stop)

        async def close_parts() -> None:
            # last in, first out; each is closed whatever happens to the others
            async with AsyncExitStack() as parts:
                parts.push_async_callback(stop_server)
                parts.callback(tokenizer.close)
                parts.callback(embedder.close)
                parts.push_async_callback(database.close)
                if isinstance(language_model, GroqLanguageModel):
                    parts.push_async_callback(language_model.close)

        return Runtime(open_parts, close_parts, live, settings.shutdown_grace_seconds)

    @provide
    def checks(
        self,
        runtime: Runtime,
        database: Database,
        embedder: SentenceTransformerEmbedder,
        tokenizer: HuggingFaceTokenizer,
        language_model: LanguageModel,
        settings: Settings,
    ) -> Sequence[Check]:
        """What the doctor tries out; the database needs the model, so the model comes first."""

        async def model() -> str:
            await embedder.load()
            return f"{embedder.model_name}, {embedder.dimension} dimensions"

        async def tokens() -> str:
            await tokenizer.load()
            return f"{settings.tokenizer or 'Llama 3'} loaded"

        async def storage() -> str:
            await runtime.open_once()
            return await database.describe()

        async def writer() -> str:
            if isinstance(language_model, GroqLanguageModel):
                await language_model.check()
            return language_model.name

        return [
            Check("embedding model", model),
            Check("tokenizer", tokens),
            Check("database", storage),
            Check("language model", writer),
        ]


def create_container(settings: Settings, *overrides: Provider) -> AsyncContainer:
    """Wire everything.

    Args:
        settings: The settings.
        overrides: Providers whose `provide(override=True)` replace what is wired here.
    """
    return make_async_container(
        Policies(),
        Adapters(),
        UseCases(),
        Lifecycle(),
        *overrides,
        context={Settings: settings},
        validation_settings=STRICT_VALIDATION,
    )
