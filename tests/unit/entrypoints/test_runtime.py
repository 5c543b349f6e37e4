"""The order in which parts are opened and closed, whatever happens to one of them."""

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
    """Records when it is opened and closed, and fails as often as its script says."""

    def __init__(self, name: str, record: list[str]) -> None:
        self.failures: list[Exception] = []
        self.close_failure: Exception | None = None
        self.may_open = asyncio.Event()
        self.may_open.set()
        self._name = name
        self._record = record

    async def open(self) -> None:
        """Open, once `may_open` is set and no failure is left in the script."""
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
        """Close, or fail as the script says."""
        self._record.append(f"close {self._name}")
        if self.close_failure is not None:
            raise self.close_failure


class House:
    """Parts a and b, which open concurrently, and c, which opens after them."""

    def __init__(self) -> None:
        self.record: list[str] = []
        self.a, self.b, self.c = (ScriptedPart(name, self.record) for name in "abc")
        self.answers = RunningAnswers()
        self.runtime = Runtime([[self.a, self.b], [self.c]], self.answers, 0.01)

    async def wait_for(self, entry: str) -> None:
        """Return once the record has an entry."""
        while entry not in self.record:  # noqa: ASYNC110 - the fake records, it does not signal
            await asyncio.sleep(0)

    def take(self) -> list[str]:
        """Return the record and start a new one."""
        taken, self.record[:] = list(self.record), []
        return taken


@pytest.fixture(autouse=True)
def no_delay(monkeypatch: pytest.MonkeyPatch) -> None:
    """Retries follow each other at once."""
    monkeypatch.setattr(module, "FIRST_RETRY_SECONDS", 0.0)


@pytest.fixture
def signals() -> Iterator[Sequence[int]]:
    """The SIGTERMs that reach this process."""
    received: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        received.append(number)

    before = signal.signal(signal.SIGTERM, note)
    yield received
    signal.signal(signal.SIGTERM, before)


async def test_a_stage_opens_concurrently_and_before_the_next() -> None:
    """Each part of a stage starts to open while another still does; the next stage waits."""
    house = House()
    house.a.may_open.clear()
    opening = asyncio.create_task(house.runtime.open())
    await house.wait_for("b is open")
    assert house.take() == ["open a", "open b", "b is open"]
    house.a.may_open.set()
    await opening
    assert house.take() == ["a is open", "open c", "c is open"]


async def test_parts_close_in_reverse() -> None:
    """The last that opened is the first that closes."""
    house = House()
    await house.runtime.open()
    house.take()
    await house.runtime.close()
    assert house.take() == ["close c", "close b", "close a"]


async def test_an_unavailable_part_is_tried_again_alone() -> None:
    """Parts that are open stay open, and those behind it wait."""
    house = House()
    house.c.failures = [DatabaseUnavailable(), DatabaseUnavailable()]
    await house.runtime.open()
    assert house.record.count("open a") == house.record.count("open b") == 1
    assert house.record[-4:] == ["open c", "open c", "open c", "c is open"]


async def test_a_part_that_fails_ends_its_stage() -> None:
    """The others of its stage are cancelled, the next one is not opened, and the error is its."""
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
    """An unavailable part is reported, and opened by the next call."""
    house = House()
    house.c.failures = [DatabaseUnavailable()]
    with pytest.raises(DatabaseUnavailable):
        await house.runtime.open_once()
    house.take()
    await house.runtime.open_once()
    assert house.take() == ["open c", "c is open"]


async def test_a_stop_while_opening_cancels_and_closes() -> None:
    """Closing ends the opening first, and then closes what was open and what was not."""
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
    """A task that is cancelled while it waits for the parts leaves none of them opening."""
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
    """The rest is closed, and then the error is raised."""
    house = House()
    await house.runtime.open()
    house.take()
    house.c.close_failure = OSError("stuck")
    with pytest.raises(OSError, match="stuck"):
        await house.runtime.close()
    assert house.take() == ["close c", "close b", "close a"]


async def test_readiness_is_reported_once_everything_is_open(signals: Sequence[int]) -> None:
    """Not before, and without a signal."""
    house = House()
    house.c.may_open.clear()
    ready = asyncio.Event()
    await house.runtime.begin(ready.set)
    await house.wait_for("open c")
    assert not ready.is_set()
    house.c.may_open.set()
    await ready.wait()
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
    """The process gets a SIGTERM and can say why; a surprise goes to the log alone."""
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
    """A running answer still has every part, no new one is accepted, and the drain is shared."""
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
    with pytest.raises(ServerStopping):
        house.answers.check_accepting()
