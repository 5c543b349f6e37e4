"""The context budget: which passages and messages fit a model's context window, in tokens."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

MIN_WINDOW = 256
BYTES_PER_TOKEN = 5  # of UTF-8; prose in any language has fewer
MIN_HISTORY_BYTES = 16_000  # what a question is rewritten from, whatever the window


@dataclass(frozen=True, slots=True)
class ContextBudget:
    """The shares of a context window, in tokens. The history gets the rest.

    If the window is too small for its shares, all are scaled down by the same factor to three
    quarters of it. A small model then works without further settings and still has some history.
    """

    window: int = 128_000
    system: int = 500
    documents: int = 5_120
    message: int = 500
    answer: int = 8_000
    safety: int = 2_000

    def __post_init__(self) -> None:
        """Check the window and the shares.

        Raises:
            ValueError: If the window is under 256 tokens or a share is negative.
        """
        if self.window < MIN_WINDOW or min(self._shares()) < 0:
            raise ValueError("a context window needs 256 tokens or more, and no negative share")

    @property
    def history(self) -> int:
        """The tokens left for the history."""
        fitted = self.fitted()
        taken = fitted.system + fitted.documents + fitted.message + fitted.answer + fitted.safety
        return self.window - taken

    @property
    def history_bytes(self) -> int:
        """The UTF-8 bytes of history that are worth reading: hardly any more would fit."""
        return max(self.history * BYTES_PER_TOKEN, MIN_HISTORY_BYTES)

    def fitted(self) -> "ContextBudget":
        """Return this budget with its shares scaled down if together they exceed the window."""
        total = sum(self._shares())
        if total <= self.window:
            return self
        room = self.window * 3 // 4
        return replace(
            self,
            system=self.system * room // total,
            documents=self.documents * room // total,
            message=self.message * room // total,
            answer=self.answer * room // total,
            safety=self.safety * room // total,
        )

    def history_beside(self, *, system: int, message: int) -> int:
        """Return the tokens left for the history if other texts exceed their shares.

        Args:
            system: The tokens of the actual system prompt.
            message: The tokens of the actual question.
        """
        fitted = self.fitted()
        excess = max(0, system - fitted.system) + max(0, message - fitted.message)
        return max(0, self.history - excess)

    def _shares(self) -> tuple[int, int, int, int, int]:
        return (self.system, self.documents, self.message, self.answer, self.safety)


def fit_passages(token_counts: Sequence[int], budget: int) -> int:
    """Return how many passages, counted from the first, fit the budget in full."""
    fitting = used = 0
    for count in token_counts:
        used += count
        if used > budget:
            break
        fitting += 1
    return fitting


def fit_history(token_counts: Sequence[int], budget: int) -> int:
    """Return how many messages, counted back from the newest (the last), fit the budget in full."""
    return fit_passages(token_counts[::-1], budget)
