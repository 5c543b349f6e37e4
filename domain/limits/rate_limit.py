"""The limit on the requests of a client in any window of time."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Limited(StrEnum):
    """What is limited. The value is the policy's name in response headers."""

    QUESTIONS = "questions"
    SEARCHES = "searches"
    UPLOADS = "uploads"
    REQUESTS = "requests"
    SIGN_INS = "sign-ins"
    FAILED_SIGN_INS = "failed sign-ins"
    REFUSALS = "refusals"


@dataclass(frozen=True, slots=True)
class RateLimit:
    """At most so many in any window.

    Attributes:
        what: What is limited.
        most: The maximum number in a window.
        seconds: The length of the window.
    """

    what: Limited
    most: int
    seconds: int = 60

    def __post_init__(self) -> None:
        """Refuse a limit that means nothing."""
        if self.most < 1 or self.seconds <= 0:
            raise ValueError("a rate limit is 1 or more requests, in longer than no time")


@dataclass(frozen=True, slots=True)
class RateLimits:
    """The limits of each client in any minute, by what is limited; 0 means no limit."""

    by_what: Mapping[Limited, int]

    def of(self, what: Limited) -> RateLimit | None:
        """Return the limit on something; None if there is none."""
        most = self.by_what.get(what, 0)
        return RateLimit(what, most) if most else None


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a client has left of a limit after a request.

    Attributes:
        limit: The limit.
        admitted: Whether this request was within the limit. One that was not does not count.
        remaining: How many more requests would be admitted now.
        reset_after: The whole seconds until more are, at least one.
    """

    limit: RateLimit
    admitted: bool
    remaining: int
    reset_after: int

    @classmethod
    def of(cls, limit: RateLimit, counted: int, leaves_in: float, *, admitted: bool) -> "Allowance":
        """Return what is left when `counted` requests are in the window.

        Args:
            limit: The limit.
            counted: The requests in the window, this one included if it was admitted.
            leaves_in: The seconds until the window has room for one more than now.
            admitted: Whether this request was admitted.
        """
        return cls(limit, admitted, max(0, limit.most - counted), max(1, math.ceil(leaves_in)))
