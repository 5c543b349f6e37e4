"""Writes numbers as the labels of lists and headings do."""

from collections.abc import Callable
from typing import Final

_ROMAN: Final = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_LARGEST_ROMAN: Final = 4_999
_LONGEST_LETTERS: Final = 20
_EAST_ASIAN_DIGITS: Final = "〇一二三四五六七八九"
_CIRCLED: Final = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


def roman(value: int) -> str:
    """Return a number in small Roman numerals: `iv`."""
    if not 0 < value <= _LARGEST_ROMAN:
        return str(value)
    numeral = ""
    for size, letters in _ROMAN:
        count, value = divmod(value, size)
        numeral += letters * count
    return numeral


def letters(value: int) -> str:
    """Return a number as letters: `a` to `z`, then `aa`, `bb`."""
    if not 0 < value <= 26 * _LONGEST_LETTERS:
        return str(value)
    count, letter = divmod(value - 1, 26)
    return chr(ord("a") + letter) * (count + 1)


def chinese(value: int) -> str:
    """Return a number up to 99 in Chinese digits: `十二`."""
    if not 0 < value < 100:  # noqa: PLR2004 - two digits
        return str(value)
    tens, ones = divmod(value, 10)
    ten = (_EAST_ASIAN_DIGITS[tens] if tens > 1 else "") + ("十" if tens else "")
    return ten + (_EAST_ASIAN_DIGITS[ones] if ones else "")


def circled(value: int) -> str:
    """Return a number up to 20 in a circle: `③`."""
    return _CIRCLED[value - 1] if 0 < value <= len(_CIRCLED) else str(value)


def ordinal(value: int) -> str:
    """Return a number as an English ordinal: `3rd`."""
    teens = value % 100 in (11, 12, 13)
    return f"{value}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(value % 10, 'th')}"


WAYS: Final[dict[str, Callable[[int], str]]] = {
    "i": roman,
    "I": lambda value: roman(value).upper(),
    "a": letters,
    "A": lambda value: letters(value).upper(),
    "1": str,
    "01": lambda value: f"{value:02}",
    "一": chinese,
    "①": circled,
    "1st": ordinal,
}
"""The ways to write a number, by how they write the first one."""
