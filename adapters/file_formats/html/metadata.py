"""What a page says about itself: title, author, date, language."""

import re
from collections.abc import Iterable, Iterator

from lxml import etree

from adapters.file_formats.html.blocks import Block
from adapters.file_formats.links import listed
from domain.documents.metadata import Metadata
from domain.text.storable import storable

_LONGEST = 500  # characters of a value
_ADDRESS = re.compile(r"(?:https?://|mailto:)\S", re.IGNORECASE)
_NAMES = {
    "author": "author article:author dc.creator dcterms.creator parsely-author",
    "date": "article:published_time datepublished date dc.date dcterms.created dc.date.issued"
    " parsely-pub-date pubdate",
    "description": "description og:description dc.description",
    "site": "og:site_name application-name",
}
_TITLES = ("og:title", "dc.title", "twitter:title")


def title_of(root: etree._Element, heading: str | None) -> str | None:
    """Return the title of a page, without the name of its site.

    Args:
        root: The root of its tree, before anything was taken out.
        heading: Its first heading of the first level.
    """
    given = next((" ".join("".join(each.itertext()).split()) for each in root.iter("title")), "")
    heading = heading or ""
    if heading and heading.casefold() in given.casefold():
        return _clean(heading)
    said = _said(root)
    other = next((said[name] for name in _TITLES if said.get(name)), "")
    return _clean(other or given) or _clean(heading) or None


def metadata_of(root: etree._Element) -> Metadata:
    """Return the author, the date, the language and the like that a page states."""
    said = _said(root)
    found: dict[str, str | tuple[str, ...]] = {}
    for key, names in _NAMES.items():
        values = (_clean(said.get(name, "")) for name in names.split())
        # the author of some pages is the address of a profile
        if value := next((value for value in values if value and not _ADDRESS.match(value)), ""):
            found[key] = value
    if "date" not in found and (date := _first_time(root)):
        found["date"] = date
    if language := _clean(root.get("lang") or ""):
        found["language"] = language
    return found


def links_of(blocks: Iterable[Block]) -> tuple[str, ...]:
    """Return the links of blocks to other sites and to people."""
    links = (link for block in blocks for link in block.links)
    return listed(link for link in links if _ADDRESS.match(link.address))


def _said(root: etree._Element) -> dict[str, str]:
    """Return what the `meta` elements say; of several with one name, the first."""
    said: dict[str, str] = {}
    for meta in _metas(root):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        if name and meta.get("content"):
            said.setdefault(name, meta.get("content", ""))
    return said


def _metas(root: etree._Element) -> Iterator[etree._Element]:
    head = root.find("head")
    if head is not None:
        yield from head.iter("meta")


def _first_time(root: etree._Element) -> str:
    for time in root.iter("time"):
        if value := _clean(time.get("datetime") or ""):
            return value
    return ""


def _clean(value: str) -> str:
    return " ".join(storable(value[: 4 * _LONGEST]).split())[:_LONGEST]
