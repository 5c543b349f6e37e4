"""The value that all rules for literals yield."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Whole:
    """Several words and signs that mean one thing: a date, a version, a part number, an address.

    Attributes:
        start: Its start in the prepared text.
        end: Its end, exclusive.
        forms: What it is found by, the likeliest reading first. Equal things have a form in common,
            whatever their notation.
        within: Broader forms that a text is found by as well: the month of a date, the host of an
            address.
        replaces: Whether a question asks for the whole instead of its words. If not, the whole
            counts beside them, and only where it is found.
        in_parts: Whether a question asks for its words if nothing has the whole.
        is_word: Whether the forms are words, which have endings.
    """

    start: int
    end: int
    forms: tuple[str, ...]
    within: tuple[str, ...] = ()
    replaces: bool = True
    in_parts: bool = False
    is_word: bool = False
