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


class RequestTimedOut(QuothError):
    """The request did not arrive in time. What does not need the rest may have been carried out."""

    code = "request_timed_out"


class FileMissing(InvalidInput):
    """Send exactly one file, in a multipart part named "file"."""

    code = "file_missing"


class HostNotServed(QuothError):
    """This server does not serve that host, so nothing was read or changed."""

    code = "host_not_served"

    def __init__(self, host: str) -> None:
        """Create the error for a well-formed host."""
        super().__init__(
            f"This server does not serve the host {host}, so nothing was read or changed. If you"
            " operate it and reach it by this name, add the name to QUOTH_ALLOWED_HOSTS."
        )


class CrossOrigin(QuothError):
    """A page of another site sent this request, so nothing was changed. Use Quoth's own page."""

    code = "cross_origin"


class RangeNotSatisfiable(InvalidInput):
    """The file has no bytes in this range."""

    code = "range_not_satisfiable"

    def __init__(self, size: int) -> None:
        """Create the error for a file of `size` bytes."""
        super().__init__(f"The file has {size:,} bytes, and none in this range.")
        self.headers = {"Content-Range": f"bytes */{size}"}
