"""The port for the parts of answers that are being written."""

from collections.abc import Sequence
from typing import Protocol

from domain.answering.parts import AnswerPart, PartPlace


class AnswerParts(Protocol):
    """Stores answers part by part while they are written, so that any process can follow them.

    Parts are those of the acting workspace. They survive the process that wrote them, and a message
    that has not ended reads as all of its parts. Those of the last second may be lost if the
    database itself is killed. Every method raises DatabaseUnavailable if it is not reachable.
    """

    async def append(self, parts: Sequence[AnswerPart]) -> None:
        """Store the next parts of answers, and signal that the answers have news.

        A part whose number is stored already changes nothing, so that a caller who does not know
        whether it was stored sends it again. Those of an answer that was removed are not stored.

        Raises:
            OutcomeUnknown: If the connection was lost meanwhile.
            InsufficientStorage: If there is no space; nothing was stored.
        """
        ...

    async def since(self, places: Sequence[PartPlace]) -> Sequence[tuple[AnswerPart, ...]]:
        """Return for each place the parts behind it, in their order; none of an unknown answer."""
        ...

    async def prune(self) -> None:
        """Delete the parts, older than ten minutes, of answers that have ended."""
        ...
