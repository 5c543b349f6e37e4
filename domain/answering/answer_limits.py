"""Where a client wants an answer of a chat model to end at the latest."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AnswerLimits:
    """The limits that a client sets to the answer of a chat model.

    Attributes:
        max_tokens: The longest answer, in the model's tokens; None for that of the model.
        stop: Texts before the first of which the answer ends.
    """

    max_tokens: int | None = None
    stop: tuple[str, ...] = ()

    def tokens(self, most: int) -> int:
        """Return the longest answer of a model that writes at most so many tokens."""
        return most if self.max_tokens is None else min(most, self.max_tokens)


NO_LIMITS = AnswerLimits()


class StopReader:
    """Cuts a text before the stop sequence that is complete first, as the text streams.

    Attributes:
        found: Whether a stop sequence was found. Nothing is to be read after it.
    """

    def __init__(self, stop: Sequence[str]) -> None:
        self.found = False
        self._stop = stop
        self._held = ""

    def feed(self, text: str) -> str:
        """Read the next piece, and return what can be shown: no beginning of a stop sequence."""
        text = self._held + text
        ends = [(at + len(each), at) for each in self._stop if (at := text.find(each)) >= 0]
        if ends:
            self.found = True
            return text[: min(ends)[1]]
        shown = len(text) - max((_begun(text, each) for each in self._stop), default=0)
        self._held = text[shown:]
        return text[:shown]

    def finish(self) -> str:
        """Return what was held back and is no stop sequence."""
        held, self._held = self._held, ""
        return held


def _begun(text: str, stop: str) -> int:
    """Return how many characters at the end of a text may be the beginning of a stop sequence."""
    longest = min(len(stop) - 1, len(text))
    return next((n for n in range(longest, 0, -1) if text.endswith(stop[:n])), 0)
