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

PRINTED_BULLETS = "•‣◦▪●·■□○➢✓"
"""Characters that begin the items of a printed list, where hyphens and stars are often none."""

STOPS = ".!?…؟।॥۔።"
"""Characters that may end a sentence, before white space."""

UNSPACED_STOPS = "。！？｡"
"""Characters that end a sentence without white space, in Chinese and Japanese."""

QUESTION_MARKS = "?？؟"
"""Characters that end a question."""

QUOTATION_MARKS = "\"'`´“”„‟‘’‚‛«»‹›「」『』″′〝〞＂＇"
"""Quotation marks, apostrophes and primes."""

CLOSERS = "\"'”’“‘»›«‹」』）】〉》)]}*_"
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

CHINESE_AND_JAPANESE = "\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Kana and ideographs, as ranges of a character class. Each counts as one word."""

KOREAN = "\u1100-\u11ff\u3131-\u318e\uac00-\ud7af"
"""Syllables and letters, as ranges of a character class. Endings are joined to a word."""

THAI_AND_ALIKE = (
    "\u0e01-\u0e4e\u0e81-\u0ece\u0edc-\u0edf\u1000-\u103f\u1050-\u109d"
    "\u1780-\u17d3\u17d7\u17dc\u17dd"
)
"""Thai, Lao, Burmese and Khmer, as ranges of a character class. No blanks divide their words."""

MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a"
    "\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u0711\u0730-\u074a\u07a6-\u07b0"
    "\u0816-\u082d\u0859-\u085b\u08d3-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963\u0981-\u0983"
    "\u09bc-\u09d7\u0a01-\u0a03\u0a3c-\u0a51\u0a70\u0a71\u0a81-\u0a83\u0abc-\u0acd\u0b01-\u0b03"
    "\u0b3c-\u0b57\u0b82\u0bbe-\u0bd7\u0c00-\u0c04\u0c3c-\u0c56\u0c81-\u0c83\u0cbc-\u0cd6"
    "\u0d00-\u0d03\u0d3b-\u0d57\u0d81-\u0d83\u0dca-\u0df3\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1"
    "\u0eb4-\u0ebc\u0ec8-\u0ece\u0f18\u0f19\u0f35\u0f37\u0f39\u0f3e\u0f3f\u0f71-\u0f84"
    "\u0f86\u0f87\u0f8d-\u0fbc\u102b-\u103e\u1056-\u1059\u105e-\u1060\u1062-\u1064\u1067-\u106d"
    "\u1071-\u1074\u1082-\u108d\u135d-\u135f\u1712-\u1714\u17b4-\u17d3\u17dd\u18a9\u1a17-\u1a1b"
    "\u1dc0-\u1dff\u20d0-\u20f0\u302a-\u302f\u3099\u309a"
)
"""Vowel signs, accents and other marks that belong to a letter, as ranges of a character class.

They are no letters to a regular expression: without them, a word in an Indian or a Semitic script
falls into pieces.
"""

UNSTOPPED_SCRIPTS = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
"""Scripts that end a sentence with a blank or a line, as ranges of a character class: Thai, Lao,
Burmese, Khmer."""

UNSPACED_SCRIPTS = UNSTOPPED_SCRIPTS + "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
"""Scripts that need no blanks between words, as ranges of a character class."""


def in_class(characters: str) -> str:
    """Return characters escaped for use between the brackets of a character class."""
    return re.escape(characters)
