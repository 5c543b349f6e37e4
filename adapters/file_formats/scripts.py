"""Writes raised and lowered figures with characters of their own, so that 10² is not 102."""

from typing import Final

_FROM: Final = "0123456789+-−=()"
_RAISED: Final = str.maketrans(_FROM + "n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")
_LOWERED: Final = str.maketrans(_FROM, "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")


def raised(text: str) -> str:
    """Return a superscript: with raised characters if there is one for each of its own."""
    return _written(text, _RAISED)


def lowered(text: str) -> str:
    """Return a subscript: with lowered characters if there is one for each of its own."""
    return _written(text, _LOWERED)


def _written(text: str, characters: dict[int, int]) -> str:
    stripped = text.strip()
    known = stripped and all(ord(each) in characters for each in stripped)
    return text.translate(characters) if known else text
