"""Errors in the HTTP request itself. As in `domain.errors`, a docstring is a message."""

from domain.errors import InvalidInput, QuothError


class RequestTooLarge(InvalidInput):
    """The request's body is larger than this server reads."""

    code = "request_too_large"

    def __init__(self, limit: int) -> None:
        """Create the error for a limit in bytes."""
        super().__init__(f"The request's body has over {limit:,} bytes, so it was not read.")


class FileMissing(InvalidInput):
    """Send exactly one file, in a multipart part named "file"."""

    code = "file_missing"


class CrossOrigin(QuothError):
    """A page of another site sent this request, so nothing was changed. Use Quoth's own page."""

    code = "cross_origin"
