"""What single characters are, for everything that reads prose: defined once.

Scripts are ranges for a character class of a regular expression; all others are the characters
themselves, which `in_class` escapes for one.
"""

import re

BLANKS = " \t\u00a0\u2009\u202f"
"""White space within a line."""

DASHES = "-‐‑‒–—―−⸺⸻﹘﹣－"
"""Hyphens, dashes and minus signs."""

MINUSES = "-−"
"""What stands before a negative number."""

THOUSANDS_SEPARATORS = ".,'’\u00a0\u2009\u202f"
"""What groups the digits of a number by threes."""

BULLETS = "-*+•‣◦▪●·"
"""What a list item may begin with, before a blank."""

STOPS = ".!?…؟।॥۔።"
"""What may end a sentence, before white space."""

UNSPACED_STOPS = "。！？｡"
"""What ends a sentence without white space, as Chinese and Japanese write."""

QUESTION_MARKS = "?？؟"
"""What ends a question."""

QUOTATION_MARKS = "\"'`´“”„‟‘’‚‛«»‹›「」『』″′〝〞＂＇"
"""Quotation marks, apostrophes and primes."""

CLOSERS = "\"'”’»›」』）】〉》)]}*_"
"""What may stand between the end of a sentence and the white space behind it."""

EMPHASIS = "*_"
"""Marks of emphasis in Markdown."""

INVISIBLES = "".join(
    chr(code)
    for first, last in (
        (0x00AD, 0x00AD),  # soft hyphen
        (0x034F, 0x034F),  # combining grapheme joiner
        (0x061C, 0x061C),  # Arabic letter mark
        (0x115F, 0x115F),  # Hangul filler
        (0x180E, 0x180E),  # Mongolian vowel separator
        (0x200B, 0x200F),  # zero widths, joiners, directions
        (0x202A, 0x202E),  # embeddings and overrides of the direction
        (0x2060, 0x206F),  # word joiner, invisible operators, isolates
        (0xFE00, 0xFE0F),  # variation selectors
        (0xFEFF, 0xFEFF),  # byte order mark
    )
    for code in range(first, last + 1)
)
"""Characters that nobody sees."""

CHINESE_AND_JAPANESE = "\u3040-\u30ff\u3400-\u9fff"
"""Kana and ideographs, as ranges of a character class: each is read as a word of its own."""

UNSPACED_SCRIPTS = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
)
"""Scripts that need no blanks between words, as ranges of a character class."""


def in_class(characters: str) -> str:
    """Return characters as they stand between the brackets of a character class."""
    return re.escape(characters)
