"""Reads the texts of SmartArt as a list."""

from collections.abc import Iterator

from adapters.file_formats.office.blocks import LEVEL, Block, Item
from adapters.file_formats.office.xml_elements import (
    Element,
    attribute,
    child,
    children,
    descendants,
    number,
)

_DEEPEST = 20


def diagram_blocks(root: Element | None) -> list[Block]:
    """Return the texts of a diagram's data, each below the one that it belongs to."""
    texts: dict[str, str] = {}
    roots: list[str] = []
    for point in children(child(root, "ptLst"), "pt"):
        key, kind = attribute(point, "modelId") or "", attribute(point, "type") or "node"
        if kind == "doc":
            roots.append(key)
        elif kind in ("node", "asst"):
            texts[key] = _text(point)
    below: dict[str, list[tuple[int, str]]] = {}
    for link in children(child(root, "cxnLst"), "cxn"):
        if (attribute(link, "type") or "parOf") == "parOf":
            place = (number(link, "srcOrd"), attribute(link, "destId") or "")
            below.setdefault(attribute(link, "srcId") or "", []).append(place)
    ordered = [node for key in roots for node in _tree(key, below)]
    inner = {key for key, _ in ordered}
    ordered += [(key, 0) for key in texts if key not in inner]
    return [Item(texts[key], depth * LEVEL) for key, depth in ordered if texts.get(key)]


def _tree(root: str, below: dict[str, list[tuple[int, str]]]) -> Iterator[tuple[str, int]]:
    """Yield the points below a root with their depths, each once."""
    seen = {root}
    waiting = [(root, -1)]
    while waiting:
        key, depth = waiting.pop()
        if depth >= 0:
            yield key, min(depth, _DEEPEST)
        for _, each in sorted(below.get(key, ()), reverse=True):
            if each not in seen:
                seen.add(each)
                waiting.append((each, depth + 1))


def _text(point: Element) -> str:
    paragraphs = descendants(child(point, "t"), "p")
    return " ".join(
        filter(None, ("".join(t.text or "" for t in descendants(p, "t")) for p in paragraphs))
    )
