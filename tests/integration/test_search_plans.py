"""Searches by words read the postings of their words by an index, however many others there are."""

from collections.abc import Mapping
from typing import Any

from adapters.postgres.bm25 import FLAT, Term
from adapters.postgres.database import Database
from adapters.postgres.filters import EVERYWHERE
from adapters.postgres.forms import columns_of
from adapters.postgres.passage_index import columns
from adapters.postgres.phrase_search import MOST_CHUNKS, MOST_POSTINGS
from adapters.postgres.queries import QUERIES
from domain.text.words import Form
from tests.contracts.stores import library_in
from tests.support.databases import owner_of
from tests.support.documents import embedded, unit
from tests.support.plans import nodes_of

LEXEMES = 20_000
FILL = f"""
INSERT INTO posting_blocks (lexeme_id, first_chunk, chunks, frequencies, lengths)
SELECT n, 0, '{{1}}', '{{1}}', '{{9}}' FROM generate_series(1, {LEXEMES}) AS n
"""  # noqa: S608 - our own number
TERMS = columns([Term(number, 1.0, 0.1, 1) for number in (7, 70, 700)])
NONE = columns([])
BY_WORDS = (*TERMS, *NONE, FLAT, 50, 50)
QUESTIONS: Mapping[str, tuple[Any, ...]] = {
    "chunks_by_words": BY_WORDS,
    "chunks_by_words_within": (*BY_WORDS, *EVERYWHERE),
    "chunks_with_words": (
        *columns_of([Form("heron"), Form("reed")]),
        MOST_POSTINGS,
        MOST_CHUNKS,
        *EVERYWHERE,
        True,
    ),
}


async def test_the_postings_of_a_few_words_are_read_by_an_index(database: Database) -> None:
    """A server that searches reads no table of postings from end to end."""
    await library_in(database).add("Heron", embedded(0, "The heron and the reed", unit(0)))
    async with owner_of(database) as owner:
        await owner.execute(FILL)
        await owner.execute("ANALYZE")
    async with database.connection(snapshot=True) as connection:
        for name, values in QUESTIONS.items():
            plan = await connection.fetchval(f"EXPLAIN (FORMAT JSON) {QUERIES[name]}", *values)
            read = {
                node["Node Type"]
                for node in nodes_of(plan)
                if node.get("Relation Name") == "posting_blocks"
            }
            assert read, name
            assert "Seq Scan" not in read, name
