"""What a word is, for everything that compares texts by their words.

A text has words, which have endings, and literals, which have none: numbers, dates, versions, part
numbers, addresses. `text_terms` says what a text is found by, `question_terms` what a question asks
for. PostgreSQL stems the words and decides nothing else; `light_terms` stems them by one rule for
all languages.
"""

from domain.text.words.forms import Form, Term, TermKind
from domain.text.words.stemming import STEM_CHARS, light_stem
from domain.text.words.terms import (
    VERSION,
    TextTerms,
    held_by,
    light_terms,
    question_terms,
    stems,
    text_terms,
)
from domain.text.words.tokens import WORD

__all__ = [
    "STEM_CHARS",
    "VERSION",
    "WORD",
    "Form",
    "Term",
    "TermKind",
    "TextTerms",
    "held_by",
    "light_stem",
    "light_terms",
    "question_terms",
    "stems",
    "text_terms",
]
