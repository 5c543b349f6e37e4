"""The labels of the numbered paragraphs and the bullets of a Word document."""

import re
from dataclasses import dataclass
from typing import Final

from adapters.file_formats.office.blocks import LEVEL
from adapters.file_formats.office.numerals import WAYS
from adapters.file_formats.office.word.styles import Style, Styles
from adapters.file_formats.office.xml_elements import (
    Element,
    attribute,
    child,
    children,
    is_on,
    number,
)

_FORMATS: Final = {
    "decimal": "1",
    "decimalZero": "01",
    "lowerLetter": "a",
    "upperLetter": "A",
    "lowerRoman": "i",
    "upperRoman": "I",
    "ordinal": "1st",
    "chineseCounting": "一",
    "chineseCountingThousand": "一",
    "japaneseCounting": "一",
    "taiwaneseCounting": "一",
    "taiwaneseCountingThousand": "一",
    "decimalEnclosedCircle": "①",
    "decimalEnclosedCircleChinese": "①",
}
_PLACE = re.compile(r"%([1-9])")
_LEVELS: Final = 9


@dataclass(frozen=True, slots=True)
class Mark:
    """The mark before a paragraph.

    Attributes:
        label: Its number as it is shown; empty for a bullet.
        indent: How far the paragraph stands from the margin, in twentieths of a point.
    """

    label: str
    indent: int


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    way: str
    text: str
    indent: int
    restarts_after: int
    is_legal: bool

    @property
    def is_bullet(self) -> bool:
        return self.way == "bullet"


class Numbering:
    """The lists of a document, which count as their paragraphs are read."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        """Read the part with the lists; None if a document has none."""
        self._styles = styles
        self._abstract = {attribute(e, "abstractNumId"): e for e in children(root, "abstractNum")}
        self._lists = {attribute(each, "numId"): each for each in children(root, "num")}
        self._overrides: dict[str, dict[int, Element]] = {}
        self._definitions: dict[str, dict[int, Element]] = {}
        self._levels: dict[tuple[str, int], _Level | None] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()

    def mark(self, style: Style) -> Mark | None:
        """Return the mark of the next paragraph of a style; None if it has none."""
        place = max(0, min(style.list_level, _LEVELS - 1))
        level = self._level(style.list_id, place) if style.list_id not in ("", "0") else None
        if level is None:
            return None
        indent = level.indent if style.indent is None else style.indent
        indent = max(indent, self._least_indent(style.list_id, place))
        if level.is_bullet:
            return Mark("", indent) if level.text.strip() else None
        self._count(style.list_id, place, level)
        label = self._label(style.list_id, level)
        return Mark(label, indent) if label else None

    def _count(self, list_id: str, place: int, level: _Level) -> None:
        counts = self._counts.setdefault(self._counter(list_id), [None] * _LEVELS)
        is_new = (list_id, place) not in self._begun
        self._begun.add((list_id, place))
        count = counts[place]
        if count is None or (is_new and self._override(list_id, place) is not None):
            counts[place] = level.start
        else:
            counts[place] = count + 1
        for outer in range(place):
            if counts[outer] is None:
                above = self._level(list_id, outer)
                counts[outer] = above.start if above else 1
        for inner in range(place + 1, _LEVELS):
            below = self._level(list_id, inner)
            if below is None or below.restarts_after > place:
                counts[inner] = None

    def _least_indent(self, list_id: str, place: int) -> int:
        """Return an indent that is beyond those of the levels around a level."""
        least = 0
        for outer in range(place):
            level = self._level(list_id, outer)
            least = max(least, level.indent if level else 0) + LEVEL
        return least

    def _label(self, list_id: str, level: _Level) -> str:
        counts = self._counts[self._counter(list_id)]

        def shown(match: re.Match[str]) -> str:
            place = int(match[1]) - 1
            other = self._level(list_id, place)
            count = counts[place]
            if other is None or other.is_bullet or count is None:
                return ""
            return WAYS["1" if level.is_legal else other.way](count)

        return _PLACE.sub(shown, level.text).strip() if level.way != "none" else ""

    def _counter(self, list_id: str) -> str:
        """Return the key of the counts: lists of one definition count together."""
        return attribute(child(self._lists.get(list_id), "abstractNumId"), "val") or ""

    def _override(self, list_id: str, place: int) -> Element | None:
        if list_id not in self._overrides:
            self._overrides[list_id] = _by_level(self._lists.get(list_id), "lvlOverride")
        return self._overrides[list_id].get(place)

    def _level(self, list_id: str, place: int) -> _Level | None:
        key = (list_id, place)
        if key not in self._levels:
            self._levels[key] = self._read_level(list_id, place)
        return self._levels[key]

    def _read_level(self, list_id: str, place: int) -> _Level | None:
        override = self._override(list_id, place)
        element = child(override, "lvl")
        if element is None:
            element = self._definition(list_id).get(place)
        if element is None:
            return None
        start = number(child(element, "start"), "val", 1)
        wanted = attribute(child(element, "numFmt"), "val") or "decimal"
        indent = child(element, "pPr", "ind")
        left = number(indent, "left", number(indent, "start", LEVEL * (place + 1)))
        return _Level(
            start=number(child(override, "startOverride"), "val", start),
            way=wanted if wanted in ("bullet", "none") else _FORMATS.get(wanted, "1"),
            text=attribute(child(element, "lvlText"), "val") or "",
            indent=left,
            restarts_after=number(child(element, "lvlRestart"), "val", place),
            is_legal=is_on(child(element, "isLgl")),
        )

    def _definition(self, list_id: str) -> dict[int, Element]:
        """Return the levels of a list's definition, which may be that of a style of lists."""
        key = self._counter(list_id)
        link = attribute(child(self._abstract.get(key), "numStyleLink"), "val")
        if link:
            key = self._counter(self._styles.list_id(link))
        if key not in self._definitions:
            self._definitions[key] = _by_level(self._abstract.get(key), "lvl")
        return self._definitions[key]


def _by_level(element: Element | None, name: str) -> dict[int, Element]:
    return {number(each, "ilvl", -1): each for each in children(element, name)}
