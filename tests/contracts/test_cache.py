"""The contract of a Cache: it may evict values and never returns a stale one."""

from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TypeAlias, TypeVar
from uuid import UUID

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from adapters.in_memory_cache import InMemoryCache
from adapters.valkey.cache import ValkeyCache
from adapters.valkey.server import Valkey
from application.access.acting import acting_as
from application.identifiers import new_id
from application.ports.cache import Cache
from domain.access.principal import local_user
from domain.access.workspace import Workspace
from domain.conversation.message import AnswerMetadata, FinishReason, Message, Timings, Usage
from domain.documents.document_filter import DocumentFilter
from tests.contracts.stores import exchange
from tests.contracts.test_message_store import CITATION, CONSIDERED, PASSAGE
from tests.fakes.clock import Clock

Result = TypeVar("Result")
Advance: TypeAlias = Callable[[float], Awaitable[None]]


@dataclass
class Caching:
    """Makes caches of one kind, and lets time pass for them."""

    make: Callable[[int, float], Cache[str]]
    advance: Advance


@pytest.fixture(params=["memory", "valkey"])
def caching(request: pytest.FixtureRequest) -> Caching:
    clock = Clock()

    async def advance(seconds: float) -> None:
        clock.advance(seconds)

    def in_memory(max_entries: int, ttl: float) -> Cache[str]:
        return InMemoryCache(max_entries, ttl, clock)

    if request.param == "memory":
        return Caching(in_memory, advance)
    valkey: Valkey = request.getfixturevalue("valkey")
    return Caching(
        lambda *of: ValkeyCache(valkey, "words", str, *of),
        lambda seconds: age_in(valkey, seconds),
    )


async def age_in(valkey: Valkey, seconds: float) -> None:
    """Let every value be so many seconds older, as if they had passed."""
    for key in await valkey.command("KEYS", "quoth:*"):
        left = await valkey.command("PTTL", key) - int(seconds * 1000)
        if await valkey.command("TYPE", key) == b"zset":
            for member in await valkey.command("ZRANGE", key, 0, -1):
                await valkey.command("ZINCRBY", key, -seconds * 1000, member)
        await valkey.command("PEXPIRE", key, left)


async def test_a_value_is_returned_under_its_key(caching: Caching) -> None:
    """A value is returned under its own key only, until a later value replaces it."""
    cache = caching.make(9, 60)
    await cache.put("a", "1")
    assert await cache.get("a") == "1"
    assert await cache.get("b") is None
    await cache.put("a", "2")
    assert await cache.get("a") == "2"


async def test_a_value_is_forgotten_when_its_time_is_over(caching: Caching) -> None:
    """Reading a value does not extend its lifetime; storing it again does."""
    cache = caching.make(9, 600)
    await cache.put("used", "1")
    await cache.put("put again", "1")
    await caching.advance(540)
    assert await cache.get("used") == "1"
    await cache.put("put again", "2")
    await caching.advance(60)
    assert await cache.get("used") is None
    assert await cache.get("put again") == "2"


async def test_the_value_unused_for_longest_makes_room() -> None:
    """A full cache in memory evicts the least recently used value."""
    cache = InMemoryCache[str](2, 60)
    await cache.put("a", "1")
    await cache.put("b", "2")
    assert await cache.get("a") == "1"
    await cache.put("c", "3")
    assert await cache.get("b") is None
    assert (await cache.get("a"), await cache.get("c")) == ("1", "3")


async def test_evicting_a_tag_forgets_its_values_and_counts_them(caching: Caching) -> None:
    """Evicting a tag removes every value with that tag, and only those."""
    cache = caching.make(9, 60)
    await cache.put("a", "1", tags=["x", "y"])
    await cache.put("b", "2", tags=["y"])
    await cache.put("c", "3")
    assert await cache.evict(["x"]) == 1
    assert await cache.get("a") is None
    assert await cache.evict(["y"]) == 1
    assert await cache.evict(["y"]) == 0
    assert await cache.get("c") == "3"


async def test_a_replaced_value_loses_its_tags(caching: Caching) -> None:
    """Tags belong to a value and not to its key."""
    cache = caching.make(9, 60)
    await cache.put("a", "1", tags=["x"])
    await cache.put("a", "2", tags=["y"])
    assert await cache.evict(["x"]) == 0
    assert await cache.get("a") == "2"


async def test_an_expired_value_is_not_counted(caching: Caching) -> None:
    """Evicting a tag does not count values that had already expired."""
    cache = caching.make(9, 60)
    await cache.put("old", "1", tags=["x"])
    await caching.advance(60)
    await cache.put("new", "2", tags=["x"])
    assert await cache.evict(["x"]) == 1


@pytest.mark.parametrize(("max_entries", "ttl"), [(0, 60.0), (9, 0.0)])
def test_a_cache_that_could_keep_nothing_is_refused(
    caching: Caching, max_entries: int, ttl: float
) -> None:
    """A cache without room or lifetime is refused."""
    with pytest.raises(ValueError, match="cache"):
        caching.make(max_entries, ttl)


SIZE, TTL = 3, 10.0
KEYS, TAGS = st.sampled_from("abcde"), st.sampled_from("xyz")


def run(coroutine: Coroutine[object, object, Result]) -> Result:
    """Return the result of a coroutine, which must not suspend: the cache holds no lock."""
    try:
        coroutine.send(None)
    except StopIteration as stop:
        result: Result = stop.value
        return result
    raise AssertionError("the cache waited")


class CacheMachine(RuleBasedStateMachine):
    """Compares a cache with a list of (key, value, tags, expiry), most recently used last."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = Clock()
        self.cache = InMemoryCache[int](SIZE, TTL, self.clock)
        self.model: list[tuple[str, int, set[str], float]] = []

    @rule(key=KEYS, value=st.integers(), tags=st.sets(TAGS))
    def put(self, key: str, value: int, tags: set[str]) -> None:
        run(self.cache.put(key, value, tags))
        self.model = [entry for entry in self.model if entry[0] != key][-SIZE + 1 :]
        self.model.append((key, value, tags, self.clock() + TTL))

    @rule(key=KEYS)
    def get(self, key: str) -> None:
        found = [entry for entry in self.model if entry[0] == key]
        self.model = [entry for entry in self.model if entry[0] != key]
        alive = [entry for entry in found if entry[3] > self.clock()]
        self.model += alive
        assert run(self.cache.get(key)) == (alive[0][1] if alive else None)

    @rule(tags=st.sets(TAGS))
    def evict(self, tags: set[str]) -> None:
        gone = [entry for entry in self.model if tags & entry[2]]
        self.model = [entry for entry in self.model if not tags & entry[2]]
        assert run(self.cache.evict(tags)) == sum(e[3] > self.clock() for e in gone)

    @rule(tags=st.sets(TAGS))
    def count(self, tags: set[str]) -> None:
        found = [entry for entry in self.model if tags & entry[2]]
        assert run(self.cache.count(tags)) == sum(e[3] > self.clock() for e in found)

    @precondition(lambda self: self.model)
    @rule(seconds=st.sampled_from([1.0, 5.0, TTL]))
    def wait(self, seconds: float) -> None:
        self.clock.advance(seconds)

    @invariant()
    def nothing_is_left_behind(self) -> None:
        """An evicted or expired value takes no memory, neither as an entry nor in its tags."""
        kept = set(self.cache._entries)
        assert kept == {entry[0] for entry in self.model}
        tagged = self.cache._keys_by_tag
        assert {k for keys in tagged.values() for k in keys} <= kept
        assert all(tagged.values())


TestCacheMachine = CacheMachine.TestCase
TestCacheMachine.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)


async def test_in_valkey_the_value_stored_longest_makes_room(valkey: Valkey) -> None:
    """A full cache in Valkey deletes the values that end first, each workspace its own."""
    cache = ValkeyCache(valkey, "words", str, 2, 60)
    for key in "abc":
        await cache.put(key, key, tags=["x"])
        await age_in(valkey, 1)
    with acting_as(local_user(Workspace(UUID(int=1), "other"))):
        assert await cache.get("b") is None
        await cache.put("b", "of another", tags=["x"])
        assert await cache.evict(["x"]) == 1
    assert [await cache.get(key) for key in "abc"] == [None, "b", "c"]
    assert await cache.count(["x", "y"]) == 2


async def test_all_that_valkey_holds_of_a_cache_ends(valkey: Valkey) -> None:
    """Values, their order and their tags all end by themselves, and name no text of a key."""
    cache = ValkeyCache(valkey, "words", str, 9, 60)
    await cache.put("a secret question", "1", tags=["x", "y"])
    keys = await valkey.command("KEYS", "*")
    assert len(keys) == 4
    for key in keys:
        assert b"secret" not in key
        assert 0 < await valkey.command("PTTL", key) <= 60_000
    assert await cache.evict(["x"]) == 1
    assert await valkey.command("KEYS", "*") == []


async def test_many_tags_are_evicted_in_parts(valkey: Valkey) -> None:
    """A value that has tags of several parts is counted once."""
    cache = ValkeyCache(valkey, "words", str, 9, 60)
    tags = [f"tag {number}" for number in range(2_500)]
    await cache.put("a", "1", tags=tags[::500])
    assert await cache.count(tags) == 1
    assert await cache.evict(tags) == 1


async def test_what_another_program_stored_is_not_found(valkey: Valkey) -> None:
    """A value that cannot be read is as one that is not there."""
    await ValkeyCache(valkey, "same", str, 9, 60).put("a", "a text")
    assert await ValkeyCache(valkey, "same", Message, 9, 60).get("a") is None


async def test_answers_come_back_from_valkey_equal(valkey: Valkey) -> None:
    """An answer with all that belongs to it is read as it was stored."""
    cache = ValkeyCache(valkey, "answers", Message, 9, 60)
    answer = replace(
        exchange(new_id())[1],
        content="Grüße 🦜 [1]",
        finish_reason=FinishReason.ABSTAINED,
        sources=(PASSAGE,),
        citations=(CITATION,),
        usage=Usage.unknown(),
        stream=(1, 2),
        metadata=AnswerMetadata("Wer?", timings=Timings(embed=1 / 3)),
        considered=CONSIDERED,
        within=DocumentFilter(
            (new_id(),), uploaded_since=datetime.now(UTC), metadata={"a": ("b",)}
        ),
    )
    await cache.put("a", answer)
    assert await cache.get("a") == answer
