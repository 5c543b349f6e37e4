"""The index of words under many writers: it equals one that is made afresh, folded or not."""

import asyncio
import random
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

import pytest

from adapters.postgres import word_fold
from adapters.postgres.database import Database
from adapters.postgres.queries import QUERIES
from adapters.postgres.word_fold import fold
from adapters.postgres.word_index import forget_words, index_words, word_rows
from application.access.acting import acting_as
from application.identifiers import new_id
from domain.documents.changes import DocumentChanges
from domain.documents.collection import Collection
from domain.documents.document import Document
from domain.documents.document_filter import DocumentFilter
from domain.documents.metadata import Labels
from tests.contracts.stores import Library, library_in
from tests.support import bm25
from tests.support.databases import (
    DIMENSION,
    MODEL,
    DatabaseServer,
    connected,
    enter_default_workspace,
)
from tests.support.documents import embedded, unit
from tests.support.plans import nodes_of
from tests.support.word_state import afresh, check_blocks, everything, fold_all
from tests.support.workspaces import member_of

LANGUAGES = ("en", "de", "fi", None)
WORDS = [f"w{number}" for number in range(40)]
SOME_POSTINGS = 4  # in a block, so that few documents fill many


@pytest.fixture(autouse=True)
def _small_folds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_fold, "POSTINGS_PER_BLOCK", SOME_POSTINGS)
    monkeypatch.setattr(word_fold, "DUE_DOCUMENTS", 3)
    monkeypatch.setattr(word_fold, "MOST_DOCUMENTS", 5)


@dataclass
class Kept:
    """The documents that a library should have: their texts and languages."""

    texts: dict[UUID, list[str]] = field(default_factory=dict)
    languages: dict[UUID, str | None] = field(default_factory=dict)

    async def add(self, library: Library, name: str, language: str | None) -> Document:
        """Add a document of random words."""
        texts = list(_texts(name))
        chunks = [embedded(index, text, unit(0)) for index, text in enumerate(texts)]
        document = await library.add(name, *chunks, language=language)
        self.texts[document.id], self.languages[document.id] = texts, language
        return document

    async def remove(self, library: Library, document_id: UUID) -> None:
        """Remove a document."""
        del self.texts[document_id], self.languages[document_id]
        await library.store.remove(document_id)


def _texts(name: str) -> Iterator[str]:
    chance = random.Random(name)  # noqa: S311 - not for secrets
    for number in range(chance.randint(1, 9)):
        common = chance.choices(WORDS[:5], k=6)
        yield " ".join([f"{name}n{number}", *common, *chance.choices(WORDS, k=4)])


async def check_scores(library: Library, kept: Kept, question: Sequence[str]) -> None:
    """Check that each chunk has the score of a plain BM25 over the chunks of its language."""
    wanted: dict[str, float] = {}
    for language in set(kept.languages.values()):
        texts = [
            text
            for document_id, texts in kept.texts.items()
            if kept.languages[document_id] == language
            for text in texts
        ]
        chunks = [bm25.words(text) for text in texts]
        scale = bm25.scale(chunks, question)
        for text, score in zip(texts, bm25.scores(chunks, question), strict=True):
            if score:
                wanted[text] = score / scale
    scale = (await library.index.candidates(" ".join(question), unit(0), 1)).bm25_scale
    found = await library.by_words(" ".join(question), 1000)
    scores = {each.passage.content: each.bm25 / scale for each in found}
    assert scores == pytest.approx(wanted, abs=1e-6)


async def test_many_writers_leave_the_index_that_one_would_make(
    embedded_server: DatabaseServer,
) -> None:
    """Whatever eight writers do at once, the index equals one made afresh; searches are exact."""
    kept = Kept()
    async with embedded_server.migrated_database() as dsn:
        databases = [Database(pool_size=5) for _ in range(2)]
        for each in databases:
            await each.open(dsn, MODEL, DIMENSION)
        libraries = [library_in(each, postings_budget=10**9) for each in databases]

        async def write(number: int) -> None:
            chance = random.Random(number)  # noqa: S311 - not for secrets
            library = libraries[number % 2]
            own: list[UUID] = []
            for turn in range(14):
                action = chance.choice(["add", "add", "remove", "language", "fold"])
                if action == "add" or not own:
                    language = chance.choice(LANGUAGES)
                    own.append((await kept.add(library, f"d{number}t{turn}", language)).id)
                elif action == "remove":
                    await kept.remove(library, own.pop(chance.randrange(len(own))))
                elif action == "language":
                    changed, language = chance.choice(own), chance.choice(LANGUAGES)
                    kept.languages[changed] = language
                    await library.store.change(changed, DocumentChanges(language=language))
                else:
                    await fold(databases[number % 2].transaction)

        await asyncio.gather(*map(write, range(8)))
        wanted = await afresh(embedded_server, kept.texts, kept.languages)
        revision = await libraries[0].index.revision()
        async with databases[0].connection() as connection:
            assert await everything(connection) == wanted
            await check_blocks(connection, SOME_POSTINGS)
            for question in (["w1"], ["w0", "w3", "w17", "w30"], ["w2", "unheard"]):
                await check_scores(libraries[0], kept, question)
        await fold_all(databases[0].transaction)
        async with databases[0].connection() as connection:
            assert await everything(connection) == wanted
            assert await connection.fetchval("SELECT count(*) FROM word_changes") == 0
            assert await connection.fetchval("SELECT count(*) FROM lexemes") == len(
                wanted["lexemes"]
            )
            await check_blocks(connection, SOME_POSTINGS)
            await check_scores(libraries[0], kept, ["w0", "w3", "w17", "w30"])
        assert await libraries[0].index.revision() == revision
        for each in databases:
            await each.close()


async def test_a_document_that_comes_late_is_folded_among_the_others(
    embedded_server: DatabaseServer, database: Database
) -> None:
    """The postings of a slow transaction find their place in blocks that were made meanwhile."""
    library, kept = library_in(database, postings_budget=10**9), Kept()
    late = await kept.add(library, "late", "en")
    for number in range(4):
        await kept.add(library, f"first{number}", "en")
    async with database.transaction() as slow:
        await forget_words(slow, late.id)
        rows = word_rows(enumerate(kept.texts[late.id]))
        await index_words(slow, late.id, rows)
        for number in range(4):
            await kept.add(library, f"then{number}", "en")
        await fold_all(database.transaction)
    await fold_all(database.transaction)
    async with database.connection() as connection:
        assert await everything(connection) == await afresh(
            embedded_server, kept.texts, kept.languages
        )
        await check_blocks(connection, SOME_POSTINGS)
    await check_scores(library, kept, ["w0", "w1", "w9"])


WAITING = """
SELECT count(*) FROM pg_stat_activity, pg_sleep(0.01)
WHERE wait_event_type = 'Lock' AND datname = current_database()
"""
FOLD = """
import asyncio, sys
import asyncpg
from adapters.postgres.word_fold import fold
from tests.support.plans import nodes_of
from tests.support.word_state import transactions_on

async def main():
    connection = await asyncpg.connect(sys.argv[1])
    print("connected", flush=True)
    await fold(transactions_on(connection))

asyncio.run(main())
"""


async def test_every_way_to_delete_folds(postgres_dsn: str) -> None:
    """After many documents went, one by one, by a filter or with a collection, none waits."""
    database = Database(pool_size=4)
    await database.open(postgres_dsn, MODEL, DIMENSION)
    library = library_in(database)
    collection = Collection(new_id(), "birds", datetime.now(UTC))
    await library.collections.create(collection)
    labels = Labels(("birds",))

    async def remove_all(way: str, documents: Sequence[Document]) -> None:
        ids = tuple(each.id for each in documents)
        match way:
            case "one by one":
                for each in ids:
                    await library.store.remove(each)
            case "by a filter":
                await library.removals.remove(DocumentFilter(document_ids=ids))
            case _:
                await library.collections.remove(collection.id, with_documents=True)

    async with connected(postgres_dsn) as connection:
        for way in ("one by one", "by a filter", "with a collection"):
            texts = [f"{way} {number}" for number in range(word_fold.DUE_DOCUMENTS + 1)]
            added = [
                await library.add(text, embedded(0, text, unit(0)), labels=labels) for text in texts
            ]
            await fold_all(database.transaction)
            await remove_all(way, added)
            waiting = await connection.fetchval("SELECT count(*) FROM forgotten_documents")
            assert waiting <= 1, way  # one by one, the last may come after a fold
    await database.close()


async def test_a_workspace_that_is_small_beside_others_is_folded_without_loops(
    postgres_dsn: str,
) -> None:
    """Each lexeme is not compared with each, although the planner takes the workspace for empty."""
    database = Database(pool_size=2)
    await database.open(postgres_dsn, MODEL, DIMENSION)
    library, kept = library_in(database), Kept()
    for number in range(12):
        await kept.add(library, f"d{number}", "en")
    await fold_all(database.transaction)
    async with connected(postgres_dsn) as connection:
        await connection.execute("ANALYZE")
    numbers = {"$1": "1024", "$2": "8192", "$3": "128"}
    folding = re.sub(r"\$[123]", lambda found: numbers[found[0]], QUERIES["fold_words"])
    with acting_as(member_of(2)):
        async with database.transaction() as transaction:
            await transaction.execute(QUERIES["plan_without_loops"])
            plan = await transaction.fetchval(f"EXPLAIN (FORMAT JSON) {folding}")
    await database.close()
    loops = [each for each in nodes_of(plan) if "Nested" in each["Node Type"]]
    assert loops  # with the blocks that each change belongs to, found by their key
    assert [each for each in loops if "Join Filter" in each] == []


async def test_a_killed_fold_changes_nothing(
    embedded_server: DatabaseServer, postgres_dsn: str
) -> None:
    """A process that is killed while it folds changes nothing, and the next one folds."""
    database, kept = Database(pool_size=4), Kept()
    await database.open(postgres_dsn, MODEL, DIMENSION)
    library = library_in(database)
    documents = [await kept.add(library, f"d{number}", "en") for number in range(7)]
    async with connected(postgres_dsn) as connection:
        await enter_default_workspace(connection)
        await fold_all(database.transaction)
        await kept.remove(library, documents[0].id)
        await kept.add(library, "new", "en")
        async with connected(postgres_dsn) as other, other.transaction():
            # the fold waits here, in the middle of its statement
            await other.execute("SELECT FROM lexemes FOR UPDATE")
            process = subprocess.Popen(  # noqa: ASYNC220, S603 - a script from here, waited for below
                [sys.executable, "-c", FOLD, postgres_dsn], stdout=subprocess.PIPE
            )
            while not await connection.fetchval(WAITING):
                assert process.poll() is None
            process.send_signal(signal.SIGKILL)
            process.communicate()
        wanted = await afresh(embedded_server, kept.texts, kept.languages)
        assert await everything(connection) == wanted
        while not await fold(database.transaction):
            await connection.execute("SELECT pg_sleep(0.01)")
        assert await everything(connection) == wanted
        assert await connection.fetchval("SELECT count(*) FROM word_changes") == 0
    await database.close()
