"""Kinds of characters, defined once for everything that reads prose.

The scripts are ranges, ready for a character class of a regular expression. All other constants
are the characters themselves; `in_class` escapes them for a character class.
"""

import re

BLANKS = " \t\u00a0\u2009\u202f"
"""White space within a line."""

DASHES = "-‐‑‒–—―−⸺⸻﹘﹣－"
"""Hyphens, dashes and minus signs."""

MINUSES = "-−"
"""Signs of negative numbers."""

THOUSANDS_SEPARATORS = ".,'’\u00a0\u2009\u202f"
"""Separators between groups of three digits."""

BULLETS = "-*+•‣◦▪●·"
"""Characters that may begin a list item, before a blank."""

STOPS = ".!?…؟।॥۔።"
"""Characters that may end a sentence, before white space."""

UNSPACED_STOPS = "。！？｡"
"""Characters that end a sentence without white space, in Chinese and Japanese."""

QUESTION_MARKS = "?？؟"
"""Characters that end a question."""

QUOTATION_MARKS = "\"'`´“”„‟‘’‚‛«»‹›「」『』″′〝〞＂＇"
"""Quotation marks, apostrophes and primes."""

CLOSERS = "\"'”’»›」』）】〉》)]}*_"
"""Characters that may stand between the end of a sentence and the white space after it."""

EMPHASIS = "*_"
"""Markdown's characters for emphasis."""

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
"""Characters that are not displayed."""

CHINESE_AND_JAPANESE = "\u3040-\u30ff\u3400-\u9fff"
"""Kana and ideographs, as ranges of a character class. Each counts as one word."""

UNSTOPPED_SCRIPTS = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
"""Scripts that end a sentence with a blank or a line, as ranges of a character class: Thai, Lao,
Burmese, Khmer."""

UNSPACED_SCRIPTS = UNSTOPPED_SCRIPTS + "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
"""Scripts that need no blanks between words, as ranges of a character class."""


def in_class(characters: str) -> str:
    """Return characters escaped for use between the brackets of a character class."""
    return re.escape(characters)
