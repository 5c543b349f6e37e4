"""What characters show, also in fonts of symbols, and which fonts are monospaced."""

import re
import sys
from functools import lru_cache
from typing import Final

from adapters.file_formats.office.xml_elements import Element, attribute

_MONOSPACED = re.compile(
    r"\bmono(?:space)?\b|mono$|courier|consolas|menlo|monaco|inconsolata|lucida console|fira code"
    r"|source code pro|cascadia code|fixedsys|\bterminal\b",
    re.IGNORECASE,
)
_GREEK: Final = dict(
    zip(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
        "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖαβχδεφγηιϕκλμνοπθρστυϖωξψζ",
        strict=True,
    )
)
_SYMBOLS: Final = {
    0xA3: "≤", 0xA5: "∞", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xB0: "°", 0xB1: "±",
    0xB3: "≥", 0xB4: "×", 0xB6: "∂", 0xB7: "\N{BULLET}", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0xBC: "…",
    0xC7: "∩", 0xC8: "∪", 0xCE: "∈", 0xD5: "∏", 0xD6: "√", 0xD7: "⋅", 0xE5: "∑", 0xF2: "∫",
}  # fmt: skip
_DINGBATS: Final = {
    0x6C: "●", 0x6E: "■", 0x6F: "☐", 0x71: "☐", 0x72: "☐", 0x75: "◆", 0x76: "❖", 0x9F: "\N{BULLET}",
    0xA7: "▪", 0xA8: "☐", 0xB7: "\N{BULLET}", 0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓",
    0xE8: "➔", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_PRIVATE: Final = range(0xF020, 0xF100)
_UNREADABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\uf020-\uf0ff]"
)


def is_monospaced(fonts: Element | None) -> bool:
    """Return whether an element that names fonts names a monospaced one."""
    return is_monospaced_font(attribute(fonts, "ascii") or attribute(fonts, "hAnsi") or "")


@lru_cache(maxsize=256)
def is_monospaced_font(name: str) -> bool:
    """Return whether all letters of a font are equally wide."""
    return bool(_MONOSPACED.search(name))


def symbol(code: str, font: str) -> str:
    """Return the character that a symbol of a font shows; empty if it is unknown.

    Args:
        code: Its hexadecimal number.
        font: The name of the font.
    """
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    if "symbol" not in font.lower() and "dings" not in font.lower():
        character = chr(number) if 0 <= number <= sys.maxunicode else ""
        return character if character.isprintable() else ""
    return _shown(number & 0xFF, "symbol" in font.lower())


def readable(text: str) -> str:
    """Return a text as it is seen: without control characters, its private symbols as others."""
    return _UNREADABLE.sub(_seen, text)


def _seen(match: re.Match[str]) -> str:
    if match[0] in "\r\v\f\x85":
        return " "
    number = ord(match[0])
    return _shown(number & 0xFF, is_symbol=False) if number in _PRIVATE else ""


def _shown(number: int, is_symbol: bool) -> str:
    if not is_symbol:
        return _DINGBATS.get(number, "")
    return _SYMBOLS.get(number) or _GREEK.get(chr(number)) or (chr(number) if number < 0x7F else "")  # noqa: PLR2004 - ASCII
