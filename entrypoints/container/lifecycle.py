"""Opening, closing and trying out the parts that hold something."""

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack
from typing import TypeAlias

from dishka import (
    Provider,
    Scope,
    provide,
)

from adapters.embedded_postgres import EmbeddedPostgres
from adapters.hugging_face.cross_encoder_reranker import CrossEncoderReranker
from adapters.hugging_face.huggingface_tokenizer import HuggingFaceTokenizer
from adapters.hugging_face.sentence_transformer_embedder import SentenceTransformerEmbedder
from adapters.langgraph_answer_workflow import LangGraphAnswerWorkflow
from adapters.postgres.database import Database
from application.answering.running_answers import RunningAnswers
from application.ports.chat_model import ChatModel
from application.ports.language_model import LanguageModel
from entrypoints.diagnosis import Check
from entrypoints.runtime import Runtime
from entrypoints.settings import Settings

LocalModel: TypeAlias = SentenceTransformerEmbedder | CrossEncoderReranker | HuggingFaceTokenizer


class LocalModels:
    """What runs in this process and takes seconds to load."""

    def __init__(self, models: Sequence[LocalModel], workflow: LangGraphAnswerWorkflow) -> None:
        """Load the models in this order, and then the graph engine."""
        self._models = models
        self._workflow = workflow
        self._loaded = False

    async def load(self) -> None:
        """Load everything, unless it is loaded."""
        if not self._loaded:
            for model in self._models:
                await model.load()
            await asyncio.to_thread(self._workflow.load)
            self._loaded = True

    def close(self) -> None:
        """Take no more work."""
        for model in self._models:
            model.close()


class Lifecycle(Provider):
    """Opening and closing the parts that hold something."""

    scope = Scope.APP

    @provide
    def local_models(
        self,
        embedder: SentenceTransformerEmbedder,
        reranker: CrossEncoderReranker | None,
        tokenizer: HuggingFaceTokenizer,
        workflow: LangGraphAnswerWorkflow,
    ) -> LocalModels:
        """The models; the reranker only where there is one."""
        models: list[LocalModel] = [embedder, tokenizer]
        if reranker is not None:
            models.append(reranker)
        return LocalModels(models, workflow)

    @provide
    def runtime(
        self,
        settings: Settings,
        database: Database,
        embedder: SentenceTransformerEmbedder,
        local_models: LocalModels,
        chat_model: ChatModel | None,
        live: RunningAnswers,
    ) -> Runtime:
        """The order in which parts are opened and closed."""
        server = EmbeddedPostgres(settings.data_dir)
        embedded = not settings.database_url
        starting: asyncio.Task[str] | None = None

        async def database_url() -> str:
            nonlocal starting
            if not embedded:
                return settings.database_url
            starting = starting or asyncio.create_task(asyncio.to_thread(server.start))
            return await asyncio.shield(starting)

        async def open_parts() -> None:
            url, _ = await asyncio.gather(database_url(), local_models.load())
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
                parts.callback(local_models.close)
                parts.push_async_callback(database.close)
                if chat_model is not None:
                    parts.push_async_callback(chat_model.close)

        return Runtime(open_parts, close_parts, live, settings.shutdown_grace_seconds)

    @provide
    def checks(
        self,
        runtime: Runtime,
        database: Database,
        embedder: SentenceTransformerEmbedder,
        reranker: CrossEncoderReranker | None,
        tokenizer: HuggingFaceTokenizer,
        language_model: LanguageModel,
        chat_model: ChatModel | None,
        settings: Settings,
    ) -> Sequence[Check]:
        """What the doctor tries out; the database needs the model, so the model comes first."""

        async def model() -> str:
            await embedder.load()
            return f"{embedder.model_name}, {embedder.dimension} dimensions"

        async def order() -> str:
            if reranker is None:
                return "none"
            await reranker.load()
            return reranker.model_name

        async def tokens() -> str:
            await tokenizer.load()
            return f"{settings.tokenizer or 'Llama 3'} loaded"

        async def storage() -> str:
            await runtime.open_once()
            return await database.describe()

        async def writer() -> str:
            if chat_model is not None:
                await chat_model.check()
            return language_model.name

        return [
            Check("embedding model", model),
            Check("reranking model", order),
            Check("tokenizer", tokens),
            Check("database", storage),
            Check("language model", writer),
        ]
