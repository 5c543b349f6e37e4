"""The forms of terms as parameters of queries."""

from collections.abc import Iterable
from typing import TypeAlias

from domain.text.words import Form
from domain.text.words.folding import folded

Columns: TypeAlias = tuple[list[str | None], ...]


def columns_of(forms: Iterable[Form]) -> Columns:
    """Return forms as three columns: words, the words without accents, literals."""
    forms = list(forms)
    return (
        [form.word for form in forms],
        [_without_accents(form.word) for form in forms],
        [form.literal for form in forms],
    )


def _without_accents(word: str | None) -> str | None:
    plain = word and folded(word)
    return plain if plain != word else None
