"""The title and the other properties that an office file states."""

from dataclasses import dataclass
from typing import Final

from adapters.file_formats.office.characters import readable
from adapters.file_formats.office.xml_elements import Element, child, children, local_name
from domain.documents.metadata import Metadata

_NAMES: Final = {
    "creator": "author",
    "initial-creator": "author",
    "created": "created",
    "creation-date": "created",
    "modified": "modified",
    "date": "modified",
    "subject": "subject",
    "keywords": "keywords",
    "keyword": "keywords",
    "category": "category",
    "language": "language",
}
_LONGEST: Final = 1_000
_MOST_KEYWORDS: Final = 50
_STOCK_TITLES: Final = {"powerpoint presentation", "powerpoint-präsentation", "word document"}


@dataclass(frozen=True, slots=True)
class Properties:
    """What a file says about itself."""

    title: str | None
    metadata: Metadata


def properties_of(root: Element | None) -> Properties:
    """Return the properties that the children of an element state.

    In OpenDocument, the creator is who saved the file last.
    """
    found: dict[str, list[str]] = {}
    skipped = "" if child(root, "initial-creator") is None else "creator"
    for each in children(root, "title", *_NAMES):
        text = " ".join(readable("".join(each.itertext())).split())[:_LONGEST]
        name = local_name(each)
        if text and name != skipped:
            found.setdefault(_NAMES.get(name, name), []).append(text)
    title = found.pop("title", [None])[0]
    if title and title.lower() in _STOCK_TITLES:
        title = None
    return Properties(title, {name: _value(name, texts) for name, texts in found.items()})


def _value(name: str, texts: list[str]) -> str | tuple[str, ...]:
    if name not in ("author", "keywords"):
        return texts[0]
    separators = ";" if name == "author" else ";,"
    for separator in separators:
        texts = [part.strip() for text in texts for part in text.split(separator)]
    values = tuple(filter(None, dict.fromkeys(texts)))[:_MOST_KEYWORDS]
    return values[0] if len(values) == 1 else values
