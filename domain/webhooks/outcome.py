"""What becomes of a delivery after an attempt."""

from dataclasses import dataclass

from domain.webhooks.delivery import DeliveryState

FIRST_DELAY_SECONDS = 5.0
DELAY_FACTOR = 3.0
LONGEST_DELAY_SECONDS = 12 * 3600.0
MAX_ATTEMPTS = 15
"""With these, a delivery is tried for about three days."""

LONGEST_ASKED_SECONDS = 24 * 3600.0
"""The longest delay that an endpoint can ask for."""

_SUCCESS = range(200, 300)
_REDIRECTION = range(300, 400)
_GONE = 410


@dataclass(frozen=True, slots=True)
class Reply:
    """What an endpoint answered.

    Attributes:
        status: The HTTP status.
        retry_after: The seconds that it asked to wait; None if it did not ask.
    """

    status: int
    retry_after: float | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of a delivery.

    Attributes:
        state: Where it stands now.
        retry_in: The seconds until the next attempt, if it is pending.
        response_status: The status of the response; None if there was none.
        reason: Why the attempt failed; None if it did not.
        gone: Whether its webhook is not to be told of anything more.
    """

    state: DeliveryState
    retry_in: float = 0.0
    response_status: int | None = None
    reason: str | None = None
    gone: bool = False


def delay_seconds(attempts: int, spread: float) -> float:
    """Return how long to wait after so many attempts.

    The delay grows by the same factor up to the longest. It is spread by a quarter both ways, so
    that deliveries that failed together do not come back together.

    Args:
        attempts: How often the delivery was tried, at least once.
        spread: A number from 0 to 1.
    """
    steps = min(attempts - 1, MAX_ATTEMPTS)
    delay = min(LONGEST_DELAY_SECONDS, FIRST_DELAY_SECONDS * DELAY_FACTOR**steps)
    return delay * (0.75 + 0.5 * spread)


def outcome_of_reply(reply: Reply, attempts: int, spread: float) -> Outcome:
    """Return what becomes of a delivery that an endpoint answered."""
    if reply.status in _SUCCESS:
        return Outcome(DeliveryState.DELIVERED, response_status=reply.status)
    if reply.status == _GONE:
        return Outcome(
            DeliveryState.DEAD,
            response_status=reply.status,
            reason="The endpoint answered 410 (gone), so the webhook gets no more events until it"
            " is resumed.",
            gone=True,
        )
    reason = f"The endpoint answered {reply.status}."
    if reply.status in _REDIRECTION:
        reason = f"The endpoint answered {reply.status}; redirects are not followed."
    delay = delay_seconds(attempts, spread)
    if reply.retry_after is not None:
        delay = max(delay, min(reply.retry_after, LONGEST_ASKED_SECONDS))
    return _failed(reason, attempts, delay, reply.status)


def outcome_of_silence(reason: str, attempts: int, spread: float) -> Outcome:
    """Return what becomes of a delivery that no endpoint answered, and why."""
    return _failed(reason, attempts, delay_seconds(attempts, spread), None)


def _failed(reason: str, attempts: int, delay: float, status: int | None) -> Outcome:
    if attempts >= MAX_ATTEMPTS:
        given_up = f"{reason} It was tried {attempts} times."
        return Outcome(DeliveryState.DEAD, response_status=status, reason=given_up)
    return Outcome(DeliveryState.PENDING, delay, status, reason)
