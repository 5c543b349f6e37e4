"""Rate limits and quotas, as values."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import DailyQuotaExceeded, QuotaExceeded
from domain.limits.quotas import Quotas, seconds_left
from domain.limits.rate_limit import Allowance, Limited, RateLimit, RateLimits

QUOTA = st.none() | st.integers(0, 5)
QUOTAS = st.builds(Quotas, QUOTA, QUOTA, QUOTA, QUOTA)


@given(st.datetimes(), st.integers(-14, 14))
def test_the_seconds_left_lead_into_the_next_day(naive: datetime, hours: int) -> None:
    """After the seconds that are left it is another day in UTC, and a second before it is not."""
    now = naive.replace(year=min(max(naive.year, 2), 9998), tzinfo=timezone(timedelta(hours=hours)))
    today, left = now.astimezone(UTC).date(), seconds_left(now)
    assert 1 <= left <= 24 * 60 * 60
    assert (now + timedelta(seconds=left)).astimezone(UTC).date() > today
    assert (now + timedelta(seconds=left - 1)).astimezone(UTC).date() == today


@given(QUOTAS, QUOTAS)
def test_own_quotas_go_before_others(own: Quotas, others: Quotas) -> None:
    """Each quota is the own one, also if it is 0, and otherwise that of the others."""
    both = own.or_else(others)
    for name in ("documents", "bytes", "questions", "tokens"):
        mine, theirs = getattr(own, name), getattr(others, name)
        assert getattr(both, name) == (theirs if mine is None else mine)
    assert own.or_else(Quotas()) == own


def test_what_means_nothing_is_refused() -> None:
    """A negative quota is refused, and a rate limit of 0 is none."""
    with pytest.raises(ValueError, match="quota"):
        Quotas(bytes=-1)
    assert RateLimits({Limited.SEARCHES: 0}).of(Limited.SEARCHES) is None
    assert RateLimits({Limited.SEARCHES: 2}).of(Limited.SEARCHES) == RateLimit(Limited.SEARCHES, 2)
    allowance = Allowance.of(RateLimit(Limited.SEARCHES, 2), 3, 0.1, admitted=False)
    assert (allowance.remaining, allowance.reset_after) == (0, 1)


def test_an_exceeded_quota_says_how_much_there_is() -> None:
    """The message names the quota and what to do; that of a day says when it ends."""
    assert "may have 1,000 documents" in QuotaExceeded.of(1000, "documents").message
    daily = DailyQuotaExceeded(20, "questions", 77)
    assert (daily.retry_after, "20 questions a day" in daily.message) == (77, True)
