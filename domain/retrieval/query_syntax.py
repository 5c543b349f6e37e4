"""The syntax of a query: quotation marks ask for a phrase, and `-word` leaves out.

Both are rare in questions and frequent in prose, so that what only looks like them is text: an
apostrophe, an inch mark, an unclosed quotation, a hyphen in a word, a negative number, a range, the
dash of a list or of a command's option.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from domain.text.characters import QUESTION_MARKS, STOPS, UNSPACED_STOPS, in_class
from domain.text.phrases import is_unspaced

MAX_PHRASE_CHARS = 500
MAX_PARTS = 8
"""How many phrases and exclusions count; a text with more has them for other reasons."""

_DASH = "-"
_SENTENCE_ENDS = QUESTION_MARKS + STOPS + UNSPACED_STOPS
_TRAILING = _SENTENCE_ENDS + ",;:)]}"

# Marks that open one way only, with those that close them. All of them may touch a letter outside,
# as in Chinese and Japanese.
_DIRECTED = {
    "“": '”"',
    "„": '“”‟"',
    "‟": '”"',
    "«": "»",
    "‹": "›",
    "「": "」",
    "『": "』",
    "〝": "〞〟",
}
# Marks that look the same at both ends, or that close in another country.
_SYMMETRIC = {'"': '"”', "＂": "＂", "”": "”", "»": "«", "›": "‹"}
# Marks that are apostrophes too: they ask for a phrase of two words or more.
_SINGLE = {"'": "'", "‘": "’", "‚": "‘’"}
_QUOTES = _DIRECTED | _SYMMETRIC
_OPENERS = _QUOTES | _SINGLE
_INCHES = '"＂'
_END = {
    mark: re.compile(rf"[{in_class(closers)}]|\n[^\S\n]*\n") for mark, closers in _OPENERS.items()
}
"""By the mark that opens a quotation, what can end it: a mark, or the end of the paragraph."""


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """A query, parsed.

    Attributes:
        words: The text without its syntax: what is embedded, and searched for as words. The words
            of the phrases are part of it.
        phrases: What has to stand word for word in the passages that come first.
        excluded: The words and phrases of which no passage may have one.
    """

    words: str
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of syntax: `text[start:end]` asks for `content`, or leaves it out."""

    start: int
    end: int
    content: str
    leaves_out: bool


def parse_query(text: str) -> ParsedQuery:
    """Parse a query. A text without syntax is returned as it is. Takes linear time.

    A query that would leave out words and search for none has no syntax.
    """
    parts = list(_parts(text))
    if not parts:
        return ParsedQuery(text)
    pieces, end = [], 0
    for part in parts:
        pieces += [text[end : part.start], " " if part.leaves_out else part.content]
        end = part.end
    words = " ".join("".join((*pieces, text[end:])).split())
    if not _has_word(words):
        return ParsedQuery(text)
    return ParsedQuery(
        words,
        tuple(dict.fromkeys(part.content for part in parts if not part.leaves_out)),
        tuple(dict.fromkeys(part.content for part in parts if part.leaves_out)),
    )


def _parts(text: str) -> Iterator[_Part]:
    position = count = 0
    first_excluded = _first_excluded(text)
    while position < len(text) and count < MAX_PARTS:
        part = None
        if text[position] in _OPENERS:
            part = _phrase(text, position)
        elif text[position] == _DASH and _begins_token(text, position):
            part = _excluded_phrase(text, position)
            if part is None and position >= first_excluded:
                part = _excluded_word(text, position)
        if part is None:
            position += 1
            continue
        count += 1
        position = part.end
        yield part


def _phrase(text: str, start: int) -> _Part | None:
    """Return the phrase that the mark at `start` opens, if it does."""
    mark = text[start]
    if mark not in _DIRECTED and not _opens(text, start):
        return None
    end = _closing(text, start)
    if end is None:
        return None
    content = " ".join(text[start + 1 : end].split())
    if not _has_word(content) or (mark in _SINGLE and " " not in content):
        return None
    return _Part(start, end + 1, content, leaves_out=False)


def _closing(text: str, start: int) -> int | None:
    """Return where the quotation that begins at `start` is closed, before its paragraph ends."""
    mark = text[start]
    inches = None
    for end in _END[mark].finditer(text, start + 1, start + MAX_PHRASE_CHARS + 2):
        place = end.start()
        if end[0].isspace():
            break
        if mark in _DIRECTED and end[0] not in _INCHES:
            return place
        if _closes(text, place) and not (mark in _SINGLE and _is_possessive(text, place)):
            if end[0] not in _INCHES or not text[place - 1].isdigit():
                return place
            inches = inches or place  # 12" is a length, unless no other mark closes
        elif mark not in _DIRECTED and _opens(text, place):
            break
    return inches


def _is_possessive(text: str, place: int) -> bool:
    """Return whether the mark at `place` is that of "the dogs' food"."""
    return text[place - 1] in "sS" and text[place + 1 : place + 2].isspace()


def _excluded_phrase(text: str, dash: int) -> _Part | None:
    """Return the phrase that is left out from `dash` on: `-"these words"`."""
    if dash + 1 == len(text) or text[dash + 1] not in _QUOTES:
        return None
    end = _closing(text, dash + 1)
    content = "" if end is None else " ".join(text[dash + 2 : end].split())
    if end is None or not _has_word(content):
        return None
    return _Part(dash, end + 1, content, leaves_out=True)


def _excluded_word(text: str, dash: int) -> _Part | None:
    """Return the word that is left out from `dash` on."""
    end = dash + 1
    while end < len(text) and not text[end].isspace():
        end += 1
    content = text[dash + 1 : end].rstrip(_TRAILING)
    if not content or not content[0].isalpha() or any(each in _QUOTES for each in content):
        return None
    if len(content) == 1 and not is_unspaced(content):
        return None  # an option of a command
    return _Part(dash, dash + 1 + len(content), content, leaves_out=True)


def _first_excluded(text: str) -> int:
    """Return where the words may begin that are left out by a dash.

    That is anywhere in a row of words, but only at the end of a sentence, whose dashes inside are
    prose, and nowhere in a text of several lines, whose dashes are lists.
    """
    text = text.rstrip()
    if "\n" in text.lstrip():
        return len(text)
    if text[-1:] not in tuple(_SENTENCE_ENDS):
        return 0
    start = len(text)
    for word in reversed(text.split()):
        if not word.startswith(_DASH) and word.strip(_TRAILING):
            return start
        start = text.rfind(word, 0, start)
    return len(text)


def _begins_token(text: str, place: int) -> bool:
    return place == 0 or text[place - 1].isspace()


def _opens(text: str, place: int) -> bool:
    return not _is_letter(text[place - 1 : place] if place else "") and _is_dark(
        text[place + 1 : place + 2]
    )


def _closes(text: str, place: int) -> bool:
    return _is_dark(text[place - 1]) and not _is_letter(text[place + 1 : place + 2])


def _is_letter(character: str) -> bool:
    """Return whether a character belongs to a word that has blanks around it."""
    return character.isalnum() and not is_unspaced(character)


def _is_dark(character: str) -> bool:
    return bool(character) and not character.isspace()


def _has_word(text: str) -> bool:
    return any(map(str.isalnum, text))
