"""Embeds texts with a model behind `/embeddings`, as OpenAI and many servers have it."""

import asyncio
import base64
from array import array
from collections.abc import Sequence
from itertools import chain
from typing import Any

import numpy as np

from adapters.model_servers.client import InputTooLong, ModelServer, ModelServerError
from adapters.model_servers.description import ServedModel
from adapters.model_servers.windows import halves, windows_of
from application.ports.embedder import Embedder
from application.ports.tokenizer import Tokenizer
from domain.documents.chunks import Embedding
from domain.errors import EmbedderUnavailable, Misconfigured
from domain.retrieval.embedding_model import EmbeddingModel, embedding_model

BLANK = "."
"""What is embedded for a text without a word: servers refuse empty ones."""


class ServedEmbedder(Embedder):
    """Sends windows of texts to a server, in batches, and returns their vectors.

    The server's tokenizer is not known here. A window that it refuses as too long is embedded in
    halves, whose mean is its vector: no word is left out, and no window is counted twice.
    """

    def __init__(self, served: ServedModel, tokenizer: Tokenizer) -> None:
        """Configure the model. Call `load` before embedding.

        Args:
            served: The model and its server.
            tokenizer: Divides texts into tokens, about as long as those of the model.
        """
        self._served = served
        self._tokenizer = tokenizer
        self._server = ModelServer(served, "embeddings")
        self._dimension = 0

    @property
    def model(self) -> EmbeddingModel:
        """The model, with the calibration that is built in for its name.

        Raises:
            EmbedderUnavailable: If the model is not loaded.
        """
        self._check_loaded()
        return embedding_model(self._served.name, self._dimension)

    async def load(self) -> None:
        """Ask the server for one vector, and so for the dimension.

        Raises:
            Misconfigured: If the server refuses, or its vectors are not as they are described.
            EmbedderUnavailable: If it is not reachable or busy: later it may be.
        """
        try:
            [vector] = await self._request([BLANK])
        except ModelServerError as exc:
            kind = EmbedderUnavailable if exc.retriable else Misconfigured
            raise kind(str(exc)) from exc
        expected = self._served.dimension
        if expected and len(vector) != expected:
            raise Misconfigured(
                f"{self._served.name} is described with vectors of {expected} numbers, and its"
                f" server sends {len(vector)}: correct `dimension` in the models file."
            )
        self._dimension = len(vector)

    async def embed_passages(self, texts: Sequence[str]) -> list[tuple[Embedding, ...]]:
        """Return float32 vectors, one for each window of each text, in the order of the texts.

        Raises:
            EmbedderUnavailable: If the model is not loaded, or its server does not answer.
        """
        windows_of_texts = await self._windows(texts)
        different = list(dict.fromkeys(chain.from_iterable(windows_of_texts)))
        size = self._served.batch_size
        batches = [different[start : start + size] for start in range(0, len(different), size)]
        prefix = self._served.passage_prefix
        tasks = [asyncio.create_task(self._embed(batch, prefix)) for batch in batches]
        try:
            embedded = await asyncio.gather(*tasks)
        finally:
            for task in tasks:
                task.cancel()  # after the first failure, or if nobody waits any more
        vectors = dict(zip(different, chain.from_iterable(embedded), strict=True))
        return [tuple(vectors[window] for window in some) for some in windows_of_texts]

    async def count_windows(self, texts: Sequence[str]) -> list[int]:
        """Return the number of vectors of each text: only tokenizes.

        Raises:
            EmbedderUnavailable: If the model is not loaded.
        """
        return [len(windows) for windows in await self._windows(texts)]

    async def embed_query(self, text: str) -> Embedding:
        """Return one float32 vector; for a text of several windows, their normalised mean.

        Raises:
            EmbedderUnavailable: If the model is not loaded, or its server does not answer.
        """
        [windows] = await self._windows([text])
        vectors = await self._embed(windows, self._served.query_prefix)
        return _unit(np.mean(np.asarray(vectors), axis=0))

    def close(self) -> None:
        """Accept no more work."""
        self._server.refuse()

    async def disconnect(self) -> None:
        """Close the connections."""
        await self._server.close()

    async def _windows(self, texts: Sequence[str]) -> list[list[str]]:
        self._check_loaded()
        return await windows_of(texts, self._tokenizer, self._served.max_tokens)

    async def _embed(self, windows: Sequence[str], prefix: str) -> list[Embedding]:
        try:
            return await self._vectors([f"{prefix}{window or BLANK}" for window in windows])
        except ModelServerError as exc:
            raise EmbedderUnavailable(str(exc)) from exc

    async def _vectors(self, inputs: Sequence[str]) -> list[Embedding]:
        """Return the vector of each input. A server does not say which of several is too long."""
        try:
            return await self._request(inputs)
        except InputTooLong:
            if len(inputs) > 1:
                return [vector for each in inputs for vector in await self._vectors([each])]
            if len(inputs[0]) < 2:  # noqa: PLR2004 - it has no halves
                raise ModelServerError(
                    f"The server of {self._served.name} refuses every text as too long.",
                    retriable=False,
                ) from None
        parts = [part for part in halves(inputs[0]) if part]
        means = [vector for part in parts for vector in await self._vectors([part])]
        return [_unit(np.average(np.asarray(means), axis=0, weights=[len(part) for part in parts]))]

    async def _request(self, inputs: Sequence[str]) -> list[Embedding]:
        # base64 is a third of the size of decimal numbers; a server may ignore the wish
        body = {"model": self._served.model, "input": list(inputs), "encoding_format": "base64"}
        answer = await self._server.post(body)
        try:
            rows = sorted(answer["data"], key=lambda row: row["index"])
            vectors = [_unit(_numbers(row["embedding"])) for row in rows]
        except (KeyError, TypeError, ValueError) as exc:
            raise ModelServerError(
                f"The server of {self._served.name} sent no vectors: it may not be one of"
                " embeddings.",
                retriable=False,
            ) from exc
        lengths = {len(vector) for vector in vectors} | ({self._dimension} - {0})
        if len(vectors) != len(inputs) or len(lengths) > 1:
            raise ModelServerError(
                f"The server of {self._served.name} sent {len(vectors)} vectors of"
                f" {sorted(lengths)} numbers for {len(inputs)} texts.",
                retriable=False,
            )
        return vectors

    def _check_loaded(self) -> None:
        if not self._dimension:
            raise EmbedderUnavailable


def _numbers(embedding: Any) -> np.ndarray:
    if isinstance(embedding, str):
        return np.frombuffer(base64.b64decode(embedding, validate=True), dtype="<f4")
    return np.asarray(embedding, dtype=np.float32)


def _unit(vector: np.ndarray) -> Embedding:
    length = float(np.linalg.norm(vector))
    if vector.ndim != 1 or not np.isfinite(length) or length == 0:
        raise ValueError("this is no vector with a direction")
    return array("f", (vector / length).astype(np.float32).tobytes())
