"""The numbers, dates and times in a text."""

import re

from domain.text.characters import DASHES, MINUSES, THOUSANDS_SEPARATORS, in_class

FIGURE = re.compile(rf"(?:(?<!\w)[{in_class(DASHES)}])?\d(?:[.,:/]?\d)*")
"""A number, date or time with its sign. A quotation must not cut it."""

_NUMBER = re.compile(
    rf"(?P<minus>(?<!\w)[{in_class(MINUSES)}](?=\d))?"
    rf"(?:(?<![\d.,])(?P<grouped>(?!0)\d{{1,3}}(?:[{in_class(THOUSANDS_SEPARATORS)}]\d{{3}})+)(?!\d)(?P<rest>[.,]\d+)?"
    r"|(?P<plain>\d+(?:[.,]\d+)?))"
)


def numbers(text: str) -> set[str]:
    """Return the numbers of a text, normalised: `1,234.50`, `1.234,5` and `1234.5` are equal."""
    return {_plain(match) for match in _NUMBER.finditer(text)}


def _plain(number: re.Match[str]) -> str:
    if number["grouped"]:
        digits = re.sub(r"\D", "", number["grouped"]) + (number["rest"] or "")
    else:
        digits = number["plain"]
    whole, _, decimals = digits.replace(",", ".").partition(".")
    decimals = _western(decimals).rstrip("0")
    sign = "-" if number["minus"] else ""
    return sign + (_western(whole).lstrip("0") or "0") + ("." + decimals if decimals else "")


def _western(digits: str) -> str:
    return "".join(str(int(digit)) for digit in digits)
