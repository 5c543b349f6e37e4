"""What becomes of a delivery after an attempt."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.webhooks.delivery import DeliveryState
from domain.webhooks.outcome import (
    LONGEST_ASKED_SECONDS,
    LONGEST_DELAY_SECONDS,
    MAX_ATTEMPTS,
    Reply,
    delay_seconds,
    outcome_of_reply,
    outcome_of_silence,
)

ATTEMPTS = st.integers(1, MAX_ATTEMPTS)
SPREAD = st.floats(0, 1)
DAY = 86_400.0


@given(ATTEMPTS, SPREAD, SPREAD)
def test_delays_grow_and_are_spread(attempts: int, spread: float, other: float) -> None:
    """However they are spread, a delay is bounded, and never shorter than the one before last."""
    delay = delay_seconds(attempts, spread)
    assert 0 < delay <= 1.25 * LONGEST_DELAY_SECONDS
    assert delay_seconds(attempts + 2, other) >= min(delay, 0.75 * LONGEST_DELAY_SECONDS)
    assert delay_seconds(attempts, min(spread, other)) <= delay_seconds(
        attempts, max(spread, other)
    )


def test_a_delivery_is_tried_for_about_three_days() -> None:
    """The delays between all attempts add up to three days, more or less by their spread."""
    spans = [
        sum(delay_seconds(attempts, spread) for attempts in range(1, MAX_ATTEMPTS))
        for spread in (0.0, 0.5, 1.0)
    ]
    assert spans[0] > 2 * DAY
    assert 2.9 * DAY < spans[1] < 3.2 * DAY
    assert spans[2] < 4 * DAY


@given(st.integers(100, 599), ATTEMPTS, SPREAD)
def test_only_success_delivers_and_the_last_failure_is_told(
    status: int, attempts: int, spread: float
) -> None:
    """Every other status is tried again until the attempts are used up, and says why."""
    outcome = outcome_of_reply(Reply(status), attempts, spread)
    assert outcome.response_status == status
    assert outcome.gone is (status == 410)
    if 200 <= status < 300:
        assert (outcome.state, outcome.reason) == (DeliveryState.DELIVERED, None)
        return
    assert outcome.reason
    assert str(status) in outcome.reason
    given_up = attempts == MAX_ATTEMPTS or outcome.gone
    assert outcome.state is (DeliveryState.DEAD if given_up else DeliveryState.PENDING)


@given(st.floats(0, 1e9), ATTEMPTS, SPREAD)
def test_an_endpoint_is_not_asked_before_it_says(
    seconds: float, attempts: int, spread: float
) -> None:
    """`Retry-After` postpones the next attempt, up to a day, and never brings it forward."""
    outcome = outcome_of_reply(Reply(503, seconds), attempts, spread)
    if outcome.state is DeliveryState.PENDING:
        assert outcome.retry_in == max(
            delay_seconds(attempts, spread), min(seconds, LONGEST_ASKED_SECONDS)
        )


@pytest.mark.parametrize("status", [301, 308])
def test_a_redirection_says_that_it_was_not_followed(status: int) -> None:
    """The reason tells what to change."""
    outcome = outcome_of_reply(Reply(status), 1, 0.5)
    assert outcome.reason == f"The endpoint answered {status}; redirects are not followed."


def test_an_endpoint_that_is_silent_is_tried_as_often() -> None:
    """Without an answer the reason is what went wrong, and at the end also how often."""
    first = outcome_of_silence("It is away.", 1, 0.5)
    last = outcome_of_silence("It is away.", MAX_ATTEMPTS, 0.5)
    assert (first.state, first.reason, first.retry_in) == (
        *(DeliveryState.PENDING, "It is away.", 5.0),
    )
    assert (last.state, last.reason) == (DeliveryState.DEAD, "It is away. It was tried 15 times.")
