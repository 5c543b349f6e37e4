"""Shows numbers as a sheet does, by the format codes of its cells: `#,##0.00`, `0%`, `mmm yyyy`."""

import re
from collections.abc import Callable
from functools import lru_cache, partial
from typing import TypeAlias

from adapters.file_formats.spreadsheets.times import date_format, is_date_format

Format: TypeAlias = Callable[[float], str]

BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00",
    **dict.fromkeys((5, 6), "$#,##0;($#,##0)"), **dict.fromkeys((7, 8), "$#,##0.00;($#,##0.00)"),
    9: "0%", 10: "0.00%", 11: "0.00E+00",
    14: "yyyy-mm-dd", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm yyyy", 18: "h:mm", 19: "h:mm:ss",
    20: "h:mm", 21: "h:mm:ss", 22: "yyyy-mm-dd h:mm", **dict.fromkeys(range(27, 32), "yyyy-mm-dd"),
    32: "h:mm", 33: "h:mm:ss", **dict.fromkeys((34, 35), "h:mm"), 36: "yyyy-mm-dd",
    37: "#,##0;(#,##0)", 38: "#,##0;(#,##0)", 39: "#,##0.00;(#,##0.00)", 40: "#,##0.00;(#,##0.00)",
    41: "#,##0;(#,##0);-", 42: "$#,##0;$(#,##0);$-", 43: "#,##0.00;(#,##0.00);-",
    44: "$#,##0.00;$(#,##0.00);$-", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss", 48: "0.0E+0",
    **dict.fromkeys(range(50, 59), "yyyy-mm-dd"),
}  # fmt: skip
"""The codes that files name by a number only, as they are in English."""

_LONGEST_CODE = 255
_MOST_DECIMALS = 30
_HALF_UP = 1 + 1e-15  # 2.675 is stored as a little less, and shown as 2.68
_EXACT = 1e15  # whole numbers up to it are stored exactly

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|[_*].|\[\$(?P<currency>[^\]-]*)[^\]]*\]|\[[^\]]*\]'
    r"|(?P<digits>[0#?][0#?.,]*|\.[0#?]+)|(?P<exponent>[eE][+-]?[0#?]+)|(?P<other>.)",
    re.DOTALL,
)
_SECTION_ENDS = re.compile(r'("[^"]*"?|\\.|\[[^\]]*\])|;', re.DOTALL)


def general(value: float) -> str:
    """Return a number as it is shown without a format."""
    if value.is_integer() and abs(value) < _EXACT:
        return str(int(value))
    return f"{value:.15g}"


@lru_cache(4096)
def number_format(code: str, *, since_1904: bool = False) -> Format:
    """Return what shows numbers by a format code. An odd code shows them as without one.

    Args:
        code: The code, with up to four sections between semicolons.
        since_1904: Whether the file counts days from 1904.
    """
    sections = _sections(code[:_LONGEST_CODE])
    if is_date_format(sections[0]):
        return date_format(sections[0], since_1904, general)
    formats = [_section(section) for section in sections[:3]]
    if any(each is None for each in formats):
        return general
    return partial(_shown, [each for each in formats if each])


def _sections(code: str) -> list[str]:
    """Return the sections of a code: for numbers above zero, below zero, zero, and for text."""
    parts: list[str] = []
    start = 0
    for found in _SECTION_ENDS.finditer(code):
        if found[0] == ";":
            parts.append(code[start : found.start()])
            start = found.end()
    return [*parts, code[start:]]


def _shown(formats: list[Format], value: float) -> str:
    if value < 0 and len(formats) > 1:
        return formats[1](-value)
    if value == 0 and len(formats) > 2:  # noqa: PLR2004 - a third section is for zero
        return formats[2](value)
    text = formats[0](abs(value))
    return f"-{text}" if value < 0 and any(digit in text for digit in "123456789") else text


def _section(section: str) -> Format | None:
    """Return what shows numbers by one section; None if it has what is not known here."""
    if section.strip().lower() in ("general", "@", "standard"):
        return general
    before, after, digits, exponent = "", "", "", ""
    percents = 0
    for token in _TOKEN.finditer(section):
        if token["digits"] and not digits:
            digits = token["digits"]
            continue
        if token["exponent"] and digits and not exponent:
            exponent = token["exponent"]
            continue
        if token["digits"] or token["exponent"]:
            return None  # several numbers: fractions, telephone numbers
        literal = token["quoted"] or token["escaped"] or token["currency"] or token["other"] or ""
        if token["other"] and token["other"].isalpha():
            return None
        percents += token["other"] == "%"
        if digits:
            after += literal
        else:
            before += literal
    if not digits:
        return partial(_literal, (before + after).strip())
    return partial(_number, before.lstrip(), after.rstrip(), digits, exponent, percents)


def _literal(text: str, _value: float) -> str:
    return text


def _number(
    before: str, after: str, digits: str, exponent: str, percents: int, value: float
) -> str:
    whole, _, decimals = digits.partition(".")
    if not decimals:
        scaled = whole.rstrip(",")
        value /= 1000 ** (len(whole) - len(scaled))
        whole = scaled
    else:
        kept = decimals.rstrip(",")
        value /= 1000 ** (len(decimals) - len(kept))
        decimals = kept.replace(",", "")
    value *= 100**percents * _HALF_UP
    places = min(len(decimals), _MOST_DECIMALS)
    if exponent:
        return f"{before}{value:.{places}E}{after}"
    text = f"{value:,.{places}f}" if "," in whole else f"{value:.{places}f}"
    text, _, fraction = text.partition(".")
    fraction = fraction[: decimals.rfind("0") + 1] + fraction[decimals.rfind("0") + 1 :].rstrip("0")
    least = whole.count("0")
    text = text.zfill(least) if least or text != "0" else ""
    return f"{before}{text}{'.' if fraction else ''}{fraction}{after}"
