"""An adapter for each port."""

from dishka import Provider, Scope, WithParents, provide

from adapters.caching_embedder import CachingEmbedder
from adapters.extractive_language_model import ExtractiveLanguageModel
from adapters.groq_chat_model import GroqChatModel
from adapters.hugging_face.cross_encoder_reranker import CrossEncoderReranker
from adapters.hugging_face.huggingface_tokenizer import HuggingFaceTokenizer
from adapters.hugging_face.sentence_transformer_embedder import SentenceTransformerEmbedder
from adapters.in_memory_cache import InMemoryCache
from adapters.in_memory_rate_limiter import InMemoryRateLimiter
from adapters.langgraph_answer_workflow import LangGraphAnswerWorkflow
from adapters.langid_language_detector import LangidLanguageDetector
from adapters.plain_text_extractor import PlainTextExtractor
from adapters.postgres.database import Database
from adapters.postgres.document_catalog import PostgresDocumentCatalog
from adapters.postgres.document_claims import PostgresDocumentClaims
from adapters.postgres.document_store import PostgresDocumentStore
from adapters.postgres.idempotency_keys import PostgresIdempotencyKeys
from adapters.postgres.message_store import PostgresMessageStore
from adapters.postgres.passage_index import PostgresPassageIndex
from adapters.postgres.session_catalog import PostgresSessionCatalog
from adapters.postgres.session_store import PostgresSessionStore
from application.answering.chat.language_model import ChatLanguageModel
from application.answering.chat.question_rewriter import ChatQuestionRewriter
from application.ports.cache import Cache
from application.ports.chat_model import ChatModel
from application.ports.document_catalog import DocumentCatalog
from application.ports.document_claims import DocumentClaims
from application.ports.document_store import DocumentStore
from application.ports.embedder import Embedder
from application.ports.idempotency_keys import IdempotencyKeys
from application.ports.language_detector import LanguageDetector
from application.ports.language_model import LanguageModel
from application.ports.message_store import MessageStore
from application.ports.passage_index import PassageIndex
from application.ports.question_rewriter import QuestionRewriter
from application.ports.rate_limiter import RateLimiter
from application.ports.reranker import Reranker
from application.ports.session_catalog import SessionCatalog
from application.ports.session_store import SessionStore
from application.ports.text_extractor import TextExtractor
from domain.conversation.message import Message
from domain.documents.chunks import Embedding
from domain.retrieval.calibration import RelevanceCalibration
from entrypoints.settings import Settings


class Adapters(Provider):
    """An adapter for each port."""

    scope = Scope.APP

    extractor = provide(PlainTextExtractor, provides=TextExtractor)
    workflow = provide(LangGraphAnswerWorkflow, provides=WithParents[LangGraphAnswerWorkflow])
    document_claims = provide(PostgresDocumentClaims, provides=DocumentClaims)
    document_store = provide(PostgresDocumentStore, provides=DocumentStore)
    document_catalog = provide(PostgresDocumentCatalog, provides=DocumentCatalog)
    session_store = provide(PostgresSessionStore, provides=SessionStore)
    session_catalog = provide(PostgresSessionCatalog, provides=SessionCatalog)
    idempotency_keys = provide(PostgresIdempotencyKeys, provides=IdempotencyKeys)
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
            settings.embedding_model,
            batch_size=settings.embedding_batch_size,
            precision=settings.embedding_precision,
        )

    @provide
    def embedder(self, settings: Settings, model: SentenceTransformerEmbedder) -> Embedder:
        """The model with its memory for queries."""
        cache = InMemoryCache[Embedding](settings.query_cache_entries, settings.query_cache_seconds)
        return CachingEmbedder(model, cache, namespace=model.model_name)

    @provide
    def cross_encoder(self, settings: Settings) -> CrossEncoderReranker | None:
        """The reranking model itself, for those who load it; None by default."""
        model = settings.reranker_model
        return CrossEncoderReranker(model, settings.embedding_batch_size) if model else None

    @provide
    def reranker(self, model: CrossEncoderReranker | None) -> Reranker | None:
        """The same as the port, for those who use it."""
        return model

    @provide
    def tokenizer(self, settings: Settings) -> WithParents[HuggingFaceTokenizer]:
        """The tokenizer; what it converts is kept in the data directory."""
        return HuggingFaceTokenizer(settings.tokenizer, cache_dir=settings.data_dir / "tokenizers")

    @provide
    def language_detector(self, settings: Settings) -> LanguageDetector:
        """Detection, unless the settings name the language of all documents."""
        return LangidLanguageDetector(settings.document_language)

    @provide
    def chat_model(self, settings: Settings) -> ChatModel | None:
        """Groq where there is a key; no chat model elsewhere."""
        if not settings.uses_groq:
            return None
        return GroqChatModel(
            settings.groq_model, settings.groq_api_key, settings.groq_base_url or None
        )

    @provide
    def language_model(
        self,
        settings: Settings,
        chat: ChatModel | None,
        embedder: Embedder,
        calibration: RelevanceCalibration,
    ) -> LanguageModel:
        """The chat model if there is one, the embedded default elsewhere."""
        if chat is None:
            return ExtractiveLanguageModel(embedder, calibration)
        return ChatLanguageModel(chat, settings.groq_timeout_seconds)

    @provide
    def question_rewriter(
        self, settings: Settings, chat: ChatModel | None
    ) -> QuestionRewriter | None:
        """The chat model, if there is one."""
        if chat is None:
            return None
        return ChatQuestionRewriter(chat, min(5.0, settings.groq_timeout_seconds))

    @provide
    def answers(self, settings: Settings) -> Cache[Message]:
        """The memory for answers."""
        return InMemoryCache(settings.answer_cache_entries, settings.answer_cache_seconds)

    @provide
    def rate_limiter(self, settings: Settings) -> RateLimiter:
        """The limit on questions."""
        return InMemoryRateLimiter(settings.chat_rate_limit)
