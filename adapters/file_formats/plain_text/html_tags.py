"""The HTML tags of a Markdown text, told from `vector<int>`, `a < b` and `<name>`."""

import html
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from typing import NamedTuple

_INLINE = (
    "a abbr acronym b bdi bdo big center cite code data del dfn em figcaption font i ins kbd label"
    " mark nobr q rp rt ruby s samp small span strike strong sub sup time tt u var"
)
_CELLS = "td th"
_BLOCKS = (
    "address article aside audio blockquote body button caption colgroup dd details dialog div dl"
    " dt fieldset figure footer form h1 h2 h3 h4 h5 h6 head header hgroup html iframe legend li"
    " main menu nav noscript object ol option p picture pre section select summary table tbody"
    " template textarea tfoot thead title tr ul video"
)
_VOID = "area base br col embed hr img input link meta param source track wbr"
_BREAKS = frozenset((_BLOCKS + " br hr").split())
_UNCLOSED = frozenset((_VOID + " p li td th tr dd dt option").split())
_HIDDEN = frozenset(["script", "style", "svg"])
_NAMES = frozenset((f"{_INLINE} {_CELLS} {_BLOCKS} {_VOID}").split()) | _HIDDEN
_FLAGS = (
    "open|hidden|checked|disabled|controls|autoplay|loop|muted|reversed|required|selected|async"
    "|defer"
)

TAG = (
    r"<(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9]{0,11})"
    r"(?P<attributes>(?:\s{1,50}(?:[A-Za-z:@_][\w:.@-]{0,60}\s{0,9}=\s{0,9}"
    rf"(?:\"[^\"<]*\"|'[^'<]*'|[^\s\"'=<>`]+)|(?:{_FLAGS})(?=[\s/>])))*)\s{{0,50}}/?>"
)
"""The pattern of what may be a tag. It never reads beyond the next `<`."""

_CLOSING = re.compile(r"</([A-Za-z][A-Za-z0-9]{0,11})\s{0,50}>")
_ALT = re.compile(r"\salt\s{0,9}=\s{0,9}(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)


class Shown(NamedTuple):
    """What a tag is for a reader.

    Attributes:
        end: Where the text goes on: behind the tag, or behind the hidden element that it opens.
        text: What is read in its place.
    """

    end: int
    text: str


class TagReader:
    """Decides on the possible tags of one text, from its beginning to its end.

    A tag has a name that HTML knows. One without attributes, such as `<code>`, may be a
    placeholder: it is a tag only if its element is closed later.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._closings: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for closing in _CLOSING.finditer(text):
            self._closings[closing[1].lower()].append(closing.span())
        self._opened = Counter[str]()

    def shown(self, found: re.Match[str]) -> Shown | None:
        """Return what is read instead of a match of TAG; None if it is no tag."""
        name = found["name"].lower()
        if name not in _NAMES:
            return None
        if found["close"]:
            if not self._opened[name] and name not in _UNCLOSED:
                return None
            self._opened[name] -= 1
        elif name not in _UNCLOSED:
            closing = self._closing_after(name, found.end())
            if closing is None and not found["attributes"]:
                return None
            if name in _HIDDEN and closing:
                return Shown(closing[1], "\n")
            self._opened[name] += 1
        return Shown(found.end(), self._replacement(name, found))

    def _replacement(self, name: str, found: re.Match[str]) -> str:
        if name == "img":
            alt = _ALT.search(found["attributes"])
            return html.unescape(alt[1] or alt[2] or "").replace("\r", "") if alt else ""
        if name in _BREAKS:
            return "\n"
        return " " if name in _CELLS.split() else ""

    def _closing_after(self, name: str, start: int) -> tuple[int, int] | None:
        closings = self._closings[name]
        index = bisect_left(closings, (start, 0))
        return closings[index] if index < len(closings) else None
