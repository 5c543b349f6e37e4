"""Reads the paragraphs of shapes, with their bullets and numbers."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from adapters.file_formats.office.blocks import LEVEL, Block, Item, Paragraph
from adapters.file_formats.office.numerals import WAYS
from adapters.file_formats.office.ooxml.equations import equation
from adapters.file_formats.office.xml_elements import (
    Element,
    attribute,
    child,
    children,
    local_name,
    number,
)
from adapters.file_formats.scripts import lowered, raised

_SCHEME = re.compile(
    r"(?P<way>arabic|alphaLc|alphaUc|romanLc|romanUc|circleNum|ea1)\w*?"
    r"(?P<frame>Period|ParenR|ParenBoth|Plain|$)"
)
_WAYS: Final = {
    "arabic": "1",
    "alphaLc": "a",
    "alphaUc": "A",
    "romanLc": "i",
    "romanUc": "I",
    "circleNum": "①",
    "ea1": "一",
}
_FRAMES: Final = {"Period": "{}.", "ParenR": "{})", "ParenBoth": "({})"}
_CONTROL = re.compile(r"_x(00[01][0-9A-Fa-f])_")
_LEVELS: Final = 9


@dataclass(frozen=True, slots=True)
class Bullet:
    """The mark before a paragraph.

    Attributes:
        scheme: How its number is written, such as "arabicPeriod"; empty for a bullet.
        start: The number of the first one.
        is_none: Whether there is no mark.
    """

    scheme: str = ""
    start: int = 1
    is_none: bool = False


NO_BULLET: Final = Bullet(is_none=True)


def bullet_of(properties: Element | None) -> Bullet | None:
    """Return the mark that the properties of a paragraph state; None if they state none."""
    for each in properties if properties is not None else ():
        name = local_name(each)
        if name == "buNone":
            return NO_BULLET
        if name == "buAutoNum":
            return Bullet(attribute(each, "type") or "arabicPeriod", number(each, "startAt", 1))
        if name in ("buChar", "buBlip"):
            return Bullet()
    return None


def bullets_of(style: Element | None) -> dict[int, Bullet]:
    """Return the marks that a style of lists states for its levels, from 0."""
    found = ((n, bullet_of(child(style, f"lvl{n + 1}pPr"))) for n in range(_LEVELS))
    return {level: bullet for level, bullet in found if bullet}


def paragraphs_of(
    body: Element | None, inherited: Sequence[dict[int, Bullet]] = ()
) -> Iterator[Block]:
    """Yield the paragraphs and items of a body of text.

    Args:
        body: The body; None if a shape has no text.
        inherited: The marks of the levels, from the nearest style to the farthest.
    """
    styles = (bullets_of(child(body, "lstStyle")), *inherited)
    counts: dict[int, tuple[str, int]] = {}
    for paragraph in children(body, "p"):
        text = text_of(paragraph)
        if not text.strip():
            continue
        properties = child(paragraph, "pPr")
        level = max(0, min(number(properties, "lvl"), _LEVELS - 1))
        bullet = bullet_of(properties)
        if bullet is None:
            bullet = next((each[level] for each in styles if level in each), NO_BULLET)
        counts = {outer: count for outer, count in counts.items() if outer <= level}
        if bullet.is_none:
            counts.pop(level, None)
            yield Paragraph(text)
            continue
        scheme, before = counts.get(level, ("", 0))
        count = before + 1 if scheme == bullet.scheme else bullet.start
        counts[level] = (bullet.scheme, count)
        yield Item(text, level * LEVEL, _label(bullet.scheme, count))


def _label(scheme: str, count: int) -> str:
    match = _SCHEME.match(scheme)
    if match is None:
        return f"{count}." if scheme else ""
    return _FRAMES.get(match["frame"], "{}").format(WAYS[_WAYS[match["way"]]](count))


def text_of(paragraph: Element) -> str:
    """Return the text of a paragraph, without the number of its slide."""
    pieces = []
    for each in paragraph:
        name = local_name(each)
        if name in ("r", "fld"):
            if attribute(each, "type") != "slidenum":
                pieces.append(_run(each))
        elif name == "br":
            pieces.append("\n")
        elif name in ("m", "AlternateContent"):
            choice = child(each, "Choice")
            math = child(each if choice is None else choice, "m")
            pieces.append(equation(each if math is None else math).strip())
    return _CONTROL.sub(_shown, "".join(pieces))


def _run(run: Element) -> str:
    text = "".join(each.text or "" for each in children(run, "t"))
    baseline = number(child(run, "rPr"), "baseline")
    if not baseline:
        return text
    return raised(text) if baseline > 0 else lowered(text)


def _shown(match: re.Match[str]) -> str:
    """Return what a control character in an escape shows: a line end for one of those."""
    return "\n" if int(match[1], 16) in (0x0A, 0x0B, 0x0D) else " "
