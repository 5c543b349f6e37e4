"""Embeds texts with a model that a `quoth embedder` has."""

import asyncio
import base64
from array import array
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import PurePath
from typing import Any

from adapters.model_servers.embedder_service import EmbedderService
from application.ports.embedder import Embedder
from application.ports.model_loader import ModelLoader, ModelSource
from domain.documents.chunks import Embedding
from domain.errors import EmbedderUnavailable
from domain.retrieval.embedding_model import EmbeddingModel, embedding_model

TEXTS_IN_REQUEST = 128
CHARACTERS_IN_REQUEST = 500_000  # some seconds of work for the service on two cores
FLOAT_BYTES = 4


class QuothEmbedder(Embedder):
    """Sends texts as they are: the service cuts them into windows, as this process would.

    So the vectors are those that the model has in this process, and nothing of it is needed here.
    """

    def __init__(self, name: str, service: EmbedderService) -> None:
        """Name the model. Call `load` before embedding."""
        self._name = name
        self._service = service
        self._dimension = 0

    @property
    def model(self) -> EmbeddingModel:
        """The model, with the calibration that is built in for its name.

        Raises:
            EmbedderUnavailable: If the model is not loaded.
        """
        if not self._dimension:
            raise EmbedderUnavailable
        return embedding_model(self._name, self._dimension)

    async def load(self) -> None:
        """Ask the service for the model.

        Raises:
            Misconfigured: If it has not this model, or refuses the key.
            EmbedderUnavailable: If it is away or starts: later it may be there.
        """
        self._dimension = await self._service.dimension(self._name)
        self._service.used_by(self)

    async def embed_passages(self, texts: Sequence[str]) -> list[tuple[Embedding, ...]]:
        """Return float32 vectors, one for each window of each text, in the order of the texts.

        Raises:
            EmbedderUnavailable: If the model is not loaded, or the service is away.
        """
        tasks = [asyncio.create_task(self._windows(batch)) for batch in _batches(texts)]
        try:
            return list(chain.from_iterable(await asyncio.gather(*tasks)))
        finally:
            for task in tasks:
                task.cancel()  # after the first failure, or if nobody waits any more

    async def count_windows(self, texts: Sequence[str]) -> list[int]:
        """Return the number of vectors of each text.

        Raises:
            EmbedderUnavailable: If the model is not loaded, or the service is away.
        """
        counts: list[int] = []
        for batch in _batches(texts):
            answer = await self._service.windows({"model": self.model.name, "input": batch})
            found = answer.get("counts") if isinstance(answer, dict) else None
            if not isinstance(found, list) or len(found) != len(batch):
                raise self._nonsense()
            counts += found
        return counts

    async def embed_query(self, text: str) -> Embedding:
        """Return one float32 vector.

        Raises:
            EmbedderUnavailable: If the model is not loaded, or the service is away.
        """
        body = {**self._body([text]), "input_type": "query"}
        rows = self._rows(await self._service.embeddings("query", body))
        if [index for index, _ in rows] != [0]:
            raise self._nonsense()
        return rows[0][1]

    async def _windows(self, texts: Sequence[str]) -> list[tuple[Embedding, ...]]:
        body = {**self._body(texts), "input_type": "passage", "windows": True}
        vectors = defaultdict[int, list[Embedding]](list)
        for index, vector in self._rows(await self._service.embeddings("passage", body)):
            vectors[index].append(vector)
        if vectors.keys() != set(range(len(texts))):
            raise self._nonsense()
        return [tuple(vectors[index]) for index in range(len(texts))]

    def _body(self, texts: Sequence[str]) -> dict[str, Any]:
        return {"model": self.model.name, "input": list(texts), "encoding_format": "base64"}

    def _rows(self, answer: Any) -> list[tuple[int, Embedding]]:
        """Return the index of the text and the vector of each row."""
        try:
            rows = [(row["index"], base64.b64decode(row["embedding"])) for row in answer["data"]]
            if answer["model"] != self._name or any(
                len(vector) != FLOAT_BYTES * self._dimension for _, vector in rows
            ):
                raise self._nonsense()
            return [(index, array("f", vector)) for index, vector in rows]
        except (KeyError, TypeError, ValueError) as exc:
            raise self._nonsense() from exc

    def _nonsense(self) -> EmbedderUnavailable:
        return EmbedderUnavailable(
            f"The embedder answered with something else than vectors of {self._name} with"
            f" {self._dimension} numbers: its version must be that of this server."
        )


class QuothEmbedderLoader(ModelLoader):
    """Loads the models of a service."""

    def __init__(self, service: EmbedderService, default: str) -> None:
        """Set the service, and the name of the model for an empty name."""
        self._service = service
        self._default = default

    def find(self, given: str) -> ModelSource:
        """Return the model of this name. A directory there has its last part."""
        given = given or self._default
        path = PurePath(given)
        return ModelSource(path.name if path.is_absolute() else given, given)

    async def load(self, source: ModelSource) -> QuothEmbedder:
        """Ask the service for the model.

        Raises:
            Misconfigured: If it has not this model, or refuses the key.
            EmbedderUnavailable: If it is away or starts: later it may be there.
        """
        embedder = QuothEmbedder(source.name, self._service)
        await embedder.load()
        return embedder

    def close(self) -> None:
        """Send no more requests."""
        self._service.refuse()


def _batches(texts: Sequence[str]) -> Iterator[list[str]]:
    """Yield the texts in order, as many at a time as a request may have."""
    batch: list[str] = []
    size = 0
    for text in texts:
        if batch and (len(batch) == TEXTS_IN_REQUEST or size + len(text) > CHARACTERS_IN_REQUEST):
            yield batch
            batch, size = [], 0
        batch.append(text)
        size += len(text)
    if batch:
        yield batch
