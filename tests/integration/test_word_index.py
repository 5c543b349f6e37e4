"""The index of words: it holds what Python calls words, and follows their definition."""

import asyncio

import pytest

from adapters.postgres.database import Database
from adapters.postgres.word_index import bring_up_to_date
from domain.text.words import VERSION, Form, question_terms, text_terms
from domain.text.words.folding import folded
from tests.contracts.stores import Library, library_in
from tests.support.databases import DIMENSION, MODEL, DatabaseServer, connected
from tests.support.documents import embedded, unit

TEXTS = {
    "en": "The WHO's crane QX-77 lifted 1,250 kg on 3 June 2029; mail a.b@example.org (§ 9(2)).",
    "de": "Häuser, Straßen und Züge: v2.4.1 kostet 1.250,00 € – siehe § 4 Abs. 3, Anlagen-Nr. 7b.",
    "fr": "L’été dernier, la crème brûlée coûtait 3,50 euros ; œufs compris.",
    "pl": "Łódź ma 12 345 mieszkańców więcej niż myśleliśmy.",
    "ru": "Лодки Ёлкина стоят у причала crane-12 до 9 мая 2031.",
    "ar": "مُحَرِّكُ السَّفِينَة رقم ٤٥ في الميناء",
    "hi": "नाव की कुंजी १२ नंबर के कमरे में है।",
    "ja": "救命胴衣は2031年5月9日に交換します。",
    "th": "เรือจอดที่ท่าเรือทุกคืน เวลา 18:30 น.",
    "ko": "구명조끼를 선실에 둔다. 물을 마신다.",
    "xx": "har-\nbour /etc/crane.conf tide_table C++ U.S. 40bar ﬁn ＡＢ１２ 10² \U0001f600",
}


def forms_of(text: str) -> list[Form]:
    terms = text_terms(text)
    return [*dict.fromkeys((*terms.words, *terms.more))]


async def lexemes_in(database: Database) -> set[str]:
    async with database.connection() as connection:
        return {row["lexeme"] for row in await connection.fetch("SELECT lexeme FROM held_lexemes")}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
async def test_the_index_holds_what_python_calls_a_word(database: Database, text: str) -> None:
    """Without a language, the index holds the forms of a text, their case and accents folded."""
    await library_in(database).add("a", embedded(0, text, unit(0)))
    expected = {form.literal or form.word for form in forms_of(text)}
    expected |= {folded(form.word) for form in forms_of(text) if form.word}
    assert await lexemes_in(database) == expected


@pytest.mark.parametrize(("language", "text"), TEXTS.items(), ids=TEXTS.keys())
async def test_each_word_of_a_text_finds_it(database: Database, language: str, text: str) -> None:
    """In any language a text is found by each of its own terms, apart from stop words."""
    library = library_in(database)
    await library.add("a", embedded(0, text, unit(0)), language=language)
    await library.add("b", embedded(0, "qqq", unit(0)), language=language)
    candidates = await library.index.candidates(text, unit(0), 10)
    [best] = [each for each in candidates.items if each.text_rank]
    assert best.passage.content == text
    async with database.connection() as connection:
        for form in forms_of(text):
            lexemes = await connection.fetchval(
                "SELECT lexemes_of(dictionary_for(configuration),"
                " latin_dictionary_for(configuration), $2, $3, $4)"
                " FROM configuration_for($1) AS configuration",
                language,
                form.word,
                form.word and folded(form.word),
                form.literal,
            )
            assert set(lexemes) <= await lexemes_in(database)


@pytest.mark.parametrize("question", TEXTS.values(), ids=TEXTS.keys())
async def test_a_question_lacks_nothing_that_a_text_of_the_same_words_has(
    database: Database, question: str
) -> None:
    """A text that is the question has every term of it: its score is a whole question's."""
    library = library_in(database)
    await library.add("a", embedded(0, question, unit(0)))
    await library.add("b", embedded(0, "qqq", unit(0)))
    held = {folded(form.word) if form.word else form.literal for form in forms_of(question)}
    for term in question_terms(question):
        assert any(
            (folded(form.word) if form.word else form.literal) in held for form in term.forms
        )
    found = await library.by_words(question)
    assert [each.passage.content for each in found] == [question]


async def make_old(database: Database) -> None:
    async with database.connection() as connection:
        await connection.execute("UPDATE indexed_documents SET words_version = $1", VERSION - 1)


async def test_documents_of_an_earlier_version_are_indexed_again(
    embedded_server: DatabaseServer,
) -> None:
    """Opening a database indexes the documents again whose words are of another version."""
    async with embedded_server.migrated_database() as dsn:
        database = Database(pool_size=4)
        await database.open(dsn, MODEL, DIMENSION)
        library = library_in(database)
        for number in range(3):
            await library.add(f"{number}", embedded(0, f"pump {number}.5.1", unit(0)))
        before = await lexemes_in(database)
        await make_old(database)
        async with database.connection() as connection:
            await connection.execute("UPDATE lexemes SET lexeme = 'old ' || lexeme")
            revision = await library.index.revision()
        assert await library.by_words("pump") == []
        await database.close()
        again = [Database(pool_size=2) for _ in range(2)]
        await asyncio.gather(*(each.open(dsn, MODEL, DIMENSION) for each in again))
        assert await lexemes_in(again[0]) == before
        library = library_in(again[0])
        assert len(await library.by_words("pump")) == 3
        assert [each.passage.content for each in await library.by_words("2.5.1")] == ["pump 2.5.1"]
        assert await library.index.revision() > revision
        for each in again:
            await each.close()


async def test_what_is_indexed_again_stays_when_the_rest_fails(postgres_dsn: str) -> None:
    """A document that cannot be indexed again leaves the others done, and its own words whole."""
    database = Database(pool_size=4)
    await database.open(postgres_dsn, MODEL, DIMENSION)
    library: Library = library_in(database)
    for number in range(3):
        await library.add(f"{number}", embedded(0, f"pump {number}.5.1", unit(0)))
    await make_old(database)
    async with connected(postgres_dsn) as connection:
        held = connected(postgres_dsn)
        async with held as other, other.transaction():
            await other.execute("SELECT FROM indexed_documents WHERE first_chunk = 2 FOR UPDATE")
            await connection.execute("SET lock_timeout = 200")
            with pytest.raises(Exception, match="lock timeout"):
                await bring_up_to_date(connection)
        versions = "SELECT words_version FROM indexed_documents ORDER BY words_version"
        assert [*map(tuple, await connection.fetch(versions))] == [(0,), (0,), (VERSION,)]
        assert len(await library.by_words("pump")) == 3
        await bring_up_to_date(connection)
        assert [*map(tuple, await connection.fetch(versions))] == [(VERSION,)] * 3
    assert len(await library.by_words("pump")) == 3
    await database.close()
