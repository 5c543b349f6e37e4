"""The list of models: who is chosen, who takes over, and what a reply costs."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.answering.context_budget import ContextBudget
from domain.answering.models import ModelDescription, ModelList, ModelPrices
from domain.answering.prompt import Prompt, PromptSizes
from domain.answering.prompt_fitting import fitted
from domain.conversation.message import HistoryMessage, MessageRole, Usage
from domain.errors import ModelUnknown

MODELS = ModelList(
    [ModelDescription(name, "any") for name in "abcd"], default="b", fallback=("a", "b", "c")
)


@pytest.mark.parametrize(
    ("chosen", "chain"), [(None, "bc"), ("a", "abc"), ("b", "bc"), ("c", "c"), ("d", "dabc")]
)
def test_a_model_is_followed_by_those_after_it(chosen: str | None, chain: str) -> None:
    """The fallback goes on after the chosen model's own place in it, and no model comes twice."""
    assert "".join(model.name for model in MODELS.chain(chosen)) == chain


def test_an_unknown_model_is_refused_with_those_that_there_are() -> None:
    """The message lists every name."""
    with pytest.raises(ModelUnknown, match="choose one of a, b, c, d"):
        MODELS.chain("e")


def test_a_reply_costs_what_its_tokens_cost() -> None:
    """Prices are per million tokens; without a price or a count, the cost is unknown."""
    prices = ModelPrices(Decimal("0.1"), Decimal("0.5"))
    assert prices.cost(Usage(3_000_000, 1_000)) == Decimal("0.3005")
    assert ModelPrices(Decimal(1)).cost(Usage(1, 1)) is None
    assert prices.cost(Usage.unknown()) is None


@given(
    st.integers(256, 5_000),
    st.lists(st.integers(1, 2_000), min_size=1, max_size=9),
    st.lists(st.integers(1, 2_000), max_size=9),
)
def test_a_fitted_prompt_is_within_the_window(
    window: int, passages: list[int], history: list[int]
) -> None:
    """Passages stay from the first on, history from the newest back, and all of it fits."""
    said = tuple(HistoryMessage(MessageRole.USER, str(n)) for n in range(len(history)))
    sizes = PromptSizes(0, 0, tuple(passages), tuple(history))
    left = fitted(Prompt("Why?", history=said, sizes=sizes), ContextBudget(window))
    first = left.sizes.passages
    assert first == sizes.passages[: max(1, len(first))]
    assert left.history == said[len(said) - len(left.history) :]
    assert left.sizes.history == sizes.history[len(said) - len(left.history) :]
    if len(first) > 1 or first[0] <= ContextBudget(window).fitted().documents:
        assert sum(first) + sum(left.sizes.history) + left.max_answer_tokens <= window
