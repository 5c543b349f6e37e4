"""Terms of a question that say little about what it asks for."""

from domain.text.common_words import COMMON_WORDS
from domain.text.function_words import FUNCTION_WORDS
from domain.text.words.folding import folded
from domain.text.words.forms import Term

FOLDED_FUNCTION_WORDS = frozenset(map(folded, FUNCTION_WORDS))
"""The function words in the form in which words are compared."""

_COMMON = frozenset(map(folded, COMMON_WORDS))


def is_function(term: Term) -> bool:
    """Return whether a term only builds the sentence. A name in capitals does not: IT, WHO."""
    words = _words(term)
    return bool(words) and words <= FOLDED_FUNCTION_WORDS and not _has_literal(term)


def is_common(term: Term) -> bool:
    """Return whether a term is so common that its absence says little."""
    return not _words(term).isdisjoint(_COMMON)


def _words(term: Term) -> set[str]:
    return {folded(form.word) for form in term.forms if form.word}


def _has_literal(term: Term) -> bool:
    return any(form.literal for form in term.forms)
