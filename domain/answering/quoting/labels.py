"""The row of a table whose label a question says has the figure that the question asks for."""

import re
from collections.abc import Set
from functools import lru_cache

from domain.text.structure.blocks import Kind
from domain.text.structure.units import Unit
from domain.text.words import question_terms
from domain.text.words.ordinary import is_function

_REMEMBERED = 4_096  # rows, those of a few searches

_BETWEEN_CELLS = re.compile(r"(?<!\\)\||\t|\s{2,}")
_ASIDE = re.compile(r"\([^()]*\)")


def label_in(unit: Unit, terms: Set[str]) -> frozenset[str]:
    """Return what the label of a row of figures says, in light terms, if it is all among others.

    Of a word that is written in several forms, one suffices.

    Args:
        unit: The unit; what is no row of figures has no label.
        terms: The others.
    """
    label = _label(unit.text) if unit.kind is Kind.ROW else ()
    said = [forms & terms for forms in label]
    return frozenset[str]().union(*said) if all(said) else frozenset()


@lru_cache(_REMEMBERED)
def _label(row: str) -> tuple[frozenset[str], ...]:
    """Return the forms of each word of a row's label."""
    label, *others = [cell for cell in _BETWEEN_CELLS.split(row) if cell.strip()] or [""]
    if _has_digit(label) or not any(map(_has_digit, others)):
        return ()
    # the first row of a group has the name of the group before its own
    _, _, own = label.rpartition(":")
    words = _ASIDE.sub("", own if own.strip() else label)
    return tuple(
        frozenset(form.light for form in term.forms)
        for term in question_terms(words)
        if not is_function(term)
    )


def _has_digit(cell: str) -> bool:
    return any(map(str.isdigit, cell))
