"""The contract of a Cache: it may evict values and never returns a stale one."""

from collections.abc import Callable, Coroutine
from typing import TypeAlias, TypeVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from adapters.in_memory_cache import InMemoryCache
from application.ports.cache import Cache
from tests.fakes.clock import Clock

Result = TypeVar("Result")
MakeCache: TypeAlias = Callable[[int, float, Clock], Cache[str]]


@pytest.fixture(params=[InMemoryCache])
def make_cache(request: pytest.FixtureRequest) -> MakeCache:
    make: MakeCache = request.param
    return make


async def test_a_value_is_returned_under_its_key(make_cache: MakeCache) -> None:
    """A value is returned under its own key only, until a later value replaces it."""
    cache = make_cache(9, 60, Clock())
    await cache.put("a", "1")
    assert await cache.get("a") == "1"
    assert await cache.get("b") is None
    await cache.put("a", "2")
    assert await cache.get("a") == "2"


async def test_a_value_is_forgotten_when_its_time_is_over(make_cache: MakeCache) -> None:
    """Reading a value does not extend its lifetime; storing it again does."""
    clock = Clock()
    cache = make_cache(9, 60, clock)
    await cache.put("used", "1")
    await cache.put("put again", "1")
    clock.advance(59)
    assert await cache.get("used") == "1"
    await cache.put("put again", "2")
    clock.advance(1)
    assert await cache.get("used") is None
    assert await cache.get("put again") == "2"


async def test_the_value_unused_for_longest_makes_room(make_cache: MakeCache) -> None:
    """A full cache evicts the least recently used value."""
    cache = make_cache(2, 60, Clock())
    await cache.put("a", "1")
    await cache.put("b", "2")
    assert await cache.get("a") == "1"
    await cache.put("c", "3")
    assert await cache.get("b") is None
    assert (await cache.get("a"), await cache.get("c")) == ("1", "3")


async def test_evicting_a_tag_forgets_its_values_and_counts_them(make_cache: MakeCache) -> None:
    """Evicting a tag removes every value with that tag, and only those."""
    cache = make_cache(9, 60, Clock())
    await cache.put("a", "1", tags=["x", "y"])
    await cache.put("b", "2", tags=["y"])
    await cache.put("c", "3")
    assert await cache.evict(["x"]) == 1
    assert await cache.get("a") is None
    assert await cache.evict(["y"]) == 1
    assert await cache.evict(["y"]) == 0
    assert await cache.get("c") == "3"


async def test_a_replaced_value_loses_its_tags(make_cache: MakeCache) -> None:
    """Tags belong to a value and not to its key."""
    cache = make_cache(9, 60, Clock())
    await cache.put("a", "1", tags=["x"])
    await cache.put("a", "2", tags=["y"])
    assert await cache.evict(["x"]) == 0
    assert await cache.get("a") == "2"


async def test_an_expired_value_is_not_counted(make_cache: MakeCache) -> None:
    """Evicting a tag does not count values that had already expired."""
    clock = Clock()
    cache = make_cache(9, 60, clock)
    await cache.put("old", "1", tags=["x"])
    clock.advance(60)
    await cache.put("new", "2", tags=["x"])
    assert await cache.evict(["x"]) == 1


@pytest.mark.parametrize(("max_entries", "ttl"), [(0, 60.0), (9, 0.0)])
def test_a_cache_that_could_keep_nothing_is_refused(
    make_cache: MakeCache, max_entries: int, ttl: float
) -> None:
    """A cache without room or lifetime is refused."""
    with pytest.raises(ValueError, match="cache"):
        make_cache(max_entries, ttl, Clock())


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
