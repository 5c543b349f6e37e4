"""PostgreSQL's text search: words in many languages, and searches among many chunks."""

import asyncio
import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest

from adapters.postgres.bm25 import Word, weigh
from adapters.postgres.database import Database
from adapters.postgres.word_fold import fold
from domain.documents.chunks import Embedding
from domain.documents.document_filter import DocumentFilter
from domain.retrieval.passages import Candidate
from tests.contracts.stores import Library, library_in
from tests.support import bm25
from tests.support.databases import DIMENSION, MODEL, DatabaseServer
from tests.support.documents import embedded, unit


@pytest.fixture
def library(database: Database) -> Library:
    """An empty library in PostgreSQL."""
    return library_in(database)


async def add(library: Library, language: str | None, *texts: str) -> None:
    chunks = [embedded(index, text, unit(0)) for index, text in enumerate(texts)]
    await library.add(f"{language}: {texts}", *chunks, filename="a.txt", language=language)


async def contents(library: Library, question: str) -> list[str]:
    return [each.passage.content for each in await library.by_words(question)]


@pytest.mark.parametrize(
    ("language", "text", "question"),
    [
        ("de", "Die Häuser der Stadt", "Haus"),
        ("en", "He was connecting the pumps", "connection of a PUMP"),
        ("fr", "L’eau des rivières", "rivière"),
        ("ru", "Большие дома стояли", "дом"),
        ("ar", "الكتب الجديدة", "كتب"),
        ("hi", "हिन्दी में किताबें।", "किताब"),
        ("zh", "东京是日本的首都", "首都"),
        ("ja", "東京は大きい都市です", "都市"),
        ("th", "ภาษาไทย", "ภาษาไทย"),
        (None, "Grüße vom Bodensee", "GRÜSSE grüße"),
        ("tlh", "nuqneH → Worf", "worf"),
        ("en", "The ﬁlter (ERX‑7751/b) costs 100€🎉", "erx-7751 filter"),
        ("en", "read_only and/or https://example.org/handbook?page=7", "handbook"),
        ("en", "hyphen\u00adation", "hyphenation"),
    ],
)
async def test_a_word_is_found_in_the_form_of_its_language(
    library: Library, language: str | None, text: str, question: str
) -> None:
    """Words are stemmed in a known language and matched as written in an unknown one."""
    await add(library, language, text, "13")
    assert await contents(library, question) == [text]


@pytest.mark.parametrize(
    ("language", "text", "stop_words"),
    [
        ("en", "what is the use of it", "what is the"),
        ("de", "und das ist der Nutzen", "ist das der"),
        ("fr", "que la lumière soit", "que la"),
    ],
)
async def test_stop_words_match_only_where_they_are_none(
    library: Library, language: str, text: str, stop_words: str
) -> None:
    """A stop word matches nothing in its own language, but does in an unknown one."""
    known = await library.add("known", embedded(0, text, unit(0)), language=language)
    found = await library.index.candidates(stop_words, unit(0), 10)
    assert [(each.bm25, each.text_rank) for each in found.items] == [(0.0, None)]
    assert found.bm25_scale == 0.0
    unknown = await library.add("unknown", embedded(0, text, unit(0)))
    found_by_words = [each.passage.place.document_id for each in await library.by_words(stop_words)]
    assert unknown.id in found_by_words
    assert known.id not in found_by_words


async def test_each_language_has_statistics_of_its_own(library: Library) -> None:
    """Scores are computed within a language and scaled to the longest scale of all."""
    english = ["red pump", "blue pump pump", "seal"]
    unknown = ["red pump", "green"]
    await add(library, "en", *english)
    await add(library, None, *unknown)
    question = ["red", "pump"]
    found = await library.index.candidates("red pump", unit(0), 10)
    scales, wanted = [], []
    for texts in (english, unknown):
        chunks = [bm25.words(text) for text in texts]
        scales.append(bm25.scale(chunks, question))
        scores = bm25.scores(chunks, question)
        wanted += [score / scales[-1] for score in scores]
    assert found.bm25_scale == pytest.approx(max(scales), abs=1e-6)
    shares = sorted(each.bm25 / found.bm25_scale for each in found.items)
    assert shares == pytest.approx(sorted(wanted), abs=1e-6)


async def test_many_words_and_very_long_ones_are_no_trouble(library: Library) -> None:
    """Words too long for PostgreSQL's index are skipped, and the others are found."""
    await add(library, "en", f"pump {'x' * 5000} {'y' * 2000}", "seal " * 3000)
    assert len(await contents(library, f"pump {'x' * 5000}")) == 1
    assert len(await contents(library, "y" * 2000)) == 1
    assert len(await contents(library, "seal " + " ".join(map(str, range(2000))))) == 1


async def test_nothing_is_left_of_removed_documents(library: Library, database: Database) -> None:
    """A fold after the last document has gone removes the last lexeme, posting and statistics."""
    documents = [
        await library.add(text, embedded(0, text, unit(0)), language=language)
        for text, language in (("one pump", "en"), ("two pumps", "en"), ("drei", "de"), ("", None))
    ]
    for document in documents:
        await library.store.remove(document.id)
    await fold(database.transaction)
    async with database.connection() as connection:
        for table in ("lexemes", "postings", "lexical_statistics", "indexed_documents"):
            assert await connection.fetchval(f"SELECT count(*) FROM {table}") == 0  # noqa: S608 - names from here


async def test_a_document_cannot_go_without_its_words(library: Library, database: Database) -> None:
    """A document cannot be deleted by hand, since its words would stay in the statistics."""
    await add(library, "en", "pump")
    with pytest.raises(asyncpg.ForeignKeyViolationError):
        async with database.connection() as connection:
            await connection.execute("DELETE FROM documents")
    assert await contents(library, "pump") == ["pump"]


def test_the_rarest_word_comes_first_and_weighs_most() -> None:
    """Terms are ordered from rarest to most common, and rarer ones weigh more."""
    words = [Word("english", 100, 10.0, n, frequency) for n, frequency in enumerate((50, 1, 7))]
    terms = weigh(words).terms
    assert [term.document_frequency for term in terms] == [1, 7, 50]
    assert [term.weight for term in terms] == sorted((t.weight for t in terms), reverse=True)


VOCABULARY = [f"w{number}" for number in range(300)]


@pytest.fixture(scope="module")
def texts() -> list[str]:
    """Texts whose word frequencies follow Zipf's law."""
    chance = random.Random(7)  # noqa: S311 - not for secrets
    weights = [1 / rank for rank in range(1, len(VOCABULARY) + 1)]
    return [" ".join(chance.choices(VOCABULARY, weights, k=20)) for _ in range(3000)]


def vectors(count: int, seed: int) -> list[Embedding]:
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    found: list[Embedding] = []
    for _ in range(count):
        vector = [chance.gauss(0, 1) for _ in range(DIMENSION)]
        length = sum(number**2 for number in vector) ** 0.5
        found.append([number / length for number in vector])
    return found


async def fill(library: Library, texts: Sequence[str]) -> None:
    """Add 3,000 chunks in 32 documents, each a day older than the one before."""
    windows = vectors(len(texts), seed=1)
    now = datetime.now(UTC)
    sizes = [3, 27, 70, *[100] * 29]
    start = 0
    for number, size in enumerate(sizes):
        rows = range(start, start + size)
        chunks = [embedded(index, texts[row], windows[row]) for index, row in enumerate(rows)]
        await library.add(
            str(number), *chunks, filename=f"{number}.txt", uploaded_at=now - timedelta(days=number)
        )
        start += size


def keys(found: Sequence[Candidate]) -> set[tuple[object, int]]:
    return {(each.passage.place.document_id, each.passage.chunk_index) for each in found}


async def test_filtered_searches_recall_what_an_exact_scan_finds(
    embedded_server: DatabaseServer, texts: list[str]
) -> None:
    """Filters that pass 0.1% to 100% of the chunks find at least 95% of an exact scan's results."""
    async with embedded_server.database() as database:
        await fill(library_in(database), texts)
        exact = library_in(database, exact_chunks=10**6, postings_budget=10**9)
        now = datetime.now(UTC)
        for days, chunks in ((0.5, 3), (1.5, 30), (4.5, 300), (None, 3000)):
            within = days and DocumentFilter(uploaded_since=now - timedelta(days=days))
            limit = min(20, chunks)
            for limits in ({}, {"exact_chunks": 0, "postings_budget": 500}):
                tried = library_in(database, **limits)
                same = 0
                for embedding in vectors(10, seed=2):
                    wanted = await exact.index.candidates("", embedding, 20, within=within or None)
                    found = await tried.index.candidates("", embedding, 20, within=within or None)
                    assert len(found.items) == limit
                    same += len(keys(found.items) & keys(wanted.items))
                assert same >= 0.95 * 10 * limit


async def test_rarer_terms_first_finds_what_all_terms_find(
    embedded_server: DatabaseServer, texts: list[str]
) -> None:
    """With a budget far below the postings, 80% of the best chunks are found, with exact scores."""
    chance = random.Random(3)  # noqa: S311 - not for secrets
    async with embedded_server.database() as database:
        await fill(library_in(database), texts)
        exact = library_in(database, postings_budget=10**9)
        tried = library_in(database, postings_budget=500)
        same = 0
        for _ in range(20):
            question = " ".join(chance.sample(VOCABULARY, 8))
            wanted = await exact.by_words(question, 10)
            found = await tried.by_words(question, 10)
            assert len(found) == len(wanted) == 10
            same += len(keys(found) & keys(wanted))
            scores = {(each.passage.content, each.bm25) for each in (*found, *wanted)}
            assert len(scores) == len({content for content, _ in scores})
        assert same >= 0.8 * 20 * 10


async def test_no_chunk_is_given_up_that_commoner_terms_would_bring_among_the_best(
    embedded_server: DatabaseServer, texts: list[str]
) -> None:
    """Of the chunks with the rarest term, those with the best scores over all terms are found."""
    async with embedded_server.database() as database:
        await fill(library_in(database), texts)
        exact = library_in(database, postings_budget=10**9)
        tried = library_in(database, postings_budget=1)
        for number in range(60, 80):
            words = [f"w{number - 10 * step}" for step in range(4)]
            rarest = min(words, key=lambda word: sum(word in text.split() for text in texts))
            every = await exact.by_words(" ".join(words), len(texts))
            have_it = [each.bm25 for each in every if rarest in each.passage.content.split()]
            for limit in (1, 5):
                found = await tried.by_words(" ".join(words), limit)
                assert [each.bm25 for each in found] == pytest.approx(have_it[:limit])


async def test_a_filtered_search_is_planned_for_its_filter(
    embedded_server: DatabaseServer, texts: list[str]
) -> None:
    """A filtered search is planned for its own filter, even when it is repeated."""
    async with embedded_server.migrated_database() as dsn:
        database = Database(pool_size=1)  # one connection, whose plans are counted
        await database.open(dsn, MODEL, DIMENSION)
        library = library_in(database, exact_chunks=0)
        await fill(library, texts)
        for _ in range(10):
            await library.index.candidates("w0 w9", unit(0), 10, within=DocumentFilter(None, "1*"))
        async with database.connection() as connection:
            rows = await connection.fetch(
                "SELECT generic_plans, custom_plans FROM pg_prepared_statements"
                " WHERE strpos(statement, $1) > 0",
                "documents_within",
            )
        assert [tuple(row) for row in rows] == [(0, 10)] * 4
        await database.close()


async def test_common_words_fill_up_what_rare_ones_leave(
    embedded_server: DatabaseServer, texts: list[str]
) -> None:
    """A rare word in a single chunk does not end a search before its limit."""
    async with embedded_server.database() as database:
        tried = library_in(database, postings_budget=10)
        await fill(tried, texts)
        await tried.add("one", embedded(0, "unique w0", unit(0)))
        found = await tried.by_words("unique w0", 10)
        assert len(found) == 10
        assert found[0].passage.content == "unique w0"


async def test_a_search_sees_one_state_of_the_library(library: Library) -> None:
    """A search sees one consistent state while documents are added and removed."""

    async def come_and_go(number: int) -> None:
        for turn in range(5):
            chunks = [embedded(index, "pump", unit(0)) for index in range(4)]
            document = await library.add(f"{number} {turn}", *chunks)
            await library.store.remove(document.id)

    async def search() -> None:
        for _ in range(20):
            found = (await library.index.candidates("pump", unit(0), 50)).items
            ranks = [*range(1, len(found) + 1)]
            assert sorted(each.vector_rank or 0 for each in found) == ranks
            assert sorted(each.text_rank or 0 for each in found) == ranks
            assert len(found) % 4 == 0
            assert len({each.bm25 for each in found}) <= 1

    await asyncio.gather(come_and_go(1), come_and_go(2), search(), search())
