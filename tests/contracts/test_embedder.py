"""The contract of an Embedder, for the fake and the real ones."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from math import hypot

import numpy as np
import pytest

from adapters.batching_embedder import BatchingEmbedder
from adapters.hugging_face.sentence_transformer_embedder import SentenceTransformerEmbedder
from adapters.model_servers.description import ServedModel
from adapters.model_servers.embedder import ServedEmbedder
from adapters.model_servers.embedder_service import EmbedderService
from adapters.model_servers.quoth_embedder import QuothEmbedder
from application.ports.embedder import Embedder
from domain.documents.chunks import Embedding
from tests.fakes.embedder import FakeEmbedder
from tests.fakes.embedding_server import embedding_server
from tests.fakes.tokenizer import WordTokenizer
from tests.support.embedder_services import KEY, embedder_service
from tests.support.remembering_embedder import RememberingEmbedder

FILLER = "The gardener watered roses, tulips and daisies in the old greenhouse. " * 40
SECRET = "The combination of the steel safe is seven three nine one."
QUESTION = "What is the combination of the safe?"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with embedding_server() as address:
        yield address


@pytest.fixture
async def behind_http_embedder(server: str) -> AsyncIterator[ServedEmbedder]:
    served = ServedEmbedder(ServedModel("served", "any", server, max_tokens=50), WordTokenizer())
    await served.load()
    yield served
    await served.disconnect()


@pytest.fixture(scope="module")
def service_port(real_embedder: SentenceTransformerEmbedder) -> Iterator[int]:
    with embedder_service(real_embedder) as port:
        yield port


@pytest.fixture
async def service_embedder(
    real_embedder: SentenceTransformerEmbedder, service_port: int
) -> AsyncIterator[QuothEmbedder]:
    service = EmbedderService(f"http://127.0.0.1:{service_port}", KEY)
    embedder = QuothEmbedder(real_embedder.model.name, service)
    await embedder.load()
    yield embedder
    await service.close()


@pytest.fixture
def batching_embedder() -> BatchingEmbedder:
    return BatchingEmbedder(FakeEmbedder())


@pytest.fixture(
    params=["fake", "remembering", "batching", "real", "multilingual", "behind_http", "service"]
)
def embedder(request: pytest.FixtureRequest) -> Embedder:
    if request.param == "fake":
        return FakeEmbedder()
    if request.param == "remembering":
        return RememberingEmbedder(FakeEmbedder())
    real: Embedder = request.getfixturevalue(f"{request.param}_embedder")
    return real


def cosine(one: Embedding, other: Embedding) -> float:
    return float(np.dot(np.asarray(one), np.asarray(other)))


def best(windows: Sequence[Embedding], other: Embedding) -> float:
    return max(cosine(window, other) for window in windows)


@pytest.mark.parametrize(
    "text",
    [
        "plain words",
        "",
        " \n\t ",
        "日本語の文章です",
        "👩‍👩‍👧 café naïve",
        "שלום עולם",
        "\u200b\ufeff",
        "x" * 5000,
    ],
)
async def test_every_vector_has_the_dimension_and_unit_length(
    embedder: Embedder, text: str
) -> None:
    """Any text, even an empty one, has passage and query vectors of unit length."""
    [windows] = await embedder.embed_passages([text])
    assert windows
    for vector in (*windows, await embedder.embed_query(text)):
        assert len(vector) == embedder.model.dimension
        assert hypot(*vector) == pytest.approx(1, abs=1e-5)


async def test_results_come_in_the_order_of_the_texts(embedder: Embedder) -> None:
    """Texts of mixed lengths, in several batches, each get their own vectors."""
    texts = [f"Number {n} of the list. " * (1 + n * 7 % 30) for n in range(40)]
    together = await embedder.embed_passages(texts)
    assert len(together) == len(texts)
    for text, windows in zip(texts[::13], together[::13], strict=True):
        [alone] = await embedder.embed_passages([text])
        assert len(windows) == len(alone)
        assert all(cosine(one, other) > 0.99 for one, other in zip(windows, alone, strict=True))


async def test_windows_are_counted_without_embedding_them(embedder: Embedder) -> None:
    """The counts are the numbers of vectors, in the order of the texts."""
    texts = [FILLER, "", SECRET, "-" * 3000, FILLER * 3]
    windows = await embedder.embed_passages(texts)
    assert await embedder.count_windows(texts) == [len(some) for some in windows]
    assert await embedder.count_windows([]) == []


async def test_equal_windows_of_a_text_are_one(embedder: Embedder) -> None:
    """A text that repeats itself has few vectors, whatever its length."""
    assert await embedder.count_windows(["word " * 10_000]) <= [2]


async def test_no_texts_have_no_vectors(embedder: Embedder) -> None:
    """An empty batch returns an empty list."""
    assert await embedder.embed_passages([]) == []


async def test_related_texts_are_closer_than_others(embedder: Embedder) -> None:
    """A question is closer to its answer than to an unrelated text."""
    query = await embedder.embed_query(QUESTION)
    answer, other = await embedder.embed_passages([SECRET, FILLER[:70]])
    assert best(answer, query) > best(other, query) + 0.2


async def test_the_end_of_a_long_text_is_found(embedder: Embedder) -> None:
    """A long text whose last words answer the question has a window close to the question."""
    query = await embedder.embed_query(QUESTION)
    filler, with_secret = await embedder.embed_passages([FILLER, FILLER + SECRET])
    assert len(filler) > 1
    assert best(with_secret, query) > best(filler, query) + 0.05


async def test_a_long_query_has_one_vector_of_all_its_parts(embedder: Embedder) -> None:
    """The vector of a query longer than a window is close to both its beginning and its end."""
    query = await embedder.embed_query(f"{FILLER} {SECRET * 40}")
    ends = await embedder.embed_passages([FILLER[:70], SECRET])
    unrelated = await embedder.embed_query("Quarterly tax law")
    for end in ends:
        assert best(end, query) > best(end, unrelated) + 0.2


async def test_calls_at_the_same_time_do_not_mix(embedder: Embedder) -> None:
    """Queries embedded concurrently with passages get the same vectors as alone."""
    texts = [f"question number {n} about subject {n * n}" for n in range(30)]
    alone = [await embedder.embed_query(text) for text in texts]
    passages, queries = await asyncio.gather(
        embedder.embed_passages([FILLER] * 8),
        asyncio.gather(*(embedder.embed_query(text) for text in texts)),
    )
    assert len(passages) == 8
    assert all(cosine(one, other) > 0.999 for one, other in zip(alone, queries, strict=True))


async def test_a_vector_becomes_an_array_without_being_copied(embedder: Embedder) -> None:
    """A vector converts to a float32 array without copying its memory."""
    vector = await embedder.embed_query("a few words")
    view = np.asarray(vector)
    assert view.dtype == np.float32
    assert np.shares_memory(view, np.asarray(vector))
