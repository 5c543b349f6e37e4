"""Texts in the form in which they are compared, each character with its place in the original."""

import re
import unicodedata

from domain.text.characters import DASHES, EMPHASIS, INVISIBLES, QUOTATION_MARKS, in_class

# Characters that say nothing by themselves. What lies between two others is told by which kinds
# of these are there, not by how many.
_MARKS = QUOTATION_MARKS + EMPHASIS
_HAS_DASH = re.compile(f"[{in_class(DASHES)}]")
_PIECE = re.compile(rf"(?P<gap>[\s{in_class(DASHES + _MARKS + INVISIBLES)}]+)|.", re.DOTALL)
_MOST_ACCENTS = 30  # as in Unicode's stream-safe text: putting many in order takes quadratic time


class NormalizedText:
    """A text as it is compared, which remembers where each of its characters came from.

    White space of any length is one blank, and letters are in their compatible, decomposed,
    case-folded form. Quotation marks, emphasis and dashes are left out, except beside figures.

    Attributes:
        text: The folded text; it neither begins nor ends with what lies between words.
    """

    def __init__(self, text: str) -> None:
        """Fold a text. Takes linear time."""
        folded: list[str] = []
        self._origins: list[tuple[int, int]] = []
        gap: re.Match[str] | None = None
        position = 0
        while match := _PIECE.match(text, position):
            position = match.end()
            if match["gap"]:
                gap = match
                continue
            most = min(len(text), position + _MOST_ACCENTS)
            while position < most and unicodedata.combining(text[position]):
                position += 1
            letter = _folded(text[match.start() : position])
            if gap and folded:
                filling = _filling(gap[0], folded[-1][-1:], letter[:1])
                folded.append(filling)
                self._origins += [gap.span()] * len(filling)
            gap = None
            folded.append(letter)
            self._origins += [(match.start(), position)] * len(letter)
        self.text = "".join(folded)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where in the original a part of the text came from."""
        return self._origins[start][0], self._origins[end - 1][1]

    def is_whole(self, start: int, end: int) -> bool:
        """Tell whether a part of the text takes no character of the original in half."""
        origins = self._origins
        return (start == 0 or origins[start - 1] != origins[start]) and (
            end == len(origins) or origins[end - 1] != origins[end]
        )


def _folded(character: str) -> str:
    if unicodedata.category(character[0]) == "No":
        return character  # 10² is not 102
    decomposed = unicodedata.normalize("NFKD", character)
    return unicodedata.normalize("NFKD", decomposed.casefold())


def _filling(gap: str, before: str, after: str) -> str:
    """Return what stands for a gap between two characters."""
    if _HAS_DASH.search(gap):
        return "-" if before.isdigit() or after.isdigit() else ""
    if "\u00ad" in gap:
        return ""
    if any(map(str.isspace, gap)):
        return " "
    has_mark = any(character in _MARKS for character in gap)
    return "'" if has_mark and before.isdigit() and after.isdigit() else ""
