"""Parses HTML into a tree that holds all of it, or raises."""

import re
from html.entities import html5

from lxml import etree, html

from adapters.file_formats.plain_text.decoding import decode
from domain.documents.document import ExtractedText
from domain.errors import FileDamaged, FileEmpty, FileTooComplex

_HEAD = 4_096  # bytes in which a page declares its encoding
_DECLARED = re.compile(
    rb"<meta\s[^>]{0,500}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([A-Za-z0-9_:.-]{2,40})"
    rb"|\A\s{0,100}<\?xml\s[^>]{0,200}?encoding\s{0,9}=\s{0,9}[\"']([A-Za-z0-9_:.-]{2,40})[\"']",
    re.IGNORECASE,
)
_CONTROLS = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f]+")


def decode_page(content: bytes, charset: str | None = None) -> ExtractedText:
    """Return the markup of a page, and what was assumed about its encoding.

    Args:
        content: The bytes of the page.
        charset: The encoding that a header gives; None to look into the page.

    Raises:
        TextUndecodable: If the bytes are no text.
    """
    declared = _DECLARED.search(content[:_HEAD])
    named = (declared[1] or declared[2]).decode("ascii") if declared else None
    return decode(content, charset or named)


_XHTML = re.compile(r"\s*<\?xml\s|[^>]{0,300}?<html\s[^>]{0,300}?xmlns\s*=", re.IGNORECASE)
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31};)")
_IN_XML = frozenset(["amp;", "lt;", "gt;", "quot;", "apos;"])
_LIMITS = frozenset(["ERR_RESOURCE_LIMIT", "ERR_INTERNAL_ERROR", "ERR_NO_MEMORY"])


def parse_page(markup: str) -> etree._Element:
    """Return the root of the tree of a page, without comments.

    Raises:
        FileEmpty: If there is nothing in it.
        FileTooComplex: If its elements are nested too deeply.
        FileDamaged: If it cannot be parsed.
    """
    markup = _CONTROLS.sub(" ", markup)
    if _XHTML.match(markup) and (root := _parse_xhtml(markup)) is not None:
        return root
    # at most 2,048 elements deep; without `huge_tree` it is 256, and some real pages are deeper
    parser = html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True
    )
    try:
        root = etree.fromstring(markup.encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError) as exc:
        raise FileDamaged(
            "The HTML of the file cannot be parsed, so nothing was stored: save the page again."
        ) from exc
    if root is None:
        raise FileEmpty
    # lxml goes on without an error and leaves out whatever comes behind
    if any(each.type_name in _LIMITS for each in parser.error_log):
        raise FileTooComplex(
            "The elements of the page are nested too deeply or too large to be read: nothing was"
            " stored. Save its text in another format."
        )
    return root


def _parse_xhtml(markup: str) -> etree._Element | None:
    """Return the root of the tree of a page that is XML; None if it is none.

    As HTML, `<title/>` would begin a title that never ends.
    """
    if "<!ENTITY" in markup:
        return None
    parser = html.XHTMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
    )
    known = _ENTITY.sub(_character, markup)
    try:
        root = etree.fromstring(known.encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError):
        return None
    for element in root.iter(etree.Element):
        element.tag = etree.QName(element).localname.lower()
    return root if root.tag == "html" else None


def _character(entity: re.Match[str]) -> str:
    if entity[1] in _IN_XML:
        return entity[0]
    return html5.get(entity[1], entity[0])
