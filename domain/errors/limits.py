"""Errors of quotas: what a workspace may have, and what it may use on a day."""

from domain.errors.kinds import QuothError, Unavailable


class QuotaExceeded(QuothError):
    """The workspace has as much as it may have, so nothing was stored."""

    code = "quota_exceeded"

    @classmethod
    def of(cls, most: int, what: str) -> "QuotaExceeded":
        """Return the error for a quota of so many documents or bytes."""
        return cls(
            f"The workspace may have {most:,} {what}, and this would be more, so nothing was"
            " stored: delete documents, or ask who runs the server for a larger quota."
        )


class DailyQuotaExceeded(QuothError):
    """The workspace has used what it may use today, so nothing was done."""

    code = "daily_quota_exceeded"

    def __init__(self, most: int, what: str, retry_after: int) -> None:
        """Create the error for a quota of so many questions or tokens a day.

        Args:
            most: The quota.
            what: What it is of.
            retry_after: The seconds until the day ends.
        """
        super().__init__(
            f"The workspace may use {most:,} {what} a day and has used them, so nothing was done:"
            " try again tomorrow (UTC), or ask who runs the server for a larger quota."
        )
        self.retry_after = retry_after


class QueueFull(Unavailable):
    """As many documents wait in the queue as may, so nothing was stored. Try again later."""

    code = "queue_full"
    retry_after = 60
