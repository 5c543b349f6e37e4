"""Parses the XML of office files, and finds elements in it by their local names.

Names are compared without their namespaces: Office Open XML has two of each, one in transitional
and one in strict files.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, Final, TypeAlias

from lxml import etree

from domain.errors import FileDamaged, FileTooComplex

Element: TypeAlias = Any
"""An element of lxml, which has no types."""

_MOST_BYTES: Final = 48_000_000
"""A tree takes up to twenty times the memory of its text."""

_FORGOTTEN: Final = 1_000  # elements that are dropped together
_PARSER: Final[dict[str, bool]] = {
    "resolve_entities": False,
    "no_network": True,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}
_TOO_MUCH: Final = ("Excessive depth", "too long", "amplification", "huge", "HUGE")


def parse_xml(content: bytes, name: str) -> Element:
    """Return the root of a part; entities stay unresolved and nothing is fetched.

    Raises:
        FileDamaged: If it is no XML.
        FileTooComplex: If it is too large, is nested too deeply or has too long a text.
    """
    if len(content) > _MOST_BYTES:
        raise FileTooComplex(
            f"The part {name} of the file has {len(content):,} bytes, and at most {_MOST_BYTES:,}"
            " are read. Nothing was stored: divide the file."
        )
    try:
        return etree.fromstring(content, etree.XMLParser(**_PARSER))
    except etree.XMLSyntaxError as exc:
        raise _error(exc, name) from exc


def xml_elements(blocks: Iterable[bytes], name: str, *names: str) -> Iterator[Element]:
    """Yield the elements with one of these names from a large part, and forget each after it.

    Args:
        blocks: The content of the part.
        name: Its name.
        names: The names of the elements.

    Raises:
        FileDamaged: If it is no XML.
        FileTooComplex: If it is nested deeper, or has longer texts, than the parser allows.
    """
    parser = etree.XMLPullParser(("end",), tag=[f"{{*}}{each}" for each in names], **_PARSER)
    number = 0
    try:
        for block in blocks:
            parser.feed(block)
            for _, element in parser.read_events():
                yield element
                element.clear()
                number += 1
                if number % _FORGOTTEN == 0 and (parent := element.getparent()) is not None:
                    del parent[:-1]
        parser.close()
    except etree.XMLSyntaxError as exc:
        raise _error(exc, name) from exc


def _error(exc: etree.XMLSyntaxError, name: str) -> FileDamaged | FileTooComplex:
    if any(sign in str(exc) for sign in _TOO_MUCH):
        return FileTooComplex(
            f"The part {name} of the file is nested too deeply or has too long a text."
            " Nothing was stored; save its text in a simpler layout."
        )
    return FileDamaged(
        f"The file is damaged: its part {name} is no valid XML (line {exc.lineno or 1})."
        " Nothing was stored; save it again, or send it again."
    )


def local_name(element: Element) -> str:
    """Return the name of an element without its namespace; empty for an entity."""
    tag = element.tag
    return _without_namespace(tag) if isinstance(tag, str) else ""


@lru_cache(maxsize=4096)
def _without_namespace(tag: str) -> str:
    return tag.rpartition("}")[2]


def attribute(element: Element | None, name: str) -> str | None:
    """Return an attribute by its name without a namespace; None if there is none."""
    if element is None:
        return None
    value = element.get(name)
    if value is not None:
        return str(value)
    for key, each in element.attrib.items():
        if key.endswith(name) and key.rpartition("}")[2] == name:
            return str(each)
    return None


def number(element: Element | None, name: str, otherwise: int = 0) -> int:
    """Return an attribute as a whole number; `otherwise` if it is none."""
    value = attribute(element, name) or ""
    digits = value.removeprefix("-")
    return int(value) if digits.isdecimal() and len(digits) <= 18 else otherwise  # noqa: PLR2004 - 64 bits


def is_on(element: Element | None) -> bool:
    """Return whether a switch such as `<w:vanish/>` is there and on."""
    return element is not None and attribute(element, "val") not in ("0", "false", "off")


def children(element: Element | None, *names: str) -> Iterator[Element]:
    """Yield the children with one of these names."""
    if element is not None:
        for each in element:
            if local_name(each) in names:
                yield each


def child(element: Element | None, *path: str) -> Element | None:
    """Return the first child by its name, or the descendant at the end of a path of names."""
    for name in path:
        if element is None:
            return None
        for each in element:
            if local_name(each) == name:
                element = each
                break
        else:
            return None
    return element


def named_children(element: Element | None) -> dict[str, Element]:
    """Return the children of an element by their names, of equal ones the last."""
    return {} if element is None else {local_name(each): each for each in element}


def descendants(element: Element | None, *names: str) -> Iterator[Element]:
    """Yield the descendants with one of these names, in the order of the document."""
    if element is not None:
        for each in element.iterdescendants():
            if local_name(each) in names:
                yield each


def has_descendant(element: Element | None, name: str) -> bool:
    """Return whether an element has a descendant with a name."""
    return next(descendants(element, name), None) is not None
