"""The order in which parts are opened and closed, even if one of them fails."""

import asyncio
import signal
from collections.abc import Callable, Iterator, Sequence
from types import FrameType
from uuid import UUID

import pytest

from application.answering.running_answers import LiveAnswerLog, RunningAnswers
from domain.errors import DatabaseUnavailable, Misconfigured, ServerStopping
from entrypoints import runtime as module
from entrypoints.runtime import Part, Runtime


class ScriptedPart(Part):
    """A part that records its calls and raises the failures of its script."""

    def __init__(self, name: str, record: list[str]) -> None:
        self.failures: list[Exception] = []
        self.close_failure: Exception | None = None
        self.may_open = asyncio.Event()
        self.may_open.set()
        self._name = name
        self._record = record

    async def open(self) -> None:
        """Wait for `may_open`, then open, or raise the next failure of the script."""
        self._record.append(f"open {self._name}")
        try:
            await self.may_open.wait()
        except asyncio.CancelledError:
            self._record.append(f"cancel {self._name}")
            raise
        if self.failures:
            raise self.failures.pop(0)
        self._record.append(f"{self._name} is open")

    async def close(self) -> None:
        """Close, or raise `close_failure`."""
        self._record.append(f"close {self._name}")
        if self.close_failure is not None:
            raise self.close_failure


class House:
    """A runtime with parts a and b, which open concurrently, and c, which opens after them."""

    def __init__(self) -> None:
        self.record: list[str] = []
        self.a, self.b, self.c = (ScriptedPart(name, self.record) for name in "abc")
        self.answers = RunningAnswers()
        self.runtime = Runtime([[self.a, self.b], [self.c]], self.answers, 0.01)

    async def wait_for(self, entry: str) -> None:
        """Wait until the record has an entry."""
        while entry not in self.record:  # noqa: ASYNC110 - the fake records, it does not signal
            await asyncio.sleep(0)

    def take(self) -> list[str]:
        """Return the record and clear it."""
        taken, self.record[:] = list(self.record), []
        return taken


@pytest.fixture(autouse=True)
def no_delay(monkeypatch: pytest.MonkeyPatch) -> None:
    """Retries follow immediately."""
    monkeypatch.setattr(module, "FIRST_RETRY_SECONDS", 0.0)


@pytest.fixture
def signals() -> Iterator[Sequence[int]]:
    """The SIGTERMs that this process receives."""
    received: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        received.append(number)

    before = signal.signal(signal.SIGTERM, note)
    yield received
    signal.signal(signal.SIGTERM, before)


async def test_a_stage_opens_concurrently_and_before_the_next() -> None:
    """The parts of a stage open concurrently; the next stage waits for all of them."""
    house = House()
    house.a.may_open.clear()
    opening = asyncio.create_task(house.runtime.open())
    await house.wait_for("b is open")
    assert house.take() == ["open a", "open b", "b is open"]
    house.a.may_open.set()
    await opening
    assert house.take() == ["a is open", "open c", "c is open"]


async def test_parts_close_in_reverse() -> None:
    """Parts close in the reverse order."""
    house = House()
    await house.runtime.open()
    house.take()
    await house.runtime.close()
    assert house.take() == ["close c", "close b", "close a"]


async def test_an_unavailable_part_is_tried_again_alone() -> None:
    """A retry opens only the unavailable part; parts that are open stay open."""
    house = House()
    house.c.failures = [DatabaseUnavailable(), DatabaseUnavailable()]
    await house.runtime.open()
    assert house.record.count("open a") == house.record.count("open b") == 1
    assert house.record[-4:] == ["open c", "open c", "open c", "c is open"]


async def test_a_longer_wait_says_what_it_waits_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first retry follows quickly and is silent; each later one says what it waits for."""
    monkeypatch.setattr(module, "FIRST_RETRY_SECONDS", 0.001)
    house = House()
    house.c.failures = [DatabaseUnavailable("No database.") for _ in range(3)]
    said: list[str] = []
    await house.runtime.open(said.append)
    assert said == ["Waiting: No database."] * 2


async def test_a_long_attempt_says_what_it_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that does not answer is named after the first attempt."""
    monkeypatch.setattr(module, "SILENT_SECONDS", 0.0)
    house = House()
    house.c.failures = [DatabaseUnavailable("No database.")]
    said: list[str] = []
    await house.runtime.open(said.append)
    assert said == ["Waiting: No database."]


async def test_a_part_that_fails_ends_its_stage() -> None:
    """A failed part cancels its stage and is not retried; its error is raised."""
    house = House()
    failure = Misconfigured("Change a setting.")
    house.a.may_open.clear()
    house.b.failures = [failure]
    with pytest.raises(Misconfigured) as caught:
        await house.runtime.open()
    assert caught.value is failure
    assert house.take() == ["open a", "open b", "cancel a"]
    await house.runtime.close()
    assert house.take() == ["close c", "close b", "close a"]


async def test_opening_once_does_not_retry() -> None:
    """An unavailable part raises its error, and the next call opens it."""
    house = House()
    house.c.failures = [DatabaseUnavailable()]
    with pytest.raises(DatabaseUnavailable):
        await house.runtime.open_once()
    house.take()
    await house.runtime.open_once()
    assert house.take() == ["open c", "c is open"]


async def test_a_stop_while_opening_cancels_and_closes() -> None:
    """Closing cancels the opening first, then closes every part, open or not."""
    house = House()
    house.b.may_open.clear()
    ready: list[bool] = []
    await house.runtime.begin(lambda: ready.append(True))
    await house.wait_for("a is open")
    await house.runtime.close()
    assert house.take()[-4:] == ["cancel b", "close c", "close b", "close a"]
    assert not ready
    assert house.runtime.failure is None


async def test_a_cancelled_command_can_close() -> None:
    """Cancelling a task that opens the parts cancels their opening, and they can be closed."""
    house = House()
    house.b.may_open.clear()
    opening = asyncio.create_task(house.runtime.open())
    await house.wait_for("a is open")
    opening.cancel()
    with pytest.raises(asyncio.CancelledError):
        await opening
    assert house.take()[-1] == "cancel b"
    await house.runtime.close()
    assert house.take() == ["close c", "close b", "close a"]


async def test_a_part_that_cannot_be_closed_keeps_no_other_from_closing() -> None:
    """If a part fails to close, the others are closed before the error is raised."""
    house = House()
    await house.runtime.open()
    house.take()
    house.c.close_failure = OSError("stuck")
    with pytest.raises(OSError, match="stuck"):
        await house.runtime.close()
    assert house.take() == ["close c", "close b", "close a"]


async def test_readiness_is_reported_once_everything_is_open(signals: Sequence[int]) -> None:
    """Readiness is reported only after every part is open, without a signal."""
    house = House()
    house.c.may_open.clear()
    ready = asyncio.Event()
    await house.runtime.begin(ready.set)
    await house.wait_for("open c")
    assert not ready.is_set()
    assert house.runtime.starting
    house.c.may_open.set()
    await ready.wait()
    assert not house.runtime.starting
    assert not signals
    await house.runtime.close()


@pytest.mark.parametrize(
    ("failure", "message"),
    [
        (Misconfigured("Change a setting."), lambda text: text == "Change a setting."),
        (ValueError("a secret"), lambda text: "secret" not in text),
    ],
)
async def test_a_start_that_cannot_succeed_stops_the_process(
    signals: Sequence[int], failure: Exception, message: Callable[[str], bool]
) -> None:
    """The process gets a SIGTERM and its message; an unexpected error is only logged."""
    house = House()
    house.a.failures = [failure]
    await house.runtime.begin()
    while not signals:  # noqa: ASYNC110 - a signal handler records, it does not wake a task
        await asyncio.sleep(0)
    assert list(signals) == [signal.SIGTERM]
    assert house.runtime.failure is not None
    assert message(house.runtime.failure.message)
    await house.runtime.close()


async def test_answers_are_drained_before_a_part_is_closed() -> None:
    """Answers end before a part closes, none is accepted, and concurrent drains are shared."""
    house = House()
    await house.runtime.open()
    house.take()

    async def write(_log: LiveAnswerLog) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            house.record.append("answer ends")

    house.answers.start(UUID(int=1), write)
    await asyncio.gather(house.runtime.drain(), house.runtime.close())
    assert house.take() == ["answer ends", "close c", "close b", "close a"]
    with pytest.raises(ServerStopping), house.answers.beginning():
        pass
