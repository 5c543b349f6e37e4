"""The context budget: what is promised to each part, and what fits."""

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
    """Of a window of 128,000 tokens the history gets 111,880."""
    assert ContextBudget().history == 111_880


def test_a_small_window_scales_every_share() -> None:
    """A model with 8,192 tokens works without further settings, and keeps a quarter for history."""
    fitted = ContextBudget(window=8_192).fitted()
    assert (fitted.system, fitted.documents, fitted.message) == (190, 1_951, 190)
    assert (fitted.answer, fitted.safety) == (3_049, 762)
    assert fitted.history == 2_050


def test_a_window_that_is_large_enough_changes_nothing() -> None:
    """Shares that fit are kept as they are."""
    budget = ContextBudget(window=20_000)
    assert budget.fitted() == budget
    assert budget.history == 3_880


@given(BUDGETS)
def test_the_parts_never_exceed_the_window(budget: ContextBudget) -> None:
    """The shares and the history together are the window, whatever the settings."""
    fitted = budget.fitted()
    shares = (fitted.system, fitted.documents, fitted.message, fitted.answer, fitted.safety)
    assert min(shares) >= 0
    assert budget.history >= 0
    assert sum(shares) + budget.history == budget.window


@given(BUDGETS, st.integers(0, 100_000), st.integers(0, 100_000))
def test_a_part_longer_than_its_share_takes_from_the_history(
    budget: ContextBudget, system: int, message: int
) -> None:
    """A long question costs history and nothing else, and the history never gets below none."""
    fitted = budget.fitted()
    excess = max(0, system - fitted.system) + max(0, message - fitted.message)
    history = budget.history_beside(system=system, message=message)
    assert history == max(0, budget.history - excess)


def test_a_part_shorter_than_its_share_gives_nothing_away() -> None:
    """The history does not depend on how short the question is."""
    assert ContextBudget().history_beside(system=0, message=0) == 111_880


@pytest.mark.parametrize(
    "budget", [{"window": 255}, {"system": -1}, {"answer": -1}, {"window": -5}, {"safety": -1}]
)
def test_a_budget_that_no_prompt_fits_is_refused(budget: dict[str, int]) -> None:
    """A tiny window or a negative share is a mistake in the settings."""
    with pytest.raises(ValueError, match="256 tokens"):
        ContextBudget(**budget)


@given(COUNTS, st.integers(0, 10_000))
def test_passages_fit_from_the_best_on(counts: list[int], budget: int) -> None:
    """The passages taken are within the budget, and the next one would not have been."""
    fitting = fit_passages(counts, budget)
    assert sum(counts[:fitting]) <= budget
    assert fitting == len(counts) or sum(counts[: fitting + 1]) > budget


@given(COUNTS, st.integers(0, 10_000))
def test_history_fits_from_the_newest_back(counts: list[int], budget: int) -> None:
    """The messages kept are the last ones, whole, and one more would have been too many."""
    fitting = fit_history(counts, budget)
    oldest = len(counts) - fitting
    assert sum(counts[oldest:]) <= budget
    assert fitting == len(counts) or sum(counts[oldest - 1 :]) > budget


def test_nothing_is_skipped_to_fit_something_later() -> None:
    """A passage too long for the rest ends the list: a worse one does not take its place."""
    assert fit_passages([100, 900, 1], 500) == 1
    assert fit_history([1, 900, 100], 500) == 1
