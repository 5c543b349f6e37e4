"""Reading one reply of a chat model within a deadline."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Iterator, Sequence
from contextlib import aclosing
from typing import TypeVar

from application.answering.chat.thoughts import ThoughtFilter
from application.ports.chat_model import ChatEvent
from application.ports.language_model import Completion, TextDelta
from domain.answering.answer_limits import StopReader
from domain.conversation.message import FinishReason, Usage
from domain.errors import LanguageModelFailed, LanguageModelTimedOut
from domain.text.storable import storable

Result = TypeVar("Result")


class Deadline:
    """The seconds left to wait for a chat model. Only waiting uses them up.

    The time that the reader of a stream spends between two pieces does not count.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds_left = seconds

    async def wait_for(self, awaitable: Awaitable[Result]) -> Result:
        """Return the result of an awaitable.

        Raises:
            LanguageModelTimedOut: If no seconds are left before the result comes.
        """
        clock = asyncio.get_running_loop().time
        started = clock()
        try:
            async with asyncio.timeout(self.seconds_left):
                return await awaitable
        except TimeoutError as exc:
            raise LanguageModelTimedOut from exc
        finally:
            self.seconds_left -= clock() - started


async def read_reply(
    events: AsyncGenerator[ChatEvent, None], deadline: Deadline
) -> AsyncGenerator[ChatEvent, None]:
    """Yield a chat model's events without its thoughts, with text that can be stored and sent.

    Raises:
        LanguageModelFailed: If the model breaks off, or ends without a Completion.
        LanguageModelTimedOut: If the deadline passes.
    """
    event: ChatEvent | None = None
    thoughts = ThoughtFilter()
    async with aclosing(events):
        while not isinstance(event, Completion):
            event = await deadline.wait_for(anext(events, None))
            if event is None:
                raise LanguageModelFailed
            # many events may be ready, of which none is given out: the other tasks must not wait
            await asyncio.sleep(0)
            said = thoughts.feed(event.text) if isinstance(event, TextDelta) else thoughts.finish()
            if text := storable(said):
                yield TextDelta(text)
            if not isinstance(event, TextDelta):
                yield event


async def until_stop(
    events: AsyncGenerator[ChatEvent, None], stop: Sequence[str]
) -> AsyncGenerator[ChatEvent, None]:
    """Yield a chat model's events up to a stop sequence, and stop the model there.

    The usage of a reply that was stopped is unknown.
    """
    reader = StopReader(stop)
    async with aclosing(events):
        try:
            async for event in events:
                if not isinstance(event, TextDelta):
                    for each in _held(reader):
                        yield each
                    yield event
                    continue
                if text := reader.feed(event.text):
                    yield TextDelta(text)
                if reader.found:
                    yield Completion(FinishReason.STOP, Usage.unknown())
                    return
        except LanguageModelFailed:
            for each in _held(reader):
                yield each  # the text before the failure remains valid
            raise


def _held(reader: StopReader) -> Iterator[TextDelta]:
    if text := reader.finish():
        yield TextDelta(text)
