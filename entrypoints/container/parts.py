"""Provides the parts, the runtime that opens and closes them, and their diagnosis."""

from importlib.metadata import version

from dishka import Provider, Scope, alias, provide

from adapters.embedded_postgres import EmbeddedPostgres
from adapters.file_formats.sandbox.parser_processes import ParserProcesses
from adapters.hugging_face.allocator import return_freed_memory
from adapters.hugging_face.huggingface_tokenizer import HuggingFaceTokenizer
from adapters.langgraph_answer_workflow import LangGraphAnswerWorkflow
from adapters.milvus.client import Milvus
from adapters.postgres.backup.backups import PostgresBackups
from adapters.postgres.database import Database
from adapters.postgres.first_contact import reach
from adapters.postgres.first_key import key_was_made
from adapters.postgres.replicated_passage_index import ReplicatedPassageIndex
from adapters.valkey.server import Valkey
from application.answering.followed_answers import FollowedAnswers
from application.answering.hear_answers import HearAnswers
from application.answering.keep_answers import KeepAnswers
from application.answering.running_answers import RunningAnswers
from application.documents.follow_document import FollowDocument
from application.documents.work_off_jobs import WorkOffJobs
from application.indexing.keep_index import KeepIndex
from application.models.library_embedder import LibraryEmbedder
from application.ports.backups import Backups
from application.ports.text_extractor import TextExtractor
from application.webhooks.work_off_deliveries import WorkOffDeliveries
from domain.answering.models import ModelList
from domain.answering.prompts import Prompts
from entrypoints.api.server_info import Startup
from entrypoints.background_work import BackgroundWork
from entrypoints.container.models import ChatModels
from entrypoints.database_parts import DatabaseConnections, DatabaseContact, DatabaseServer
from entrypoints.diagnosis import Diagnosis
from entrypoints.parts import (
    LazyClients,
    LocalModels,
    RerankingModel,
)
from entrypoints.required_key import RequiredKey
from entrypoints.runtime import Part, Runtime
from entrypoints.settings import Settings


class Parts(Provider):
    """Provides the parts, the runtime that opens and closes them, and their diagnosis."""

    scope = Scope.APP
    startup = alias(source=Runtime, provides=Startup)

    @provide
    def local_models(
        self,
        tokenizer: HuggingFaceTokenizer,
        reranker: RerankingModel | None,
        workflow: LangGraphAnswerWorkflow,
    ) -> LocalModels:
        """The local models, with the reranker if there is one."""
        rerankers = [reranker] if reranker else []
        return LocalModels([tokenizer, *rerankers], workflow, return_freed_memory)

    @provide
    def database_contact(self, settings: Settings) -> DatabaseContact:
        """The first contact with the servers from the settings."""
        return DatabaseContact(
            reach,
            needed={
                "QUOTH_DATABASE_URL": settings.database_url,
                "QUOTH_DATABASE_POOLER_URL": settings.database_pooler_url,
            },
            may_be_away={"QUOTH_DATABASE_REPLICA_URL": settings.database_replica_url},
        )

    @provide
    def database_server(self, settings: Settings, embedded: EmbeddedPostgres) -> DatabaseServer:
        """The server from the settings, or the embedded one."""
        return DatabaseServer(settings.database_url, embedded)

    @provide
    def required_key(self) -> RequiredKey:
        """What a server that others reach cannot start without."""
        return RequiredKey(key_was_made)

    @provide
    def database_connections(
        self, pool: Database, server: DatabaseServer, embedder: LibraryEmbedder
    ) -> DatabaseConnections:
        """The connection pool on that server, and the model of the library behind it."""
        return DatabaseConnections(pool, server, embedder, return_freed_memory)

    @provide
    def backups(
        self, settings: Settings, server: DatabaseServer, embedded: EmbeddedPostgres
    ) -> Backups:
        """The backups of the database on that server."""
        shared = {} if settings.database_url else {"is_shared": embedded.is_shared}
        return PostgresBackups(lambda: server.url, version("quoth"), **shared)

    @provide
    def chat_clients(self, chat_models: ChatModels) -> LazyClients:
        """The connections of the chat models."""
        return LazyClients(chat_models.values())

    @provide
    def runtime(
        self,
        settings: Settings,
        contact: DatabaseContact,
        server: DatabaseServer,
        models: LocalModels,
        connections: DatabaseConnections,
        chat_clients: LazyClients,
        processes: ParserProcesses,
        valkey: Valkey | None,
        *,
        replica: ReplicatedPassageIndex | None,
        answers: RunningAnswers,
        follow_document: FollowDocument,
        keep_answers: KeepAnswers,
        followed_answers: FollowedAnswers,
    ) -> Runtime:
        """The runtime, with the parts in the order in which they open."""
        stages: list[list[Part]] = [
            [contact],
            [server, models, processes, *([valkey] if valkey else [])],
            [connections],
            [chat_clients, LazyClients([keep_answers]), *([replica] if replica else [])],
        ]

        def let_followers_go() -> None:
            follow_document.stop()
            followed_answers.stop()

        return Runtime(stages, answers, settings.shutdown_grace_seconds, on_drain=let_followers_go)

    @provide
    def background_work(
        self,
        work_off_jobs: WorkOffJobs,
        work_off_deliveries: WorkOffDeliveries,
        hear_answers: HearAnswers,
        keep_index: KeepIndex | None,
    ) -> BackgroundWork:
        """The work on the queues and the distributed index, and what other servers tell."""
        return BackgroundWork(work_off_jobs, work_off_deliveries, hear_answers, keep_index)

    @provide
    def diagnosis(
        self,
        settings: Settings,
        runtime: Runtime,
        connections: DatabaseConnections,
        reranker: RerankingModel | None,
        tokenizer: HuggingFaceTokenizer,
        contact: DatabaseContact,
        server: DatabaseServer,
        database: Database,
        *,
        models: ModelList,
        chat_models: ChatModels,
        prompts: Prompts,
        extractor: TextExtractor,
        valkey: Valkey | None,
        milvus: Milvus | None,
    ) -> Diagnosis:
        """The checks that `quoth doctor` runs."""
        return Diagnosis(
            settings.data_dir,
            runtime,
            connections,
            reranker,
            tokenizer,
            settings.tokenizer or "Llama 3",
            [contact, server],
            database,
            {each.name: chat_models.get(each.name) for each in models.models},
            prompts,
            extractor=extractor,
            shared_memory=valkey,
            distributed_index=milvus,
        )
