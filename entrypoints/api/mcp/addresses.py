"""The addresses of documents, and of spans of them, as resources."""

import re
from uuid import UUID

from domain.documents.place import Place
from domain.errors import InvalidInput

DOCUMENT = "quoth://document/{document_id}"
SPAN = "quoth://document/{document_id}/{version}/{char_start}-{char_end}"

_HEX = "[0-9a-fA-F]"
_ADDRESS = re.compile(
    rf"quoth://document/(?P<id>{_HEX}{{8}}(?:-{_HEX}{{4}}){{3}}-{_HEX}{{12}})"
    r"(?:/(?P<version>[1-9][0-9]{0,8})/(?P<start>[0-9]{1,9})-(?P<end>[0-9]{1,9}))?"
)


def address_of(target: UUID | Place) -> str:
    """Return the address of a document, or of a place in a version of it."""
    if isinstance(target, UUID):
        return DOCUMENT.format(document_id=target)
    return SPAN.format(
        document_id=target.document_id,
        version=target.version,
        char_start=target.char_start,
        char_end=target.char_end,
    )


def parse_address(uri: str) -> tuple[UUID, int | None, int, int | None]:
    """Return the document, version, start and end that an address names; None: not named.

    Raises:
        InvalidInput: If it is no address of a document.
    """
    match = _ADDRESS.fullmatch(uri)
    if match is None:
        raise InvalidInput(f"This is no address of a document: use {DOCUMENT} or {SPAN}.")
    version, start, end = (
        None if match[name] is None else int(match[name]) for name in ("version", "start", "end")
    )
    return UUID(match["id"]), version, start or 0, end
