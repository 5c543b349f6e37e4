"""The log of an answer's events. Any number of clients can read it, each at its own pace."""

from typing import Protocol

from domain.answering.events import AnswerEvent


class AnswerLog(Protocol):
    """The events of one answer, numbered from 1."""

    @property
    def finished(self) -> bool:
        """Whether the log is complete."""
        ...

    async def read(self, after: int, timeout: float) -> list[AnswerEvent]:  # noqa: ASYNC109 - a time without events is a result here, not an error
        """Return some of the events after the first `after`, as soon as there are any.

        The list is empty if none came within `timeout` seconds, or if the log ends there.
        """
        ...
