"""Origins of pages, by which keys and settings name other sites."""

import re

ORIGIN_PATTERN = r"https?://([a-z0-9._-]+|\[[0-9a-f:]+\])(:[0-9]{1,5})?"

_ORIGIN = re.compile(ORIGIN_PATTERN)


def origin_of(text: str) -> str:
    """Return an origin as browsers write it: in lower case, without a path.

    Raises:
        ValueError: With the text, if it is none.
    """
    origin = text.strip().lower().rstrip("/")
    if not _ORIGIN.fullmatch(origin):
        raise ValueError(text)
    return origin
