"""Errors in the HTTP request itself. As in `domain.errors`, a docstring is a message."""

from domain.errors import InvalidInput, QuothError


class RequestTooLarge(InvalidInput):
    """The request body is larger than this server accepts, so nothing was changed."""

    code = "request_too_large"

    def __init__(self, limit: int) -> None:
        """Create the error for a limit in bytes."""
        super().__init__(
            f"The request body is larger than {limit:,} bytes, so nothing was changed."
        )


class FileMissing(InvalidInput):
    """Send exactly one file, in a multipart part named "file"."""

    code = "file_missing"


class CrossOrigin(QuothError):
    """A page of another site sent this request, so nothing was changed. Use Quoth's own page."""

    code = "cross_origin"
