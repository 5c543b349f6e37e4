"""Finding the sentences of a text."""

import re
from collections.abc import Iterator

from domain.text.characters import BULLETS, CLOSERS, STOPS, UNSPACED_STOPS, in_class

# A line that starts a block: a heading, a list item, a table row, a quotation, a fence.
_OPENS_BLOCK = re.compile(
    rf"\s*(?:#{{1,6}}\s|[{in_class(BULLETS)}]\s|\(?\d{{1,3}}[.)]\s|\(?[A-Za-z]\)\s|[|>]|```|~~~)"
)
# A line that the next line does not continue: a heading, a table row, a fence, a line of dashes.
_CLOSES_BLOCK = re.compile(r"\s*(?:#{1,6}\s|\||```|~~~|[-=_*]{3,}\s*$)")
_MARKER = re.compile(rf"\s*(?:#{{1,6}}|[{in_class(BULLETS)}>]|\(?\d{{1,3}}[.)]|\(?[A-Za-z]\))\s+")
_UNMARKED_HEADING_CHARS = 60

_CLOSERS = f"[{in_class(CLOSERS)}]*"
_TERMINATOR = re.compile(
    # begins at the first stop of a run only, or a page of dots would take quadratic time
    rf"(?<![{in_class(STOPS)}])(?P<stop>[{in_class(STOPS)}]+){_CLOSERS}(?:\[\d+\])*(?=\s|$)"
    rf"|[{UNSPACED_STOPS}]+{_CLOSERS}"
)
_WORD_BEFORE = re.compile(r"(?:[^\W_]|['’.&-])+$")
_BLANKS = " \n\t"
_WORD_AFTER = re.compile(r"[\s\"'“‘«(\[*_]*(\S?[^\W_]{0,20})")


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# A full stop after one of these does not end a sentence.
_TITLES = _words(
    "mr mrs ms mx dr prof st gen col lt sgt capt cmdr maj rep sen gov pres rev hon mt ft messrs mme"
    " mlle vs cf viz e.g i.e eg ie bzw ca z.b d.h u.a approx dept univ"
)
# A full stop after one of these does not end a sentence if a number follows.
_BEFORE_NUMBERS = _words(
    "no nos nr fig figs vol vols p pp ch chap sec art eq eqs op tab ver v jan feb mar apr jun jul"
    " aug sep sept oct nov dec"
)
# A full stop after one of these, an initial or an acronym ends a sentence only if a new one
# clearly begins.
_AMBIGUOUS = _words("etc inc co corp ltd llc jr sr al est bros ave blvd rd")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]|(?:[^\W\d_]{1,2}\.)+[^\W\d_]{1,2}")
_STARTERS = _words(
    "The A An This That These Those It Its He She They We You I His Her Their Our My There Here In"
    " On At By For From To With As If When While After Before Since During However But And So Yet"
    " Although Because Then Thus Both Each Many Most Some All No What Who Where Why How"
)


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Return each sentence's (start, end) in code points, end exclusive, in reading order.

    Headings, list items and table rows are sentences of their own. Spans do not overlap, and do
    not begin or end with white space. Every other character lies in a span.
    """
    spans = []
    for start, end in _blocks(text):
        cut = start
        marker = _MARKER.match(text, start, end)
        for match in _TERMINATOR.finditer(text, marker.end() if marker else start, end):
            if _ends_sentence(text, match, end):
                spans.append((cut, match.end()))
                cut = match.end()
        spans.append((cut, end))
    trimmed = (_trimmed(text, start, end) for start, end in spans)
    return [(start, end) for start, end in trimmed if start < end]


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Yield the (start, end) of each paragraph, heading and list item. No sentence spans two."""
    lines = text.split("\n")
    start = position = 0
    for number, line in enumerate(lines):
        following = lines[number + 1] if number + 1 < len(lines) else ""
        end = position + len(line)
        ends_block = (
            not line.strip()
            or not following.strip()
            or _OPENS_BLOCK.match(following)
            or _CLOSES_BLOCK.match(line)
            or _CLOSES_BLOCK.match(following)
            or (start == position and _is_unmarked_heading(line, following))
        )
        position = end + 1
        if ends_block:
            yield start, end
            start = position


def _is_unmarked_heading(line: str, following: str) -> bool:
    """Return whether a line is a heading, not the first line of a hard-wrapped paragraph.

    A heading is short, has no punctuation at its end, and is followed by a longer line.
    """
    line, following = line.strip(), following.strip()
    return (
        len(line) <= _UNMARKED_HEADING_CHARS
        and 2 * len(line) <= len(following)
        and not line.endswith((".", "!", "?", ",", ";", "-", "…"))
        and not following[:1].islower()
    )


def _ends_sentence(text: str, match: re.Match[str], end: int) -> bool:
    stop = match["stop"]
    if stop is None:  # 。 and the like have no other use
        return True
    after = _WORD_AFTER.match(text, match.end(), end)
    following = after[1] if after else ""
    if following and (following[0].islower() or following[0] in ".,;:!?…)]}"):
        return False
    if stop != ".":
        return True
    near = text[max(0, match.start() - 40) : match.start()]
    before = _WORD_BEFORE.search(near, max(map(near.rfind, _BLANKS)) + 1)
    return _ends_with(before[0] if before else "", following)


def _ends_with(word: str, following: str) -> bool:
    """Return whether a full stop after a word ends a sentence and does not mark an abbreviation."""
    if word.lower() in _TITLES:
        return False
    if word.lower() in _BEFORE_NUMBERS:
        return not following[:1].isdigit()
    if word.lower() in _AMBIGUOUS or _INITIALS.fullmatch(word):
        return not following or following in _STARTERS
    return True


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    span = text[start:end]
    return start + len(span) - len(span.lstrip()), start + len(span.rstrip())
