"""The words that a question is searched by, in each language of the library."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import TypeAlias

import asyncpg

from adapters.postgres.bm25 import WeightedQuery, Word, weigh
from adapters.postgres.forms import columns_of
from adapters.postgres.queries import QUERIES
from domain.text.words import Form, Term

_Found: TypeAlias = Mapping[Form, Sequence[tuple[str, Word]]]
"""The lexemes of each form in one language, with their statistics."""


async def read_question(connection: asyncpg.Connection, terms: Sequence[Term]) -> WeightedQuery:
    """Return the terms of a question, weighted for the library."""
    forms = list(dict.fromkeys(form for term in terms for form in _forms(term)))
    rows = await connection.fetch(QUERIES["question_words"], *columns_of(forms))
    words: list[Word] = []
    for _, own in groupby(rows, key=lambda row: row["configuration"]):
        found: dict[Form, list[tuple[str, Word]]] = defaultdict(list)
        for row in own:
            word = Word(
                row["configuration"],
                row["chunk_count"],
                row["average_length"],
                row["lexeme_id"],
                row["document_frequency"],
            )
            found[forms[row["number"] - 1]].append((row["lexeme"], word))
        words += dict(_chosen(terms, found)).values()
    return weigh(words)


def _forms(term: Term) -> Iterator[Form]:
    yield from term.forms
    for part in term.parts:
        yield from _forms(part)


def _chosen(terms: Iterable[Term], found: _Found) -> Iterator[tuple[str, Word]]:
    """Yield a lexeme for each term: the first that the library has, or those of its parts.

    A term that the library does not have counts as missing, unless it is optional. Stop words have
    no lexeme.
    """
    for term in terms:
        lexemes = [each for form in term.forms for each in found.get(form, ())]
        held = next((each for each in lexemes if each[1].lexeme_id is not None), None)
        if held:
            yield held
        elif term.parts:
            yield from _chosen(term.parts, found)
        elif lexemes and not term.optional:
            yield lexemes[0]
