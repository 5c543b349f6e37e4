"""Takes out of a tree what nobody sees on the page."""

import re
from collections.abc import Iterable

from lxml import etree

_UNSEEN = frozenset(
    "script style template head iframe frame object embed applet canvas svg audio video"
    " map datalist select option textarea input-hidden dialog rp rt annotation annotation-xml".split()
)
_STYLE = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all"
    r"|font-size\s*:\s*0(?:\.0+)?(?:[a-z]{1,4}|%)?\s*(?:!|;|$))",
    re.IGNORECASE,
)
_STREAMED = re.compile(r"S:[0-9a-f]{1,6}$")  # React moves these to their places
_FOR_SCREEN_READERS = frozenset(
    "sr-only visually-hidden visuallyhidden screen-reader-text screen-reader-only"
    " element-invisible assistive-text u-visuallyhidden katex-mathml".split()
)
_DOUBLES = frozenset(["mjx-assistive-mml", "MathJax_Preview"])
_REGIONS = frozenset("div section aside nav dialog ul ol header footer form".split())


def remove_unseen(root: etree._Element) -> None:
    """Empty the elements that a browser does not show, and leave what stands behind them.

    These are scripts, styles, templates, fields of forms, whatever says `hidden` or has a style
    that hides it, closed dialogs, and words for screen readers.
    """
    walk = etree.iterwalk(root, events=("start",))
    unseen: list[etree._Element] = []
    fallbacks: list[etree._Element] = []
    for _, element in walk:
        if element.tag == "noscript":
            fallbacks.append(element)
            walk.skip_subtree()
        elif _is_unseen(element):
            unseen.append(element)
            walk.skip_subtree()
    _empty(unseen)
    # an application in the browser may have all of its text as a fallback
    if 2 * sum(map(_ink, fallbacks)) < _ink(root):
        _empty(fallbacks)


def _empty(elements: Iterable[etree._Element]) -> None:
    for element in elements:
        element.clear(keep_tail=True)
        element.tag = "span"


def _ink(element: etree._Element) -> int:
    return sum(len(text.strip()) for text in element.itertext())


def _is_unseen(element: etree._Element) -> bool:
    tag = element.tag
    if tag == "dialog":
        return element.get("open") is None
    if tag in _UNSEEN:
        return True
    if not element.attrib or tag in ("html", "body"):
        return False
    if element.get("hidden") not in (None, "until-found"):
        return not _STREAMED.match(element.get("id", ""))
    if element.get("aria-hidden") == "true" and tag in _REGIONS:
        return True
    if _STYLE.search(element.get("style", "")[:2_000]):
        return True
    classes = element.get("class")
    return bool(classes) and not (_FOR_SCREEN_READERS | _DOUBLES).isdisjoint(classes.split())
