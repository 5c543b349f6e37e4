"""The context budget: the share of each part, and what fits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.answering.context_budget import ContextBudget, fit_history, fit_passages

SHARES = st.integers(0, 200_000)
BUDGETS = st.builds(
    ContextBudget,
    window=st.integers(256, 200_000),
    system=SHARES,
    documents=SHARES,
    message=SHARES,
    answer=SHARES,
    safety=SHARES,
)
COUNTS = st.lists(st.integers(0, 3_000), max_size=30)


def test_the_history_gets_what_the_shares_leave() -> None:
    """With a window of 128,000 tokens the history gets 111,880."""
    assert ContextBudget().history == 111_880


def test_the_history_is_read_as_far_as_it_may_fit() -> None:
    """Five bytes for each token of the history, but never less than a rewriting reads."""
    assert ContextBudget().history_bytes == 5 * 111_880
    assert ContextBudget(window=256).history_bytes == 16_000


def test_a_small_window_scales_every_share() -> None:
    """With a window of 8,192 tokens all shares shrink, and the history gets a quarter."""
    fitted = ContextBudget(window=8_192).fitted()
    assert (fitted.system, fitted.documents, fitted.message) == (190, 1_951, 190)
    assert (fitted.answer, fitted.safety) == (3_049, 762)
    assert fitted.history == 2_050


def test_a_window_that_is_large_enough_changes_nothing() -> None:
    """Shares that fit are not changed."""
    budget = ContextBudget(window=20_000)
    assert budget.fitted() == budget
    assert budget.history == 3_880


@given(BUDGETS)
def test_the_parts_never_exceed_the_window(budget: ContextBudget) -> None:
    """The shares and the history add up to the window, whatever the settings."""
    fitted = budget.fitted()
    shares = (fitted.system, fitted.documents, fitted.message, fitted.answer, fitted.safety)
    assert min(shares) >= 0
    assert budget.history >= 0
    assert sum(shares) + budget.history == budget.window


@given(BUDGETS, st.integers(0, 100_000), st.integers(0, 100_000))
def test_a_part_longer_than_its_share_takes_from_the_history(
    budget: ContextBudget, system: int, message: int
) -> None:
    """A part beyond its share reduces the history alone, and never below zero."""
    fitted = budget.fitted()
    excess = max(0, system - fitted.system) + max(0, message - fitted.message)
    history = budget.history_beside(system=system, message=message)
    assert history == max(0, budget.history - excess)


def test_a_part_shorter_than_its_share_gives_nothing_away() -> None:
    """A part below its share does not add to the history."""
    assert ContextBudget().history_beside(system=0, message=0) == 111_880


@pytest.mark.parametrize(
    "budget", [{"window": 255}, {"system": -1}, {"answer": -1}, {"window": -5}, {"safety": -1}]
)
def test_a_budget_that_no_prompt_fits_is_refused(budget: dict[str, int]) -> None:
    """A tiny window or a negative share is refused."""
    with pytest.raises(ValueError, match="256 tokens"):
        ContextBudget(**budget)


@given(COUNTS, st.integers(0, 10_000))
def test_passages_fit_from_the_best_on(counts: list[int], budget: int) -> None:
    """As many of the best passages are taken as fit the budget."""
    fitting = fit_passages(counts, budget)
    assert sum(counts[:fitting]) <= budget
    assert fitting == len(counts) or sum(counts[: fitting + 1]) > budget


@given(COUNTS, st.integers(0, 10_000))
def test_history_fits_from_the_newest_back(counts: list[int], budget: int) -> None:
    """As many of the last messages are taken as fit the budget."""
    fitting = fit_history(counts, budget)
    oldest = len(counts) - fitting
    assert sum(counts[oldest:]) <= budget
    assert fitting == len(counts) or sum(counts[oldest - 1 :]) > budget


def test_nothing_is_skipped_to_fit_something_later() -> None:
    """A passage or message that does not fit ends the list; nothing after it is taken."""
    assert fit_passages([100, 900, 1], 500) == 1
    assert fit_history([1, 900, 100], 500) == 1
