"""Text normalised for comparison, with the place of each character in the original."""

import re
import unicodedata

from domain.text.characters import DASHES, EMPHASIS, INVISIBLES, QUOTATION_MARKS, in_class

# Characters without a meaning of their own. A gap between two other characters is normalised by
# the kinds of these characters in it, not by their number.
_MARKS = QUOTATION_MARKS + EMPHASIS
_HAS_DASH = re.compile(f"[{in_class(DASHES)}]")
_PIECE = re.compile(rf"(?P<gap>[\s{in_class(DASHES + _MARKS + INVISIBLES)}]+)|.", re.DOTALL)
_MOST_ACCENTS = 30  # as in Unicode's stream-safe text: sorting many accents takes quadratic time


class NormalizedText:
    """A text normalised for comparison, with the place of each of its characters in the original.

    White space of any length becomes one blank. Letters are in NFKD form and case folded. Quotation
    marks, emphasis and dashes are removed, except beside digits. Takes linear time.

    Attributes:
        text: The normalised text; white space and marks at either end are removed.
    """

    def __init__(self, text: str) -> None:
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
        """Return the (start, end) in the original of `self.text[start:end]`."""
        return self._origins[start][0], self._origins[end - 1][1]

    def is_whole(self, start: int, end: int) -> bool:
        """Return whether `self.text[start:end]` comes from whole characters of the original."""
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
    """Return the normalised form of a gap between two characters."""
    if _HAS_DASH.search(gap):
        return "-" if before.isdigit() or after.isdigit() else ""
    if "\u00ad" in gap:
        return ""
    if any(map(str.isspace, gap)):
        return " "
    has_mark = any(character in _MARKS for character in gap)
    return "'" if has_mark and before.isdigit() and after.isdigit() else ""
