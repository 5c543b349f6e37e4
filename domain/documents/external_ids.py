"""The names under which the content of documents is replaced."""

from domain.errors import ExternalIdInvalid

MOST_BYTES = 2000  # an index of PostgreSQL takes no longer ones


def checked_external_id(name: str) -> str:
    """Return a name if it can be one: 1 to 2,000 bytes in UTF-8, without NUL.

    Raises:
        ExternalIdInvalid: If it cannot.
    """
    if not name or "\0" in name or len(name.encode("utf-8", "surrogatepass")) > MOST_BYTES:
        raise ExternalIdInvalid
    try:
        name.encode()
    except UnicodeEncodeError:
        raise ExternalIdInvalid from None
    return name
