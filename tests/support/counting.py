"""Counts requests in memory, for use cases that count theirs."""

from adapters.in_memory_rate_limiter import InMemoryRateLimiter
from application.limits.admit_question import AdmitQuestion
from application.limits.count_request import CountRequest
from domain.limits.rate_limit import Limited, RateLimits
from tests.fakes.workspace_quotas import InMemoryWorkspaceQuotas


def admitting(**limits: int) -> AdmitQuestion:
    """Return what admits questions up to rate limits, such as `questions=2`, and without quotas."""
    return AdmitQuestion(counting(**limits), InMemoryWorkspaceQuotas())


def counting(**limits: int) -> CountRequest:
    """Return what counts requests up to limits, such as `questions=2`."""
    by_what = {Limited(name): most for name, most in limits.items()}
    return CountRequest(InMemoryRateLimiter(), RateLimits(by_what))
