"""When a request is sent again, and how long to wait before."""

import random
from dataclasses import dataclass

from quoth.errors import ConnectionFailed, QuothError, RateLimited, Unavailable

FIRST_SECONDS = 0.25
LONGEST_SECONDS = 8.0
OUTCOME_UNKNOWN = "outcome_unknown"
DISK_FULL = 507


@dataclass(frozen=True, slots=True)
class Retries:
    """How patient a client is.

    Attributes:
        most: How often a request is sent again; 0 for never.
        longest_wait: How long `Retry-After` is obeyed for a request, in seconds, however often it
            comes. If it asks for more, the error is raised at once.
    """

    most: int = 5
    longest_wait: float = 60.0

    def seconds_before(
        self, attempt: int, error: QuothError, *, repeatable: bool = True
    ) -> float | None:
        """Return how long to wait before the next attempt; None if there is to be none.

        Args:
            attempt: How many attempts failed before this one.
            error: How this one failed.
            repeatable: Whether sending the request twice does no harm.
        """
        if not self.most or not _may_pass(error, repeatable=repeatable):
            return None
        told = getattr(error, "retry_after", None)
        if told is not None:
            return float(told) if told * (attempt + 1) <= self.longest_wait else None
        if attempt >= self.most:
            return None
        longest: float = min(LONGEST_SECONDS, FIRST_SECONDS * 2.0**attempt)
        # spread: clients that failed together do not all come back together
        return longest * random.uniform(0.5, 1.0)  # noqa: S311 - keeps no secret


def _may_pass(error: QuothError, *, repeatable: bool) -> bool:
    match error:
        case ConnectionFailed():
            return repeatable or not error.sent
        case RateLimited():
            return True
        case Unavailable():
            if error.status == DISK_FULL:
                return False
            # only a problem of Quoth itself tells that nothing was done
            certain = error.request_id != "" and error.code != OUTCOME_UNKNOWN
            return repeatable or certain
        case _:
            return False
