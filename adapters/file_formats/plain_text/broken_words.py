"""Words that a text breaks at the end of a line: "refrigera-", "tion"."""

import re
from itertools import pairwise

from adapters.file_formats.plain_text.edits import Edit

_BROKEN = re.compile(
    r"(?<![^\W\d_])(?<![-‐])(?P<first>[^\W\d_]{2,40})(?P<hyphen>[-‐\u00ad])\n[ \t]*"
    r"(?P<second>[^\W\d_]{2,40})(?P<rest>\S*)(?P<blank>[ \t]*)"
)
_HYPHENS = "-‐"
_LONGEST = 40
_LAST_WORD = re.compile(rf"(?<![^\W\d_])[^\W\d_]{{2,{_LONGEST}}}$")
_FIRST_WORD = re.compile(rf"[^\W\d_]{{2,{_LONGEST}}}(?![^\W\d_])")
_WORD = re.compile(r"[^\W\d_]+")
SOFT_HYPHEN = "\u00ad"
"""A hyphen that is shown only where a line is broken at it."""

# "Ein- und Ausgang": the hyphen stands for the rest of the word
_CONJUNCTIONS = frozenset(
    re.findall(
        r"\w+",
        "und oder bzw bis sowie and or nor but et ou ni y e o u ed en of och og eller ja tai i a"
        " oraz lub albo nebo či si sau és vagy ve veya и или και",
    )
)
# after these, or before those, a hyphen is part of the word
_BEFORE = frozenset(
    re.findall(
        r"\w+",
        "self well non half cross long short high two three four five six seven eight nine twenty"
        " thirty forty fifty sixty seventy eighty ninety quasi vice sous celui celle ceux celles"
        " lui elle eux peut est moi toi nous vous",
    )
)
_AFTER = frozenset(re.findall(r"\w+", "il ils elle elles être ci là même mêmes dire in law"))


class KnownWords:
    """The words of a text. They tell whether a hyphen at the end of a line is part of a word."""

    def __init__(self, text: str) -> None:
        """Collect the words.

        Args:
            text: The text without its broken words.
        """
        text = text.lower().replace("‐", "-")
        self._words = set(_WORD.findall(text))
        self._hyphenated = set()
        for before, after in pairwise(text.split("-")):
            first = _LAST_WORD.search(before[-_LONGEST - 1 :])
            second = _FIRST_WORD.match(after[: _LONGEST + 1])
            if first and second:
                self._hyphenated.add(f"{first[0]}-{second[0]}")

    def make_one(self, first: str, second: str) -> bool:
        """Return whether two parts of a word make one word without the hyphen between them.

        The hyphen stays where it may be part of the word: if the text has the word with its hyphen,
        or both parts as words and not the whole. No word is joined with a capital.
        """
        if not (first[-1].islower() and second.islower()):
            return False
        first = first.lower()
        return not (
            second in _CONJUNCTIONS
            or first in _BEFORE
            or second in _AFTER
            or f"{first}-{second}" in self._hyphenated
            or ({first, second} <= self._words and first + second not in self._words)
        )


def broken_words(text: str) -> list[tuple[Edit, Edit]]:
    """Return for each broken word the edits that make it whole on its first line.

    No word is joined with a figure or a sign.
    """
    if not _BROKEN.search(text):
        return []
    known = KnownWords(_BROKEN.sub(" ", text))

    def is_broken(found: re.Match[str]) -> bool:
        first, second = found["first"], found["second"]
        if len(found["rest"]) > 1 and found["rest"][0] in _HYPHENS:
            return False
        if found["hyphen"] == SOFT_HYPHEN:
            return first[-1].islower() and second.islower()
        return known.make_one(first, second)

    return [
        (
            Edit(found.start("hyphen"), found.start("second")),
            Edit(*found.span("blank"), "\n" if found["blank"] else ""),
        )
        for found in _BROKEN.finditer(text)
        if is_broken(found)
    ]
