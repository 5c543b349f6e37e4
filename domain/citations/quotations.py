"""The quotations of a sentence."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from domain.text.characters import UNSPACED_SCRIPTS
from domain.text.markdown import cells

_LONGEST = 1_000
_FEWEST_WORDS = 3
_FEWEST_CHARACTERS = 12

_QUOTED = re.compile(
    # not after a digit, where it means inches or minutes
    rf'(?<!\d)"([^"]{{1,{_LONGEST}}})"'
    rf"|“([^“”]{{1,{_LONGEST}}})”|„([^„“”]{{1,{_LONGEST}}})[“”]"
    rf"|«([^«»]{{1,{_LONGEST}}})»|»([^«»]{{1,{_LONGEST}}})«"
    rf"|「([^「」]{{1,{_LONGEST}}})」|『([^『』]{{1,{_LONGEST}}})』"
    # an apostrophe has letters on both sides
    rf"|(?<!\w)['‘]((?:[^'‘’]|(?<=\w)['’](?=\w)){{{_FEWEST_CHARACTERS},{_LONGEST}}})['’](?!\w)"
)
_UNSPACED = re.compile(f"[{UNSPACED_SCRIPTS}]")
# two characters of a script without blanks count as one word
_WORD = re.compile(rf"[{UNSPACED_SCRIPTS}]{{1,2}}|[^\W_{UNSPACED_SCRIPTS}]+")


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words at `start` to `end` of a sentence that a source should contain.

    Attributes:
        proves: Whether finding it in a source proves the sentence: it has at least three words and
            twelve characters. A shorter one (a name, a term) has to be found as whole words and
            proves nothing.
    """

    start: int
    end: int
    text: str
    proves: bool


def quotations(sentence: str) -> list[Quotation]:
    """Return the texts between the quotation marks of a sentence, in order, marks excluded.

    In single quotation marks, only text that is long enough to prove the sentence counts.
    """
    found = []
    for match in _QUOTED.finditer(sentence):
        start, end = match.span(match.lastindex or 0)
        quotation = _quotation(sentence, start, end)
        if quotation.text.strip() and (quotation.proves or sentence[match.start()] not in "'‘"):
            found.append(quotation)
    return found


def quoted_cells(sentence: str, markers: Sequence[int]) -> list[Quotation]:
    """Return the cells of a table row that may be word for word those of a source, in order.

    These are the cells that are long enough to prove the row, and the cells with a marker that
    have a letter: a number alone would be found anywhere.

    Args:
        sentence: The row, or any other sentence, which has no cells.
        markers: The positions of its markers.
    """
    found = (_quotation(sentence, start, end) for start, end in cells(sentence))
    return [
        cell
        for cell in found
        if cell.proves
        or (
            any(map(str.isalpha, cell.text))
            and any(_in_cell(place, cell, sentence) for place in markers)
        )
    ]


def _in_cell(place: int, cell: Quotation, sentence: str) -> bool:
    between = sentence[place : cell.start] + sentence[cell.end : place]
    return "|" not in between


def _quotation(sentence: str, start: int, end: int) -> Quotation:
    text = sentence[start:end]
    proves = len(_WORD.findall(text)) >= _FEWEST_WORDS and _width(text) >= _FEWEST_CHARACTERS
    return Quotation(start, end, text, proves)


def _width(text: str) -> int:
    """Return a length in alphabetic letters. A character of an unspaced script counts as three."""
    return len(text) + 2 * len(_UNSPACED.findall(text))
