"""What the layout and the master of a slide say about its placeholders."""

from dataclasses import dataclass
from typing import Final, NamedTuple

from adapters.file_formats.office.powerpoint.paragraphs import Bullet, bullets_of
from adapters.file_formats.office.xml_elements import (
    Element,
    attribute,
    child,
    descendants,
    number,
)

TITLES: Final = ("title", "ctrTitle")
_FURNITURE: Final = ("dt", "ftr", "hdr", "sldNum")
_OF_MASTER: Final = {"ctrTitle": "title", "title": "title"}
_NO_TEXTS: Final = ("pic", "media", "clipArt")


class Box(NamedTuple):
    """The box of a shape, in English metric units."""

    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A placeholder of a layout or a master: its box and the marks of its levels."""

    box: Box | None
    bullets: tuple[dict[int, Bullet], ...]


def box_of(shape: Element) -> Box | None:
    """Return the box of a shape; None if it takes that of its layout."""
    for properties in ("spPr", "grpSpPr"):
        frame = child(shape, properties, "xfrm")
        if frame is not None:
            break
    else:
        frame = child(shape, "xfrm")
    offset, extent = child(frame, "off"), child(frame, "ext")
    if offset is None or extent is None:
        return None
    return Box(number(offset, "x"), number(offset, "y"), number(extent, "cx"), number(extent, "cy"))


def placeholder_of(shape: Element) -> Element | None:
    """Return what makes a shape a placeholder; None if it is none."""
    for properties in ("nvSpPr", "nvGraphicFramePr", "nvPicPr"):
        found = child(shape, properties, "nvPr", "ph")
        if found is not None:
            return found
    return None


def kind_of(placeholder: Element | None) -> str:
    """Return the kind of a placeholder, such as "title"; empty if it is none."""
    return "" if placeholder is None else attribute(placeholder, "type") or "obj"


def is_furniture(placeholder: Element | None) -> bool:
    """Return whether a placeholder is for the date, the footer or the number of the slide."""
    return kind_of(placeholder) in _FURNITURE


class Layout:
    """The placeholders of a layout and of its master."""

    def __init__(
        self, layout: Element | None, master: Element | None, default: dict[int, Bullet]
    ) -> None:
        """Read them.

        Args:
            layout: The root of the layout.
            master: The root of its master.
            default: The marks of text in no placeholder.
        """
        styles = child(master, "txStyles")
        self._titles = bullets_of(child(styles, "titleStyle"))
        self._bodies = bullets_of(child(styles, "bodyStyle"))
        self._others = (default,)
        self._master = _placeholders(master)
        self._layout = _placeholders(layout)

    def placeholder(self, element: Element | None) -> Placeholder:
        """Return the box and the marks that the placeholder of a slide inherits."""
        if element is None:
            return Placeholder(None, self._others)
        kind, index = kind_of(element), attribute(element, "idx") or ""
        of_layout = self._layout.get(index) if index else None
        of_layout = of_layout or self._layout.get(kind)
        of_master = self._master.get(_OF_MASTER.get(kind, "body"))
        bullets = [each for found in (of_layout, of_master) if found for each in found.bullets]
        boxes = (found.box for found in (of_layout, of_master) if found and found.box)
        style = self._titles if kind in TITLES else self._bodies
        return Placeholder(next(boxes, None), (*bullets, style))


def _placeholders(root: Element | None) -> dict[str, Placeholder]:
    """Return placeholders by their indexes and by their kinds."""
    found: dict[str, Placeholder] = {}
    for shape in descendants(child(root, "cSld", "spTree"), "sp"):
        element = placeholder_of(shape)
        if element is None or kind_of(element) in _NO_TEXTS:
            continue
        style = bullets_of(child(shape, "txBody", "lstStyle"))
        placeholder = Placeholder(box_of(shape), (style,))
        for key in (attribute(element, "idx") or "", kind_of(element)):
            found.setdefault(key, placeholder)
    return found
