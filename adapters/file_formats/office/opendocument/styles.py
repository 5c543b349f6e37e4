"""What the styles of an OpenDocument text say."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from adapters.file_formats.office.characters import is_monospaced_font
from adapters.file_formats.office.numerals import WAYS
from adapters.file_formats.office.xml_elements import (
    Element,
    attribute,
    child,
    children,
    local_name,
    number,
)

LEVELS: Final = 10


@dataclass(frozen=True, slots=True)
class Style:
    """A style of paragraphs or characters, with what it inherits.

    Attributes:
        is_title: Whether it is the style of the document's title.
        is_code: Whether it is the style of preformatted text.
        is_monospaced: Whether all its characters are equally wide.
        is_hidden: Whether its text is hidden.
        position: 1 if its text is raised, -1 if it is lowered.
        list_style: The style of the list that its paragraphs are items of.
    """

    is_title: bool = False
    is_code: bool = False
    is_monospaced: bool = False
    is_hidden: bool = False
    position: int = 0
    list_style: str = ""


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a list.

    Attributes:
        way: How its numbers are written, a key of `WAYS`; empty for a bullet.
        prefix: What stands before the number.
        suffix: What stands behind it.
        shown: The number of levels whose numbers are shown, this one included.
        start: Its first number.
        is_none: Whether there is no mark.
    """

    way: str = ""
    prefix: str = ""
    suffix: str = ""
    shown: int = 1
    start: int = 1
    is_none: bool = False


_PLAIN: Final = Style()


class Styles:
    """The styles of a document."""

    def __init__(self, *roots: Element | None) -> None:
        """Read the parts with styles; those of the last one go before those of the others."""
        self._elements: dict[str, Element] = {}
        self._resolved: dict[str, Style] = {}
        self._fonts: dict[str, str] = {}
        self.lists: dict[str, dict[int, Level]] = {}
        self.outline: dict[int, Level] = {}
        for root in roots:
            for each in children(child(root, "font-face-decls"), "font-face"):
                self._fonts[attribute(each, "name") or ""] = attribute(each, "font-family") or ""
            for group in children(root, "styles", "automatic-styles"):
                self._read(group)

    def __getitem__(self, key: str | None) -> Style:
        """Return a style by its name."""
        chain: dict[str, None] = {}
        key = key or ""
        while key not in self._resolved and key in self._elements and key not in chain:
            chain[key] = None
            key = attribute(self._elements[key], "parent-style-name") or ""
        style = self._resolved.get(key, _PLAIN)
        for name in reversed(chain):
            style = self._resolved[name] = self._derived(style, name)
        return style

    def _read(self, group: Element) -> None:
        for each in children(group, "style"):
            self._elements[attribute(each, "name") or ""] = each
        for each in children(group, "list-style"):
            self.lists[attribute(each, "name") or ""] = dict(_levels(each))
        for each in children(group, "outline-style"):
            self.outline = dict(_levels(each))

    def _derived(self, base: Style, name: str) -> Style:
        element = self._elements[name]
        text = child(element, "text-properties")
        font = attribute(text, "font-name") or ""
        family = attribute(text, "font-family") or self._fonts.get(font, font)
        position = (attribute(text, "text-position") or "").split(" ")[0].removesuffix("%")
        display = attribute(text, "display")
        return replace(
            base,
            is_title=base.is_title or name == "Title",
            is_code=base.is_code or name == "Preformatted_20_Text",
            is_monospaced=is_monospaced_font(family) if family else base.is_monospaced,
            is_hidden=base.is_hidden if display is None else display == "none",
            position=base.position if not position else _direction(position),
            list_style=attribute(element, "list-style-name") or base.list_style,
        )


def _direction(position: str) -> int:
    if position in ("super", "sub"):
        return 1 if position == "super" else -1
    return (position > "0") - position.startswith("-") if position != "0" else 0


def _levels(style: Element) -> Iterator[tuple[int, Level]]:
    for each in style:
        name, place = local_name(each), number(each, "level", 1)
        if name in ("list-level-style-number", "outline-level-style"):
            way = attribute(each, "num-format") or ""
            yield (
                place,
                Level(
                    way=way if way in WAYS else "1",
                    prefix=attribute(each, "num-prefix") or "",
                    suffix=attribute(each, "num-suffix") or "",
                    shown=number(each, "display-levels", 1),
                    start=number(each, "start-value", 1),
                    is_none=not way,
                ),
            )
        elif name.startswith("list-level-style-"):
            yield place, Level()


class Counter:
    """Counts the items of the levels of a list or of the headings."""

    def __init__(self, levels: dict[int, Level]) -> None:
        self.levels = levels
        self._counts: list[int | None] = [None] * (LEVELS + 1)

    def label(self, place: int, start: int | None = None) -> str | None:
        """Count an item and return its label, empty for a bullet; None if it has no mark.

        Args:
            place: Its level, from 1.
            start: The number that it says it has.
        """
        place = max(1, min(place, LEVELS))
        level = self.levels.get(place, Level())
        count = self._counts[place]
        self._counts[place] = start or (level.start if count is None else count + 1)
        self._counts[place + 1 :] = [None] * (LEVELS - place)
        if level.is_none:
            return None
        if not level.way:
            return ""
        shown = range(max(1, place - level.shown + 1), place + 1)
        numbers = ".".join(filter(None, map(self._shown, shown)))
        return f"{level.prefix}{numbers}{level.suffix}".strip()

    def _shown(self, place: int) -> str:
        level, count = self.levels.get(place, Level()), self._counts[place]
        return WAYS[level.way](level.start if count is None else count) if level.way else ""
