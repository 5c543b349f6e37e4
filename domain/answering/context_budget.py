"""The context budget: which passages and which history fit a model's window, in tokens."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

MIN_WINDOW = 256


@dataclass(frozen=True, slots=True)
class ContextBudget:
    """How a context window is shared out. What the shares leave over goes to the history.

    In a window too small for its shares they are all scaled down alike, to three quarters of it,
    so that a small model works without further settings and still remembers.
    """

    window: int = 128_000
    system: int = 500
    documents: int = 5_120
    message: int = 500
    answer: int = 8_000
    safety: int = 2_000

    def __post_init__(self) -> None:
        """Refuse a budget that no prompt could fit.

        Raises:
            ValueError: If the window is under 256 tokens or a share is negative.
        """
        if self.window < MIN_WINDOW or min(self._shares()) < 0:
            raise ValueError("a context window needs 256 tokens or more, and no negative share")

    @property
    def history(self) -> int:
        """The tokens that are left for the history."""
        fitted = self.fitted()
        taken = fitted.system + fitted.documents + fitted.message + fitted.answer + fitted.safety
        return self.window - taken

    def fitted(self) -> "ContextBudget":
        """Return this budget with its shares scaled down together if they exceed the window."""
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
        """Return what is left for the history beside texts that may exceed their share.

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
    """Return how many passages, from the first on, fit the budget whole."""
    fitting = used = 0
    for count in token_counts:
        used += count
        if used > budget:
            break
        fitting += 1
    return fitting


def fit_history(token_counts: Sequence[int], budget: int) -> int:
    """Return how many messages fit the budget whole, counted from the newest (the last) back."""
    return fit_passages(token_counts[::-1], budget)
