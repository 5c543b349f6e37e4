"""The wire types of the models that can be chosen."""

from datetime import date

from msgspec import Struct

from domain.answering.model_usage import DailyUsage
from domain.answering.models import ModelDescription
from domain.conversation.message import FailedModel
from domain.errors import QuothError
from entrypoints.api.server_info import Leaving


class ModelView(Struct):
    """A model that can be chosen. `default` says whether it answers if none is chosen.

    `context_window` is in tokens. `price_in` and `price_out` are per million tokens of the prompt
    and of the answer; null if unknown. `problem` says why it failed when it was last used; it is
    `available` if it did not. `leaving` says what leaves the machine of the server if it answers:
    nothing, the question with its conversation and passages, or the text of documents, too.
    """

    name: str
    provider: str
    default: bool
    context_window: int
    price_in: float | None
    price_out: float | None
    available: bool
    problem: str | None
    leaving: Leaving

    @classmethod
    def of(
        cls,
        model: ModelDescription,
        problem: QuothError | None,
        *,
        default: bool,
        leaving: Leaving,
    ) -> "ModelView":
        """Return the wire type of a model."""
        prices = model.prices
        return cls(
            name=model.name,
            provider=model.provider,
            default=default,
            context_window=model.budget.window,
            price_in=None if prices.prompt is None else float(prices.prompt),
            price_out=None if prices.completion is None else float(prices.completion),
            available=problem is None,
            problem=None if problem is None else problem.message,
            leaving=leaving,
        )


class ModelListView(Struct):
    """All models that can be chosen, in their order."""

    items: list[ModelView]


class DailyUsageView(Struct):
    """What one model was used for on one day (UTC). What is unknown is null, never 0.

    Of its `calls`, `uncounted` did not say how many tokens they took, and of `unpriced` the cost is
    unknown. The other calls took `prompt_tokens` and `completion_tokens`, and did cost `cost`, in
    the currency of the prices.
    """

    day: date
    model: str
    calls: int
    prompt_tokens: int | None
    completion_tokens: int | None
    uncounted: int
    cost: float | None
    unpriced: int

    @classmethod
    def of(cls, usage: DailyUsage) -> "DailyUsageView":
        """Return the wire type of a usage."""
        return cls(
            day=usage.day,
            model=usage.model,
            calls=usage.calls,
            prompt_tokens=usage.prompt_tokens if usage.counted else None,
            completion_tokens=usage.completion_tokens if usage.counted else None,
            uncounted=usage.uncounted,
            cost=float(usage.cost) if usage.priced else None,
            unpriced=usage.unpriced,
        )


class UsageListView(Struct):
    """The usage of all models from `since` to `until`, by day and name of the model."""

    since: date
    until: date
    items: list[DailyUsageView]


class FailedModelView(Struct):
    """A model that failed, so that another one wrote the answer. `code` is stable."""

    model: str
    code: str
    reason: str

    @classmethod
    def of(cls, failed: FailedModel) -> "FailedModelView":
        """Return the wire type of a failed model."""
        return cls(failed.model, failed.code, failed.reason)
