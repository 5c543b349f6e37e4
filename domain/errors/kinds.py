"""The kinds of errors, by what can be done about them."""

from typing import ClassVar


class QuothError(Exception):
    """Something went wrong inside Quoth. The server's log has the details."""

    code: ClassVar[str] = "internal_error"

    def __init__(self, message: str | None = None) -> None:
        """Set the message; the default is the docstring of the class."""
        super().__init__(message or " ".join((self.__doc__ or "").split()))

    @property
    def message(self) -> str:
        """The message for the person who made the request."""
        return str(self)


class InvalidInput(QuothError):
    """The request is not valid."""

    code = "invalid_request"


class NotAuthenticated(QuothError):
    """This needs a key: send `Authorization: Bearer` with one that is valid, or sign in."""

    code = "not_authenticated"


class NotAllowed(QuothError):
    """Your role does not allow this, so nothing was changed: ask an admin of the workspace."""

    code = "not_allowed"


class NotFound(QuothError):
    """There is nothing at this address."""

    code = "not_found"


class Conflict(QuothError):
    """The request conflicts with another one."""

    code = "conflict"


class RateLimited(QuothError):
    """Too many requests in the last minute."""

    code = "rate_limited"

    def __init__(self, retry_after: int, what: str = "requests") -> None:
        """Put the waiting time into the message.

        Args:
            retry_after: The whole seconds until the next request is accepted.
            what: What there were too many of.
        """
        super().__init__(
            f"Too many {what} in the last minute, so nothing was done: try again in"
            f" {retry_after} s."
        )
        self.retry_after = retry_after


class Unavailable(QuothError):
    """A part of Quoth is not available yet: try again in a moment."""

    code = "unavailable"
    retry_after: ClassVar[int] = 5


class Misconfigured(QuothError):
    """A setting has to change before Quoth can run."""

    code = "misconfigured"
