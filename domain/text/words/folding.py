"""Letters as a search compares them: without case, width, accents and vowel signs.

Only searches fold. A quotation keeps every letter of its document.
"""

import re
import unicodedata

from domain.text.characters import INVISIBLES, in_class

_INVISIBLE = re.compile(f"[{in_class(INVISIBLES)}]")
_OTHER_DIGIT = re.compile(r"[^\D0-9]")
# compatible forms would make 102 of 10², and 21/2 of 2½
_RAISED = re.compile(r"(?<=\d)([\u00b2\u00b3\u00b9\u2070-\u209c\u00bc-\u00be\u2150-\u215e])")

_RANGES = ((0x00C0, 0x0250), (0x0370, 0x0400), (0x1E00, 0x2000))  # Latin and Greek
_SPECIAL = str.maketrans(
    {
        "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i",
        "ħ": "h", "ŧ": "t", "ŋ": "n", "ə": "e", "ẞ": "ss",
        "ё": "е", "ѐ": "е", "ѝ": "и", "ґ": "г",
        "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ئ": "ي", "ؤ": "و",
        "ة": "ه", "ۀ": "ه", "ک": "ك", "ـ": None,
    }
)  # fmt: skip
_MARKS = (
    (0x0300, 0x036F),  # accents that no single letter includes
    (0x0591, 0x05BD), (0x05BF, 0x05BF), (0x05C1, 0x05C2), (0x05C4, 0x05C5), (0x05C7, 0x05C7),
    (0x0610, 0x061A), (0x064B, 0x065F), (0x0670, 0x0670), (0x06D6, 0x06DC), (0x06DF, 0x06E8),
    (0x06EA, 0x06ED),
    (0x093C, 0x093C),  # nukta
)  # fmt: skip


def _foldings() -> dict[int, str | None]:
    plain: dict[int, str | None] = {}
    for code in (code for first, end in _RANGES for code in range(first, end)):
        letters = unicodedata.normalize("NFD", chr(code))
        base = "".join(letter for letter in letters if not unicodedata.combining(letter))
        if base != chr(code):
            plain[code] = base.translate(_SPECIAL)
    plain.update(dict.fromkeys(code for first, last in _MARKS for code in range(first, last + 1)))
    return plain | _SPECIAL


_FOLDINGS = _foldings()


def prepared(text: str) -> str:
    """Return a text in its plainest compatible form, with its case and accents.

    Ligatures and full-width forms become plain letters, the digits of every script those of ASCII.
    Characters that are not displayed are left out, so that a word with a soft hyphen is one word.
    """
    if text.isascii():
        return text
    text = _RAISED.sub(r" \1", _INVISIBLE.sub("", text))
    text = unicodedata.normalize("NFKC", text)
    return _OTHER_DIGIT.sub(lambda digit: str(int(digit[0])), text)


def folded(word: str) -> str:
    """Return a prepared word in lower case, without accents and vowel signs."""
    word = word.casefold()
    return word if word.isascii() else word.translate(_FOLDINGS)
