"""What a chat model was used for. What is unknown is never counted as nothing."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class DailyUsage:
    """The calls of one model on one day (UTC).

    Attributes:
        calls: Its replies, to answers, rewritings and other tasks.
        prompt_tokens: The tokens of prompts, of calls that were counted.
        completion_tokens: The tokens of replies, of calls that were counted.
        uncounted: The calls whose tokens are unknown.
        cost: What the calls with a known cost did cost, in the currency of the prices.
        unpriced: The calls whose cost is unknown.
    """

    day: date
    model: str
    calls: int
    prompt_tokens: int
    completion_tokens: int
    uncounted: int
    cost: Decimal
    unpriced: int

    @property
    def counted(self) -> bool:
        """Whether the tokens of any call are known."""
        return self.uncounted < self.calls

    @property
    def priced(self) -> bool:
        """Whether the cost of any call is known."""
        return self.unpriced < self.calls
