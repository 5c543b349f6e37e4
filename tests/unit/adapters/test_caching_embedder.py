"""Caching of query embeddings."""

import asyncio
from collections.abc import Sequence
from uuid import UUID

import pytest

from adapters.caching_embedder import CachingEmbedder
from adapters.in_memory_cache import InMemoryCache
from application.access.acting import acting_as
from application.ports.embedder import Embedder
from domain.access.principal import LOCAL_USER, local_user
from domain.access.workspace import Workspace
from domain.documents.chunks import Embedding
from domain.errors import EmbedderUnavailable
from domain.retrieval.calibration import RelevanceCalibration
from domain.retrieval.embedding_model import EmbeddingModel


class RecordingEmbedder(Embedder):
    """Returns the length of each text as its vector, and records its calls."""

    def __init__(self) -> None:
        self.queries: list[str] = []
        self.passages: list[str] = []
        self.error: EmbedderUnavailable | None = None
        self.asked = asyncio.Event()
        self.go = asyncio.Event()
        self.go.set()

    @property
    def model(self) -> EmbeddingModel:
        return EmbeddingModel("a-model", 1)

    async def embed_passages(self, texts: Sequence[str]) -> list[tuple[Embedding, ...]]:
        self.passages += texts
        return [((float(len(text)),),) for text in texts]

    async def count_windows(self, texts: Sequence[str]) -> list[int]:
        return [1] * len(texts)

    async def embed_query(self, text: str) -> Embedding:
        self.queries.append(text)
        self.asked.set()
        await self.go.wait()
        if self.error is not None:
            raise self.error
        return (float(len(text)),)


@pytest.fixture
def embedder() -> RecordingEmbedder:
    return RecordingEmbedder()


@pytest.fixture
def cache() -> InMemoryCache[Embedding]:
    return InMemoryCache(max_entries=9, ttl_seconds=60)


async def test_a_query_is_embedded_once(
    embedder: RecordingEmbedder, cache: InMemoryCache[Embedding]
) -> None:
    """A repeated query is embedded once."""
    caching = CachingEmbedder(embedder, cache)
    assert [await caching.embed_query(q) for q in ("one", "one", "three")] == [(3,), (3,), (5,)]
    assert embedder.queries == ["one", "three"]


async def test_models_do_not_share_vectors(
    embedder: RecordingEmbedder, cache: InMemoryCache[Embedding]
) -> None:
    """The same query under another model's name is embedded again."""
    await CachingEmbedder(embedder, cache).embed_query("one")
    await CachingEmbedder(embedder, cache, EmbeddingModel("another", 1)).embed_query("one")
    assert embedder.queries == ["one", "one"]


async def test_workspaces_do_not_share_vectors(
    embedder: RecordingEmbedder, cache: InMemoryCache[Embedding]
) -> None:
    """The time of a query does not tell whether somebody in another workspace has asked it."""
    caching = CachingEmbedder(embedder, cache)
    await caching.embed_query("one")
    with acting_as(local_user(Workspace(UUID(int=1), "other"))):
        await caching.embed_query("one")
        await asyncio.gather(caching.embed_query("two"), embedded_as_local_user(caching, "two"))
        await caching.embed_query("one")
    assert embedder.queries == ["one", "one", "two", "two"]


async def embedded_as_local_user(caching: CachingEmbedder, text: str) -> Embedding:
    with acting_as(LOCAL_USER):
        return await caching.embed_query(text)


async def test_queries_at_the_same_time_share_one_call(
    embedder: RecordingEmbedder, cache: InMemoryCache[Embedding]
) -> None:
    """Concurrent identical queries share one embedding."""
    caching = CachingEmbedder(embedder, cache)
    crowd = (caching.embed_query("one") for _ in range(5))
    assert await asyncio.gather(*crowd) == [(3,)] * 5
    assert embedder.queries == ["one"]


async def test_one_who_leaves_does_not_take_the_vector_from_the_others(
    embedder: RecordingEmbedder, cache: InMemoryCache[Embedding]
) -> None:
    """A cancelled query does not cancel the embedding that another query waits for."""
    embedder.go.clear()
    caching = CachingEmbedder(embedder, cache)
    leaving = asyncio.create_task(caching.embed_query("one"))
    staying = asyncio.create_task(caching.embed_query("one"))
    await embedder.asked.wait()
    leaving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await leaving
    embedder.go.set()
    assert await staying == (3,)


async def test_a_failure_is_not_remembered(
    embedder: RecordingEmbedder, cache: InMemoryCache[Embedding]
) -> None:
    """A failure is not cached, so the next query is embedded again."""
    caching = CachingEmbedder(embedder, cache)
    embedder.error = EmbedderUnavailable()
    with pytest.raises(EmbedderUnavailable):
        await caching.embed_query("one")
    embedder.error = None
    assert await caching.embed_query("one") == (3,)


async def test_a_failure_that_nobody_waits_for_any_more_is_quiet(
    embedder: RecordingEmbedder, cache: InMemoryCache[Embedding]
) -> None:
    """A failure after the only query was cancelled is not reported to the event loop."""
    complaints: list[dict[str, object]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: complaints.append(context))
    embedder.go.clear()
    embedder.error = EmbedderUnavailable()
    caching = CachingEmbedder(embedder, cache)
    leaving = asyncio.create_task(caching.embed_query("one"))
    await embedder.asked.wait()
    leaving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await leaving
    embedder.go.set()
    await asyncio.wait(caching._running.values())
    await asyncio.sleep(0)  # let the callbacks of the task run
    assert complaints == []


async def test_passages_and_the_model_pass_through(
    embedder: RecordingEmbedder, cache: InMemoryCache[Embedding]
) -> None:
    """Passages are not cached, and the model is the embedder's, or the one that is given."""
    caching = CachingEmbedder(embedder, cache)
    assert await caching.embed_passages(["one", "one"]) == [((3,),), ((3,),)]
    assert await caching.count_windows(["one", "one"]) == [1, 1]
    assert embedder.passages == ["one", "one"]
    assert caching.model == EmbeddingModel("a-model", 1)
    calibrated = EmbeddingModel("a-model", 1, RelevanceCalibration(near=0.5))
    assert CachingEmbedder(embedder, cache, calibrated).model == calibrated
