"""The ids of OpenAI's objects: those of Quoth, with a prefix that says of what."""

import re
from uuid import UUID

from domain.errors import NotFound

RESPONSE = "resp_"
MESSAGE = "msg_"
SEARCH = "fs_"
FILE = "file-"
VECTOR_STORE = "vs_"
FILE_BATCH = "vsfb_"

_HEX = re.compile("[0-9a-f]{32}")


def named(prefix: str, id_: UUID) -> str:
    """Return the id of an object."""
    return f"{prefix}{id_.hex}"


def parsed(prefix: str, text: str) -> UUID:
    """Return the id in Quoth of an object.

    Raises:
        NotFound: If no object of this kind has such an id.
    """
    digits = text.removeprefix(prefix)
    if not text.startswith(prefix) or not _HEX.fullmatch(digits):
        raise NotFound(f"There is nothing with the id {text!r}: ids here begin with {prefix}.")
    return UUID(digits)
