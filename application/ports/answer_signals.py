"""The port for what processes tell one another of answers, immediately."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Heard:
    """What was heard since the last time.

    Attributes:
        written: The answers of which parts were stored.
        stops: The answers that somebody wants to stop.
    """

    written: Collection[UUID] = ()
    stops: Collection[UUID] = ()


class AnswerSignals(Protocol):
    """Carries signals between the processes of all servers.

    A signal may be lost, or come twice. What it tells is stored elsewhere before it is sent: parts
    with `AnswerParts`, which signals them, and stops with `AnswerLeases`.
    """

    async def wait(self, seconds: float) -> Heard:
        """Return what was heard as soon as there is something, or nothing after so many seconds."""
        ...

    async def stop(self, answer_id: UUID) -> None:
        """Signal that somebody wants to stop an answer.

        Raises:
            Unavailable: If it could not be sent.
        """
        ...
