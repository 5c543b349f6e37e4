"""Reads the headers that ask for a part of a file (RFC 9110)."""

import re
from collections.abc import Mapping

from entrypoints.api.request_errors import RangeNotSatisfiable

# a list of ranges may be answered with the whole file, and is
_RANGE = re.compile(
    r"bytes=[ \t]*(?:([0-9]{1,18})-([0-9]{0,18})|-([0-9]{1,18}))[ \t]*", re.IGNORECASE
)


def requested_range(headers: Mapping[str, str], size: int, etag: str) -> tuple[int, int] | None:
    """Return the first byte that is asked for and the one after the last; None for all of them.

    Args:
        headers: The headers of the request, by their names in lower case.
        size: The number of bytes of the file.
        etag: The entity tag of the file, with its quotation marks.

    Raises:
        RangeNotSatisfiable: If the file has none of the bytes.
    """
    found = _RANGE.fullmatch(headers.get("range", ""))
    if found is None or headers.get("if-range", etag) != etag:
        return None
    first, last, suffix = found.groups()
    if suffix is not None:
        start, end = max(0, size - int(suffix)), size
    else:
        start, end = int(first), min(size, int(last) + 1) if last else size
        if last and int(last) < start:
            return None  # not a valid range, and so ignored
    if start >= end:
        raise RangeNotSatisfiable(size)
    return start, end


def is_known(headers: Mapping[str, str], etag: str) -> bool:
    """Return whether the client has the file with this entity tag already."""
    tags = [tag.strip().removeprefix("W/") for tag in headers.get("if-none-match", "").split(",")]
    return "*" in tags or etag in tags
