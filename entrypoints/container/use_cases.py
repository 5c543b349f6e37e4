"""The use cases, on whatever stands behind their ports."""

from dishka import Provider, Scope, provide

from application.answering.answer_cache import AnswerCache
from application.answering.answer_question import AnswerQuestion
from application.answering.cancel_answer import CancelAnswer
from application.answering.follow_answer import FollowAnswer
from application.answering.running_answers import RunningAnswers
from application.answering.workflow_steps import AnswerSteps
from application.answering.write_answer import WriteAnswer
from application.check_health import CheckHealth
from application.citations.cite_answer import CiteAnswer
from application.conversation.create_session import CreateSession
from application.conversation.read_session import ReadSession
from application.documents.ingest_document import IngestDocument
from application.documents.remove_document import RemoveDocument
from application.ports.cache import Cache
from application.ports.document_store import DocumentStore
from application.ports.embedder import Embedder
from application.ports.idempotency_keys import IdempotencyKeys
from application.ports.language_detector import LanguageDetector
from application.ports.language_model import LanguageModel
from application.ports.passage_index import PassageIndex
from application.ports.question_rewriter import QuestionRewriter
from application.ports.reranker import Reranker
from application.ports.text_extractor import TextExtractor
from application.ports.tokenizer import Tokenizer
from application.retrieval.contextual_query import ContextualQueryBuilder
from application.retrieval.retriever import Retriever
from application.retrieval.search_passages import SearchPassages
from domain.answering.context_budget import ContextBudget
from domain.answering.prompt import SYSTEM_PROMPT
from domain.conversation.message import Message
from domain.documents.chunking import ChunkingPolicy
from domain.retrieval.policy import RetrievalPolicy
from entrypoints.settings import Settings


class UseCases(Provider):
    """The use cases, on whatever stands behind their ports."""

    scope = Scope.APP

    answer_steps = provide(AnswerSteps)
    citing = provide(CiteAnswer)
    read_session = provide(ReadSession)
    answer_question = provide(AnswerQuestion)
    create_session = provide(CreateSession)
    remove_document = provide(RemoveDocument)
    search_passages = provide(SearchPassages)
    check_health = provide(CheckHealth)
    live_answers = provide(RunningAnswers)
    write_answer = provide(WriteAnswer)
    follow_answer = provide(FollowAnswer)
    cancel_answer = provide(CancelAnswer)

    @provide
    def query_builder(
        self, embedder: Embedder, index: PassageIndex, rewriter: QuestionRewriter | None
    ) -> ContextualQueryBuilder:
        """Make queries of questions, with a chat model's help where there is one."""
        return ContextualQueryBuilder(embedder, index, rewriter)

    @provide
    def retriever(self, index: PassageIndex, reranker: Reranker | None) -> Retriever:
        """Find passages, reranked where there is a reranker."""
        return Retriever(index, reranker)

    @provide
    def ingest_document(
        self,
        extractor: TextExtractor,
        tokenizer: Tokenizer,
        embedder: Embedder,
        detector: LanguageDetector,
        store: DocumentStore,
        keys: IdempotencyKeys,
        policy: ChunkingPolicy,
        settings: Settings,
    ) -> IngestDocument:
        """Ingest with the limit on uploads."""
        return IngestDocument(
            extractor, tokenizer, embedder, detector, store, keys, policy, settings.max_upload_bytes
        )

    @provide
    def answer_cache(
        self,
        cache: Cache[Message],
        index: PassageIndex,
        model: LanguageModel,
        retrieval: RetrievalPolicy,
        budget: ContextBudget,
        settings: Settings,
    ) -> AnswerCache:
        """Answers, told apart by everything that shapes them."""
        shape = (model.name, settings.reranker_model, retrieval, budget, SYSTEM_PROMPT)
        return AnswerCache(cache, index, "|".join(map(str, shape)))
