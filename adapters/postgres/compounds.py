"""Adds to a question the compounds that its words are parts of, and the parts of its compounds."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import asyncpg

from adapters.postgres.bm25 import K1, B, Term, WeightedQuery, idf
from adapters.postgres.queries import QUERIES
from domain.text.compounds import SHORTEST_WORD, Longer, cuts, parts
from domain.text.words import Term as QuestionTerm
from domain.text.words import TermKind

LANGUAGES = frozenset({"danish", "dutch", "finnish", "german", "hungarian", "norwegian", "swedish"})
"""The text search configurations of languages that write compounds as one word."""

WEIGHT = 0.5
"""What a compound or a part weighs, as a share of the word itself."""

MOST_WORDS = 8  # the words of a question that are looked up, the longest first
MOST_LONGER = 20  # the lexemes that begin or end with a word, those in most chunks first
MOST_LETTERS = 30  # of a word that is cut


async def with_compounds(
    connection: asyncpg.Connection, question: WeightedQuery, terms: Iterable[QuestionTerm]
) -> WeightedQuery:
    """Return a question with the compounds that its words are parts of, and the parts of its own.

    All are words of the library. A library in languages without compounds is not asked.
    """
    languages = sorted(LANGUAGES & question.factors.keys())
    words = _words(terms)
    if not languages or not words:
        return question
    rows = await connection.fetch(QUERIES["longer_words"], words, languages, MOST_LONGER)
    longer = [(row, Longer(row["lexeme"], row["stem"], row["ends_with"])) for row in rows]
    looked_up = {*words, *(part for word in words for part in _pieces(word))}
    looked_up.update(other for _, each in longer for other in each.others)
    known: dict[str, dict[str, asyncpg.Record]] = defaultdict(dict)
    for row in await connection.fetch(QUERIES["known_words"], sorted(looked_up), languages):
        known[row["configuration"]][row["word"]] = row
    related = [
        (row["configuration"], row["word"], row)
        for row, each in longer
        if each.is_compound(known[row["configuration"]])
    ]
    for language in languages:
        held = known[language]
        related += [(language, word, held[part]) for word in words for part in parts(word, held)]
    return await _with(connection, question, related, known) if related else question


async def _with(
    connection: asyncpg.Connection,
    question: WeightedQuery,
    related: Sequence[tuple[str, str, asyncpg.Record]],
    known: dict[str, dict[str, asyncpg.Record]],
) -> WeightedQuery:
    """Return a question with more terms, each given with its language and the word it is for."""
    languages = list({language for language, _, _ in related})
    rows = await connection.fetch(QUERIES["language_statistics"], languages)
    statistics = {row["configuration"]: row for row in rows}
    terms = {term.lexeme_id: term for term in question.terms}
    for language, word, row in related:
        chunks = statistics[language]["chunk_count"]
        own = known[language].get(word)
        frequency = max(row["document_frequency"], own["document_frequency"] if own else 0)
        term = Term(
            row["lexeme_id"],
            WEIGHT * (K1 + 1) * idf(chunks, frequency) * question.factors[language],
            K1 * B / statistics[language]["average_length"],
            row["document_frequency"],
        )
        terms.setdefault(term.lexeme_id, term)
    found = sorted(terms.values(), key=lambda term: term.document_frequency)
    return replace(question, terms=tuple(found))


def _words(terms: Iterable[QuestionTerm]) -> list[str]:
    """Return the words of a question that can be parts of compounds, or are some."""
    words = {
        form.word
        for term in terms
        if term.kind in (TermKind.WORD, TermKind.NAME) and not term.optional
        for form in term.forms
        if form.word and form.word.isalpha() and len(form.word) >= SHORTEST_WORD
    }
    return sorted(words, key=lambda word: (-len(word), word))[:MOST_WORDS]


def _pieces(word: str) -> Iterator[str]:
    if len(word) <= MOST_LETTERS:
        for cut in cuts(word):
            yield from (*cut.heads, cut.tail)
