"""Reads the lines of a page with PDFium.

A call for each character of a page costs more than PDFium's own work. So a line is asked for its
font and its ends, and only lines that may be rows of a table for the ends of their words.
"""

import re
from collections.abc import Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from adapters.file_formats.pdf.columns import fields_apart, in_reading_order, values_in_place
from adapters.file_formats.pdf.glyphs import Glyphs
from adapters.file_formats.pdf.lines import HYPHEN, NOTHING, Cell, Line, Page
from adapters.file_formats.pdf.opening import open_page
from domain.text.characters import PRINTED_BULLETS, in_class

_BULLET = re.compile(rf"[{in_class(PRINTED_BULLETS)}] +(?=\S)")
_LINE = re.compile(r"[^\r\n\ufffe]+\ufffe?")
_WORD = re.compile(r"[^ \x00\ufffe\r\n]+")
_FIGURE = re.compile(r"[$€£¥(+−–—-]*\d[\d.,’'%)]*|[—–-]|[$€£¥]|[)%]+")
_LAST_FIGURE = re.compile(r"(?:\d[\d.,]*|[—–])[)%]{0,3}\*?$")
_WIDE_GAP = 1.0  # ems, between cells
_FIGURES_GAP = 0.4  # ems, between two figures
_LOOSE = 0.62  # ems a character, more than letters take
_LINES_ABOVE = 8  # that may be the header of a table
_LONGEST_HEADER = 100
_SAME_HEIGHT = 0.2  # of a letter's size
_SHARED_HEIGHT = 0.5  # of a letter's size, of a sign and the line that it belongs to
_OVERLAP = 0.4  # ems, between the boxes of letters beside each other
_SAMPLES = 2
_TAIL = 24  # characters at the end of a line, to see whether its figures stand apart
_WIDE = 45  # characters, of a line that may be of two columns

_PRIVATE = re.compile("[\U000f0000-\U0010ffff]")
_BULLET_CODES = (0xF0B7, 0xF0A7, 0xF0A8, 0xF076, 0xF0D8, 0xF0FC, 0xF06E, 0xF0B2, 0xF06C, 0xF075)
_CHARACTERS: dict[int, str] = {
    **dict.fromkeys((*range(9), 11, 12, *range(14, 32), *range(127, 160)), NOTHING),
    **dict.fromkeys((9, 0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000), " "),
    **dict.fromkeys(
        (0xAD, 0x200B, 0x2060, 0xFEFF, 0xFFFD, 0xFFFF, *range(0xE000, 0xF900)), NOTHING
    ),
    **dict.fromkeys(_BULLET_CODES, PRINTED_BULLETS[0]),
}


def read_page(document: pdfium.PdfDocument, number: int, glyphs: Glyphs) -> Page:
    """Return a page.

    Args:
        document: The document.
        number: The number of the page, from 1.
        glyphs: What asks PDFium for fonts and boxes.

    Raises:
        pdfium.PdfiumError: If the page cannot be loaded.
    """
    own = _length_without_values(document, number) if document.formenv else None
    page = open_page(document, number)
    try:
        characters = page.get_textpage()
        try:
            text = characters.get_text_range(errors="replace")
            places = _places(characters, text)
            text = text.translate(_CHARACTERS)
            if places:
                text = _PRIVATE.sub(NOTHING, text)
            glyphs.turn_to(characters.raw, places)
            lines = list(_whole(_lines(text, glyphs), text))
            for line in _rows(lines, glyphs):
                line.cells = line.cells or _cells(line, glyphs)
        finally:
            characters.close()
    finally:
        page.close()
    ordered = in_reading_order(lines)
    if own is not None:
        ordered = values_in_place(ordered, own)
    return Page(number, text, places, fields_apart(ordered))


def _length_without_values(document: pdfium.PdfDocument, number: int) -> int:
    """Return how many characters a page has without the values of its form fields."""
    page = document[number - 1]
    try:
        return len(page.get_textpage().get_text_range(errors="replace"))
    finally:
        page.close()


def _places(characters: pdfium.PdfTextPage, text: str) -> tuple[int, ...] | None:
    """Return the index of each character of the text of a page, if it is not its own."""
    units = len(text.encode("utf-16-le")) // 2
    if len(text) == units == characters.count_chars():
        return None
    places, unit = [], 0
    for character in text:
        places.append(pdfium_c.FPDFText_GetCharIndexFromTextIndex(characters.raw, unit))
        unit += 2 if character > "\uffff" else 1
    return tuple(places)


def _lines(text: str, glyphs: Glyphs) -> Iterator[Line]:
    for found in _LINE.finditer(text):
        words = found[0].strip(" \x00\ufffe")
        if not words:
            continue
        start = found.start() + found[0].index(words)
        end = start + len(words)
        bullet = _BULLET.match(words)  # it may have a font of its own
        font = glyphs.font(start + bullet.end() if bullet else start)
        box = glyphs.span(start, end - 1, font.turn)
        line = Line(start, end, words, box, font.size, font.is_bold, font.turn)
        if text[found.end() - 1] == HYPHEN:
            line.hyphen, line.is_broken = found.end() - 1, True
        elif words[-1] == "-" and words[-2:-1].isalpha():
            line.hyphen, line.end, line.text = end - 1, end - 1, words[:-1]
        if font.is_bold:
            line.is_bold = glyphs.font(end - 1).is_bold
        yield line


def _whole(lines: Iterator[Line], text: str) -> Iterator[Line]:
    """Return lines with what PDFium takes for lines of their own, though it goes on there."""
    last: Line | None = None
    for line in lines:
        if last and _goes_on(last, line):
            last.end, last.text = line.end, text[last.start : line.end]
            last.hyphen, last.is_broken = line.hyphen, line.is_broken
            last.box = last.box._replace(right=line.box.right)
            if len(line.text) > last.end - last.start - len(line.text):
                last.size, last.is_bold = line.size, line.is_bold
            continue
        if last:
            yield last
        last = line
    if last:
        yield last


def _goes_on(line: Line, other: Line) -> bool:
    """Return whether a line goes on after a raised sign, or after a gap before a figure."""
    gap = other.box.left - line.box.right
    if line.turn != other.turn or line.hyphen is not None or gap < -_OVERLAP * line.size:
        return False
    shared = min(line.box.top, other.box.top) - max(line.box.bottom, other.box.bottom)
    if gap < _WIDE_GAP * min(line.size, other.size):
        return shared > _SHARED_HEIGHT * min(line.size, other.size)
    is_level = abs(line.box.bottom - other.box.bottom) < _SAME_HEIGHT * line.size
    return is_level and all(_FIGURE.fullmatch(word) for word in other.text.split())


def _rows(lines: list[Line], glyphs: Glyphs) -> Iterator[Line]:
    """Return the lines whose gaps are worth measuring."""
    wide = [line for line in lines if len(line.text) >= _WIDE]
    samples = wide[:: max(1, len(wide) // _SAMPLES)][:_SAMPLES]
    if sum(len(_cells(line, glyphs)) > 1 for line in samples) > 1:
        yield from lines
        return
    last = -1  # line that was returned
    for number, line in enumerate(lines):
        if not _may_be_row(line, glyphs):
            continue
        for above in range(number - 1, max(last, number - _LINES_ABOVE - 1), -1):
            if len(lines[above].text) > _LONGEST_HEADER:
                break
            yield lines[above]
        yield line
        last = number


def _may_be_row(line: Line, glyphs: Glyphs) -> bool:
    """Return whether a line is wide for its letters, or ends with figures that stand apart."""
    if line.box.right - line.box.left > _LOOSE * line.size * len(line.text):
        return True
    if not _LAST_FIGURE.search(line.text, max(0, len(line.text) - _TAIL)):
        return False
    after: tuple[float, float] | None = None
    for word in _WORD.finditer(line.text, max(0, len(line.text) - _TAIL)):
        start = line.start + word.start()
        ends = glyphs.ends(start, line.start + word.end() - 1, line.turn)
        if after and max(ends[0] - after[1], after[0] - ends[1]) > _WIDE_GAP * line.size:
            return True
        after = ends
    return False


def _cells(line: Line, glyphs: Glyphs) -> list[Cell]:
    """Return the words of a line between its gaps."""
    cells: list[Cell] = []
    was_figure = False
    cell_left = cell_right = 0.0
    start = end = 0
    offset, turn, size = line.start, line.turn, line.size
    for word in _WORD.finditer(line.text):
        word_start, word_end = word.span()
        left, right = glyphs.ends(offset + word_start, offset + word_end - 1, turn)
        is_figure = _FIGURE.fullmatch(word[0]) is not None
        if end:
            gap = max(left - cell_right, cell_left - right)
            if gap <= (_FIGURES_GAP if is_figure and was_figure else _WIDE_GAP) * size:
                cell_left, cell_right = min(cell_left, left), max(cell_right, right)
                end, was_figure = word_end, is_figure
                continue
            cells.append(Cell(offset + start, offset + end, cell_left, cell_right))
        start, end, cell_left, cell_right = word_start, word_end, left, right
        was_figure = is_figure
    cells.append(Cell(offset + start, offset + end, cell_left, cell_right))
    return cells
