"""Terms of a question that say little about what it asks for."""

from collections.abc import Sequence

from domain.text.common_words import COMMON_WORDS
from domain.text.function_words import FUNCTION_WORDS, FUNCTION_WORDS_OF, language_of
from domain.text.words.folding import folded
from domain.text.words.forms import Term

FOLDED_FUNCTION_WORDS = frozenset(map(folded, FUNCTION_WORDS))
"""The function words in the form in which words are compared."""

_FOLDED_OF = {
    language: frozenset(map(folded, listed)) for language, listed in FUNCTION_WORDS_OF.items()
}
_COMMON = frozenset(map(folded, COMMON_WORDS))


def is_function(term: Term, listed: frozenset[str] = FOLDED_FUNCTION_WORDS) -> bool:
    """Return whether a term only builds the sentence. A name in capitals does not: IT, WHO."""
    words = _words(term)
    return bool(words) and words <= listed and not _has_literal(term)


def ask_nothing(terms: Sequence[Term], text: str) -> bool:
    """Return whether terms only build sentences in the language of a text.

    Asked of an English text, "the" asks nothing. "hat" does, though it is such a word in German.
    """
    if not all(map(is_function, terms)):
        return False
    listed = _FOLDED_OF.get(language_of(text) or "", frozenset())
    return all(is_function(term, listed) for term in terms)


def is_common(term: Term) -> bool:
    """Return whether a term is so common that its absence says little."""
    return not _words(term).isdisjoint(_COMMON)


def _words(term: Term) -> set[str]:
    return {folded(form.word) for form in term.forms if form.word}


def _has_literal(term: Term) -> bool:
    return any(form.literal for form in term.forms)
