"""Takes out of a tree what nobody sees on the page."""

import re
from collections.abc import Iterable

from lxml import etree

_UNSEEN_NAMES = (
    "annotation annotation-xml applet audio canvas datalist embed frame head iframe map"
    " object option rp rt script select style svg template textarea video"
)
_UNSEEN = frozenset(_UNSEEN_NAMES.split())
_STYLE = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all"
    r"|font-size\s*:\s*0(?:\.0+)?(?:[a-z]{1,4}|%)?\s*(?:!|;|$))",
    re.IGNORECASE,
)
_LONGEST_STYLE = 2_000
_LEAST_SHOWN = 0.02  # of what is hidden
_STREAMED = re.compile(r"S:[0-9a-f]{1,6}$")  # React moves these to their places
# what only a screen reader says, and formulas that are on the page a second time
_UNSEEN_CLASSES_NAMES = (
    "assistive-text element-invisible katex-mathml MathJax_Preview mjx-assistive-mml"
    " screen-reader-only screen-reader-text sr-only visually-hidden visuallyhidden"
)
_UNSEEN_CLASSES = frozenset(_UNSEEN_CLASSES_NAMES.split())
_BANNER = re.compile(
    r"cookie|consent|gdpr|onetrust|didomi|usercentrics|cmplz|truste|borlabs|klaro", re.IGNORECASE
)
_LONGEST_BANNER = 3_000  # characters
_BANNERS = frozenset(["aside", "dialog", "div", "footer", "form", "p", "section"])
_REGIONS = frozenset(["aside", "div", "footer", "form", "header", "nav", "ol", "section", "ul"])


def remove_unseen(root: etree._Element) -> None:
    """Empty the elements that a browser does not show, and leave what stands behind them.

    These are scripts, styles, templates, fields of forms, whatever says `hidden` or has a style
    that hides it, closed dialogs, words for screen readers, and banners about cookies. A page that
    hides all of its text waits for a script to show it: then what is hidden is read.
    """
    never: list[etree._Element] = []
    until_shown: list[etree._Element] = []
    walk = etree.iterwalk(root, events=("start",))
    for _, element in walk:
        if element.tag in _UNSEEN or _is_banner(element):
            never.append(element)
            walk.skip_subtree()
        elif _is_hidden(element):
            until_shown.append(element)
            walk.skip_subtree()
    _empty(never)
    for element in until_shown:
        _empty(list(element.iter(*_UNSEEN)))
    hidden = sum(map(_ink, until_shown))
    if _ink(root) > (1 + _LEAST_SHOWN) * hidden:
        _empty(until_shown)


def _empty(elements: Iterable[etree._Element]) -> None:
    for element in elements:
        element.clear(keep_tail=True)
        element.tag = "span"


def _ink(element: etree._Element) -> int:
    """Return the number of characters in an element, without white space around its texts."""
    return sum(len(text.strip()) for text in element.itertext())


def _is_banner(element: etree._Element) -> bool:
    """Return whether an element asks about cookies: its name says so, and its words do."""
    if element.tag not in _BANNERS:
        return False
    name = f"{element.get('id', '')} {element.get('class', '')} {element.get('aria-label', '')}"
    if not _BANNER.search(name[:_LONGEST_STYLE]):
        return False
    words = ""
    for text in element.itertext():
        words += text.strip()
        if len(words) > _LONGEST_BANNER:
            return False
    has_content = next(element.iter("h1", "article", "main"), None) is not None
    return "cookie" in words.casefold() and not has_content


def _is_hidden(element: etree._Element) -> bool:
    tag = element.tag
    if tag == "dialog":
        return element.get("open") is None
    if tag == "noscript":
        return True
    if not element.attrib or tag in ("html", "body"):
        return False
    if element.get("hidden") not in (None, "until-found"):
        return not _STREAMED.match(element.get("id", ""))
    return (
        (element.get("aria-hidden") == "true" and tag in _REGIONS)
        or _STYLE.search(element.get("style", "")[:_LONGEST_STYLE]) is not None
        or not _UNSEEN_CLASSES.isdisjoint(element.get("class", "").split())
    )
