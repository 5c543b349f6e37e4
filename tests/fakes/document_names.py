"""The names of documents in memory."""

import re
from dataclasses import replace

from domain.documents.document import Document
from domain.documents.filenames import nfc
from domain.text.storable import storable


def with_name(document: Document, name: str) -> Document:
    """Return a document with a further name, unless it has it."""
    return document if name in document.names else document.also_named(name)


def without_name(document: Document, name: str) -> Document:
    """Return a document without one of its names."""
    first, *others = (each for each in document.names if each != name)
    return replace(document, filename=first, other_names=tuple(others))


def with_names_of(named: Document, document: Document) -> Document:
    """Return a document with the names of another one."""
    return replace(document, filename=named.filename, other_names=named.other_names)


def is_named(document: Document, pattern: str | None) -> bool:
    """Return whether one name matches a pattern; without one, every document passes."""
    return bool(names_matching(document, pattern))


def names_matching(document: Document, pattern: str | None) -> list[str]:
    """Return the names that match a pattern; all of them without one."""
    if pattern is None:
        return list(document.names)
    name = re.escape(nfc(storable(pattern))).replace(r"\*", ".*").replace(r"\?", ".")
    matches = re.compile(name, re.IGNORECASE | re.DOTALL).fullmatch
    return [each for each in document.names if matches(each)]
