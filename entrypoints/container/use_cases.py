"""Provides the use cases, independent of the adapters behind their ports."""

from importlib.metadata import version

from dishka import Provider, Scope, provide

from adapters.model_servers.embedder_service import EmbedderService
from application.access.authenticate import Authenticate
from application.access.create_key import CreateKey
from application.access.limit_collection import LimitCollection
from application.access.limit_document import LimitDocument
from application.answering.answer_cache import AnswerCache
from application.answering.answer_once import AnswerOnce
from application.answering.answer_question import AnswerQuestion
from application.answering.cancel_answer import CancelAnswer
from application.answering.follow_answer import FollowAnswer
from application.answering.followed_answers import FollowedAnswers
from application.answering.hear_answers import HearAnswers
from application.answering.keep_answers import KeepAnswers
from application.answering.models.language_models import LanguageModels
from application.answering.running_answers import RunningAnswers
from application.answering.steps.build_context import BuildContext
from application.answering.steps.generate_answer import GenerateAnswer
from application.answering.steps.process_query import ProcessQuery
from application.answering.steps.search_documents import SearchDocuments
from application.answering.workflow_steps import AnswerSteps
from application.answering.write_answer import WriteAnswer
from application.citations.cite_answer import CiteAnswer
from application.citations.verify_citations import VerifyCitations
from application.conversation.create_session import CreateSession
from application.conversation.list_sessions import ListSessions
from application.conversation.rate_answer import RateAnswer
from application.conversation.read_feedback import ReadFeedback
from application.conversation.read_session import ReadSession
from application.conversation.read_transcript import ReadTranscript
from application.documents.add_web_page import AddWebPage
from application.documents.change_document import ChangeDocument
from application.documents.cut_upload import CutUpload
from application.documents.embedding_lanes import EmbeddingLanes
from application.documents.follow_document import FollowDocument
from application.documents.followed_documents import FollowedDocuments
from application.documents.highlight_text import HighlightText
from application.documents.ingest_document import IngestDocument
from application.documents.list_versions import ListVersions
from application.documents.nested_uploads import NestedUploads
from application.documents.process_document import ProcessDocument
from application.documents.process_job import ProcessJob
from application.documents.put_document import PutDocument
from application.documents.queue_upload import QueueUpload
from application.documents.read_document import ReadDocument
from application.documents.read_original import ReadOriginal
from application.documents.read_text import ReadText
from application.documents.read_upload import ReadUpload
from application.documents.receive_upload import ReceiveUpload
from application.documents.remove_collection import RemoveCollection
from application.documents.remove_document import RemoveDocument
from application.documents.remove_documents import RemoveDocuments
from application.documents.rename_document import RenameDocument
from application.documents.work_off_jobs import WorkOffJobs
from application.limits.admission import Admission
from application.limits.admit_question import AdmitQuestion
from application.limits.count_request import CountRequest
from application.models.reindex_library import ReindexLibrary
from application.ports.cache import Cache
from application.ports.document_jobs import DocumentJobs
from application.ports.document_parts import DocumentParts
from application.ports.document_removals import DocumentRemovals
from application.ports.embedding_builds import EmbeddingBuilds
from application.ports.idempotency_keys import IdempotencyKeys
from application.ports.job_signals import JobSignals
from application.ports.live_embedder import LiveEmbedder
from application.ports.model_loader import ModelLoader
from application.ports.page_highlighter import PageHighlighter
from application.ports.passage_index import PassageIndex
from application.ports.reranker import Reranker
from application.ports.session_catalog import SessionCatalog
from application.ports.stored_embeddings import StoredEmbeddings
from application.ports.sync_items import SyncItems
from application.ports.text_extractor import TextExtractor
from application.ports.tokenizer import Tokenizer
from application.ports.upload_files import UploadFiles
from application.retrieval.contextual_query import ContextualQueryBuilder
from application.retrieval.embed_texts import EmbedTexts
from application.retrieval.name_collections import NameCollections
from application.retrieval.read_retrieval import ReadRetrieval
from application.retrieval.resolve_filter import ResolveFilter
from application.retrieval.retriever import Retriever
from application.retrieval.search_passages import SearchPassages
from application.retrieval.select_by_condition import SelectByCondition
from application.syncing.own_library import OwnLibrary
from application.syncing.plan_sync import PlanSync
from application.syncing.sync_collection import SyncCollection
from domain.answering.models import ModelList
from domain.answering.prompts import Prompts
from domain.conversation.message import Message
from domain.documents.chunking import ChunkingPolicy
from domain.retrieval.policy import RetrievalPolicy
from entrypoints.models_file import ConfiguredModels
from entrypoints.served_models import ServedModels
from entrypoints.settings import Settings

EMBEDDINGS_AT_ONCE = 8  # requests, of 20 seconds on one core at the most
DRY_RUNS_AT_ONCE = 4  # each reads all that it would delete: seconds of the database
SESSION_SEARCHES_AT_ONCE = 4  # each reads all messages of a workspace, on a connection of ten
HIGHLIGHTS_AT_ONCE = 4  # as many pages as the parsers read at the same time, so that none waits


class UseCases(Provider):
    """Provides the use cases, independent of the adapters behind their ports."""

    scope = Scope.APP

    answer_steps = provide(AnswerSteps)
    process_query = provide(ProcessQuery)
    search_documents = provide(SearchDocuments)
    build_context = provide(BuildContext)
    generate_answer = provide(GenerateAnswer)
    cite_answer = provide(CiteAnswer)
    verify_citations = provide(VerifyCitations)
    read_session = provide(ReadSession)
    count_request = provide(CountRequest)
    admit_question = provide(AdmitQuestion)
    answer_question = provide(AnswerQuestion)
    answer_once = provide(AnswerOnce)
    rate_answer = provide(RateAnswer)
    read_feedback = provide(ReadFeedback)
    read_transcript = provide(ReadTranscript)
    create_session = provide(CreateSession)
    process_document = provide(ProcessDocument)
    nested_uploads = provide(NestedUploads)
    receive_upload = provide(ReceiveUpload)
    process_job = provide(ProcessJob)
    follow_document = provide(FollowDocument)
    followed_documents = provide(FollowedDocuments)
    ingest_document = provide(IngestDocument)
    put_document = provide(PutDocument)
    add_web_page = provide(AddWebPage)
    rename_document = provide(RenameDocument)
    remove_document = provide(RemoveDocument)
    read_document = provide(ReadDocument)
    list_versions = provide(ListVersions)
    change_document = provide(ChangeDocument)
    cut_upload = provide(CutUpload)
    limit_document = provide(LimitDocument)
    limit_collection = provide(LimitCollection)
    remove_collection = provide(RemoveCollection)
    name_collections = provide(NameCollections)
    resolve_filter = provide(ResolveFilter)
    read_text = provide(ReadText)
    read_original = provide(ReadOriginal)
    search_passages = provide(SearchPassages)
    read_retrieval = provide(ReadRetrieval)
    select_by_condition = provide(SelectByCondition)
    write_answer = provide(WriteAnswer)
    follow_answer = provide(FollowAnswer)
    cancel_answer = provide(CancelAnswer)
    keep_answers = provide(KeepAnswers)
    followed_answers = provide(FollowedAnswers)
    hear_answers = provide(HearAnswers)
    authenticate = provide(Authenticate)
    create_key = provide(CreateKey)
    own_library = provide(OwnLibrary)

    @provide
    def running_answers(self, settings: Settings) -> RunningAnswers:
        """The answers of this process, as many as the settings say."""
        return RunningAnswers(settings.max_answers)

    @provide
    def admission(self, settings: Settings) -> Admission:
        """The searches of this process, as many as the settings say."""
        return Admission(settings.max_searches)

    @provide
    def list_sessions(self, sessions: SessionCatalog) -> ListSessions:
        """Lists conversations, and does few searches in them at the same time."""
        return ListSessions(sessions, Admission(SESSION_SEARCHES_AT_ONCE))

    @provide
    def remove_documents(
        self, removals: DocumentRemovals, resolve: ResolveFilter, answers: AnswerCache
    ) -> RemoveDocuments:
        """Deletes documents by a filter, or says which, for few at the same time."""
        return RemoveDocuments(removals, resolve, answers, Admission(DRY_RUNS_AT_ONCE))

    @provide
    def embed_texts(
        self, embedder: LiveEmbedder, tokenizer: Tokenizer, count: CountRequest
    ) -> EmbedTexts:
        """Embeds texts of clients, apart from searches, which take a thousandth of the time."""
        return EmbedTexts(embedder, tokenizer, count, Admission(EMBEDDINGS_AT_ONCE))

    @provide
    def highlight_text(
        self,
        read: ReadDocument,
        parts: DocumentParts,
        read_original: ReadOriginal,
        files: UploadFiles,
        highlighter: PageHighlighter,
    ) -> HighlightText:
        """Finds words on pages, for each of which a whole file is copied."""
        admission = Admission(HIGHLIGHTS_AT_ONCE)
        return HighlightText(read, parts, read_original, files, highlighter, admission)

    @provide
    def query_builder(
        self,
        embedder: LiveEmbedder,
        index: PassageIndex,
        models: LanguageModels,
    ) -> ContextualQueryBuilder:
        """Turns questions into queries, with the chosen model if it can rewrite them."""
        return ContextualQueryBuilder(embedder, index, models.rewriter)

    @provide
    def retriever(self, index: PassageIndex, reranker: Reranker | None) -> Retriever:
        """Finds passages, and reranks them if there is a reranker."""
        return Retriever(index, reranker)

    @provide
    def embedding_lanes(
        self,
        tokenizer: Tokenizer,
        embedder: LiveEmbedder,
        stored: StoredEmbeddings,
        policy: ChunkingPolicy,
    ) -> EmbeddingLanes:
        """Chunks and embeds documents."""
        return EmbeddingLanes(tokenizer, embedder, stored, policy)

    @provide
    def reindex_library(self, builds: EmbeddingBuilds, loader: ModelLoader) -> ReindexLibrary:
        """Changes the embedding model of the library."""
        return ReindexLibrary(builds, loader)

    @provide
    def read_upload(self, extractor: TextExtractor, settings: Settings) -> ReadUpload:
        """Reads uploads up to the size limit."""
        return ReadUpload(extractor, settings.max_upload_bytes)

    @provide
    def queue_upload(
        self,
        extractor: TextExtractor,
        keys: IdempotencyKeys,
        jobs: DocumentJobs,
        settings: Settings,
    ) -> QueueUpload:
        """Queues uploads up to the size limit."""
        return QueueUpload(extractor, keys, jobs, settings.max_upload_bytes)

    @provide
    def work_off_jobs(
        self,
        jobs: DocumentJobs,
        signals: JobSignals,
        process: ProcessJob,
        settings: Settings,
        embedder_service: EmbedderService | None,
    ) -> WorkOffJobs:
        """Works off the queue, in as many places as the settings say."""
        return WorkOffJobs(jobs, signals, process, settings.worker_places, embedder_service)

    @provide
    def plan_sync(self, items: SyncItems, extractor: TextExtractor) -> PlanSync:
        """Plans syncs of the files whose formats are read."""
        return PlanSync(items, [each for form in extractor.formats for each in form.suffixes])

    @provide
    def sync_collection(
        self,
        items: SyncItems,
        library: OwnLibrary,
        files: UploadFiles,
        settings: Settings,
    ) -> SyncCollection:
        """Makes collections equal to sources, with files up to the size limit of uploads."""
        return SyncCollection(items, library, files, settings.max_upload_bytes)

    @provide
    def answer_cache(
        self,
        cache: Cache[Message],
        index: PassageIndex,
        models: ConfiguredModels,
        described: ModelList,
        prompts: Prompts,
        retrieval: RetrievalPolicy,
        served: ServedModels,
        settings: Settings,
    ) -> AnswerCache:
        """The cache of answers, keyed by everything that affects an answer.

        A change of the embedding model raises the revision of the documents.
        """
        reranker = {**served.reranking.get(settings.reranker_model, {})}
        reranker.pop("api_key", None)
        shape = (
            version("quoth"),
            models,
            described,
            settings.reranker_model,
            reranker,
            settings.tokenizer,
            retrieval,
            prompts,
        )
        return AnswerCache(cache, index, "|".join(map(str, shape)))
