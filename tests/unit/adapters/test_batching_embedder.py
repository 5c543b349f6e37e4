"""Embedding the passages of several callers together."""

import asyncio

import pytest

from adapters.batching_embedder import AT_ONCE, QUICK_CHARACTERS, BatchingEmbedder
from domain.documents.chunks import Embedding
from domain.errors import ServerBusy
from tests.fakes.embedder import FakeEmbedder

LONG = QUICK_CHARACTERS // 2 + 1
Running = asyncio.Task[list[tuple[Embedding, ...]]]


def passages(name: str) -> list[str]:
    """Return two passages that are not quick together."""
    return [f"{name} {number} ".ljust(LONG, "x") for number in range(2)]


async def begun(batching: BatchingEmbedder, *names: str) -> list[Running]:
    """Begin to embed the passages of each name, and return when nothing goes on by itself."""
    calls = [asyncio.create_task(batching.embed_passages(passages(name))) for name in names]
    for _ in range(10):
        await asyncio.sleep(0)
    return calls


async def test_who_waits_shares_a_batch_and_gets_its_own() -> None:
    """What arrives while all places are taken is embedded in one call, each with its vectors."""
    inner = FakeEmbedder()
    batching = BatchingEmbedder(inner)
    inner.hold()
    first = [await begun(batching, f"first {number}") for number in range(AT_ONCE)]
    later = await begun(batching, "heron", "reed", "owl")
    assert len(inner.passages) == AT_ONCE
    inner.release()
    assert await asyncio.gather(*later) == [
        await FakeEmbedder().embed_passages(passages(name)) for name in ("heron", "reed", "owl")
    ]
    assert inner.passages[AT_ONCE:] == [passages("heron") + passages("reed") + passages("owl")]
    assert (batching.batches, batching.batched) == (AT_ONCE + 1, 2 * (AT_ONCE + 3))
    await asyncio.gather(*(call for calls in first for call in calls))
    assert batching.load == (0, 0)


async def test_a_question_and_its_passages_do_not_wait_behind_documents() -> None:
    """Few passages and queries are passed on although all places are taken."""
    inner = FakeEmbedder()
    batching = BatchingEmbedder(inner)
    inner.hold()
    calls = [await begun(batching, f"first {number}") for number in range(AT_ONCE + 1)]
    quick = asyncio.create_task(batching.embed_passages(["a short passage"]))
    query = asyncio.create_task(batching.embed_query("a question"))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert inner.passages[-1] == ["a short passage"]
    assert inner.queries == ["a question"]
    inner.release()
    await asyncio.gather(quick, query, *(call for each in calls for call in each))


async def test_too_much_is_refused_until_there_is_room() -> None:
    """Beyond the limits a caller is told to try again later; one large call is always taken."""
    inner = FakeEmbedder()
    batching = BatchingEmbedder(inner, most_queries=1, most_characters=10)
    inner.hold()
    [running] = await begun(batching, "larger than may be")
    query = asyncio.create_task(batching.embed_query("a question"))
    await asyncio.sleep(0)
    for refused in (
        batching.embed_passages(["more"]),
        batching.count_windows(["more"]),
        batching.embed_query("another"),
    ):
        with pytest.raises(ServerBusy):
            await refused
    inner.release()
    await asyncio.gather(running, query)
    assert len(await batching.embed_passages(["more"])) == 1


async def test_what_nobody_waits_for_is_not_embedded() -> None:
    """A caller that leaves takes nothing from the others; after the last one nothing is done."""
    inner = FakeEmbedder()
    batching = BatchingEmbedder(inner)
    inner.hold()
    first = [await begun(batching, f"first {number}") for number in range(AT_ONCE)]
    leaves, stays = await begun(batching, "leaves", "stays")
    leaves.cancel()
    await asyncio.wait([leaves])
    inner.release()
    assert len(await stays) == 2
    inner.hold()
    again = [await begun(batching, f"again {number}") for number in range(AT_ONCE)]
    calls = len(inner.passages)
    [alone] = await begun(batching, "alone")
    alone.cancel()
    await asyncio.wait([alone])
    inner.release()
    await asyncio.gather(*(call for each in (*first, *again) for call in each))
    assert len(inner.passages) == calls


async def test_a_failure_reaches_all_of_its_batch_and_nobody_else() -> None:
    """Whoever shares a batch that fails gets the error, and later calls work."""
    inner = FakeEmbedder()
    batching = BatchingEmbedder(inner)
    inner.hold()
    calls = await begun(batching, "one", "two")
    inner.fail_with(RuntimeError("out of memory"))
    inner.release()
    results = await asyncio.gather(*calls, return_exceptions=True)
    assert [type(each) for each in results] == [RuntimeError, RuntimeError]
    inner.recover()
    assert len(await batching.embed_passages(passages("later"))) == 2
