"""Asks PDFium for the fonts and the boxes of the characters of a page."""

import re
from ctypes import byref, c_int, create_string_buffer
from math import hypot
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium_c

from adapters.file_formats.pdf.lines import Box

_BOLD_NAME = re.compile(
    # those of TeX at last: CMBX10, NimbusRomNo9L-Medi, LinLibertineTB
    rb"bold|black|heavy|semibd|demi|-bd\b|bx\d|-medi(?!um)|lin(?:libertine|biolinum)\w*t[bz]",
    re.IGNORECASE,
)
_BOLD_FLAG = 1 << 18
_BOLD_WEIGHT = 600
_LONGEST_NAME = 128
_NO_SIZE = 1.0
_LARGEST = 10_000.0  # points; a damaged file may say anything

_box_of = pdfium_c.FPDFText_GetLooseCharBox


class Font(NamedTuple):
    """The font of a character: its size in points on the page, its weight and its rotation."""

    size: float
    is_bold: bool
    turn: int


class Glyphs:
    """Answers for one page after the other. The structures for PDFium's answers are made once."""

    def __init__(self) -> None:
        self._page: Any = None
        self._places: tuple[int, ...] | None = None
        self._rectangle = pdfium_c.FS_RECTF()
        self._rectangle_at = byref(self._rectangle)
        self._matrix = pdfium_c.FS_MATRIX()
        self._matrix_at = byref(self._matrix)
        self._flags = c_int()
        self._flags_at = byref(self._flags)
        self._name = create_string_buffer(_LONGEST_NAME)
        self._bold: dict[tuple[bytes, int], bool] = {}

    def turn_to(self, page: Any, places: tuple[int, ...] | None) -> None:
        """Answer for another page from now on.

        Args:
            page: PDFium's handle of the characters of the page.
            places: The index of each character of the text; None if it is its own.
        """
        self._page, self._places = page, places

    def font(self, index: int) -> Font:
        """Return the font of a character of the text."""
        page, place = self._page, self._places[index] if self._places else index
        matrix = self._matrix
        size = pdfium_c.FPDFText_GetFontSize(page, place)
        turn = 0
        if pdfium_c.FPDFText_GetMatrix(page, place, self._matrix_at):
            size *= hypot(matrix.c, matrix.d)
            if abs(matrix.b) > abs(matrix.a):
                turn = 1 if matrix.b > 0 else 3
            elif matrix.a < 0:
                turn = 2
        pdfium_c.FPDFText_GetFontInfo(page, place, self._name, _LONGEST_NAME, self._flags_at)
        font = (self._name.value, self._flags.value)
        is_bold = self._bold.get(font)
        if is_bold is None:
            weight = pdfium_c.FPDFText_GetFontWeight(page, place)
            is_bold = bool(
                weight >= _BOLD_WEIGHT or font[1] & _BOLD_FLAG or _BOLD_NAME.search(font[0])
            )
            self._bold[font] = is_bold
        return Font(size if 0 < size < _LARGEST else _NO_SIZE, is_bold, turn)

    def span(self, first: int, last: int, turn: int) -> Box:
        """Return the box around two characters of the text, as a reader of their line sees it."""
        if not turn and not self._places:
            return self._upright_span(first, last)
        box = self._box(first, turn)
        if first == last:
            return box
        other = self._box(last, turn)
        return Box(
            min(box.left, other.left),
            min(box.bottom, other.bottom),
            max(box.right, other.right),
            max(box.top, other.top),
        )

    def _upright_span(self, first: int, last: int) -> Box:
        box, page = self._rectangle, self._page
        _box_of(page, first, self._rectangle_at)
        left, bottom, right, top = box.left, box.bottom, box.right, box.top
        if first == last:
            return Box(left, bottom, right, top)
        _box_of(page, last, self._rectangle_at)
        return Box(
            min(box.left, left),
            min(box.bottom, bottom),
            max(box.right, right),
            max(box.top, top),
        )

    def ends(self, first: int, last: int, turn: int) -> tuple[float, float]:
        """Return where the word between two characters starts and ends on its line."""
        if turn or self._places:
            box = self.span(first, last, turn)
            return box.left, box.right
        box, page = self._rectangle, self._page
        _box_of(page, first, self._rectangle_at)
        left, right = box.left, box.right
        if first != last:
            _box_of(page, last, self._rectangle_at)
            if box.left < left:  # from right to left
                return box.left, right
            right = box.right
        return left, right

    def _box(self, index: int, turn: int) -> Box:
        place = self._places[index] if self._places else index
        box = self._rectangle
        _box_of(self._page, place, self._rectangle_at)
        if not turn:
            return Box(box.left, box.bottom, box.right, box.top)
        if turn == 1:
            return Box(box.bottom, -box.right, box.top, -box.left)
        if turn == 3:  # noqa: PLR2004 - a quarter turn to the right
            return Box(-box.top, box.left, -box.bottom, box.right)
        return Box(-box.right, -box.top, -box.left, -box.bottom)
