"""The words that a question is searched by, in each language of the library."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeAlias

import asyncpg

from adapters.postgres.bm25 import WeightedQuery, Word, weigh
from adapters.postgres.forms import columns_of
from adapters.postgres.queries import QUERIES
from domain.text.words import Form, Term

_Found: TypeAlias = Mapping[Form, Sequence[tuple[str, Word]]]
"""The lexemes of forms, with their statistics."""


@dataclass(frozen=True, slots=True)
class ReadQuestion:
    """A question in the words of the library.

    Attributes:
        query: Its terms, weighted.
        lexemes: The lexemes of each of its forms, in all languages, with their statistics.
    """

    query: WeightedQuery
    lexemes: _Found


async def read_question(connection: asyncpg.Connection, terms: Sequence[Term]) -> ReadQuestion:
    """Return the terms of a question, weighted for the library."""
    forms = list(dict.fromkeys(form for term in terms for form in forms_of(term)))
    rows = await connection.fetch(QUERIES["question_words"], *columns_of(forms))
    words: list[Word] = []
    lexemes: dict[Form, list[tuple[str, Word]]] = defaultdict(list)
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
            form = forms[row["number"] - 1]
            found[form].append((row["lexeme"], word))
            lexemes[form].append((row["lexeme"], word))
        words += dict(_chosen(terms, found)).values()
    return ReadQuestion(weigh(words), lexemes)


def forms_of(term: Term) -> Iterator[Form]:
    """Yield the forms of a term and of its parts."""
    yield from term.forms
    for part in term.parts:
        yield from forms_of(part)


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
