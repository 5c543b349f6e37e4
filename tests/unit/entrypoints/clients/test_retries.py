"""When the Python client sends a request again."""

import pytest

from quoth import Client, QuothError, Retries
from quoth.errors import ConnectionFailed, refusal

PROBLEM = b'{"detail": "No.", "code": "%s", "request_id": "%s"}'


def problem(status: int, code: str = "x", request_id: str = "1", after: str = "") -> QuothError:
    """Return the error for a response of Quoth."""
    headers = {"retry-after": after} if after else {}
    return refusal(status, headers, PROBLEM % (code.encode(), request_id.encode()))


REFUSED = ConnectionFailed("refused", sent=False)
BROKEN = ConnectionFailed("broken", sent=True)


@pytest.mark.parametrize(
    ("error", "repeatable", "unrepeatable"),
    [
        (REFUSED, True, True),
        (BROKEN, True, False),
        (problem(429), True, True),
        (problem(503), True, True),
        (problem(503, "outcome_unknown"), True, False),
        (refusal(502, {}, b"<html>"), True, False),
        (problem(507), False, False),
        (problem(409), False, False),
        (problem(500), False, False),
    ],
)
def test_what_may_pass_is_tried_again(
    error: QuothError, *, repeatable: bool, unrepeatable: bool
) -> None:
    """What must not be done twice is sent again only if it is certain that nothing was done."""
    retries = Retries()
    assert (retries.seconds_before(0, error) is not None) == repeatable
    assert (retries.seconds_before(0, error, repeatable=False) is not None) == unrepeatable


def test_waiting_grows_ends_and_obeys_the_server() -> None:
    """Delays double up to a limit; `Retry-After` replaces them, unless it is long."""
    retries = Retries(most=8, longest_wait=30)
    waits = [retries.seconds_before(attempt, BROKEN) or 0 for attempt in range(8)]
    assert all(0.125 * 2**n <= wait <= 0.25 * 2**n for n, wait in enumerate(waits[:6]))
    assert max(waits) <= 8
    assert retries.seconds_before(8, BROKEN) is None
    assert retries.seconds_before(0, problem(429, after="7")) == 7
    assert retries.seconds_before(0, problem(429, after="31")) is None
    starting = [retries.seconds_before(attempt, problem(503, after="3")) for attempt in range(11)]
    assert starting == [3.0] * 10 + [None]
    assert Retries(0).seconds_before(0, problem(503, after="3")) is None


@pytest.mark.parametrize("address", ["", "localhost:8000", "ftp://docs.example", "http://", "//"])
def test_an_address_that_is_none_is_refused(address: str) -> None:
    """The mistake is named when the client is made."""
    with pytest.raises(QuothError, match="is no address") as raised:
        Client(address)
    assert raised.value.code == "address_invalid"
