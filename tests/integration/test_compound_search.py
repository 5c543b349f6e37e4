"""Compounds in PostgreSQL's search by words."""

import pytest

from adapters.postgres.compounds import LANGUAGES
from adapters.postgres.database import Database
from tests.contracts.stores import Library, library_in
from tests.support.documents import embedded, unit

FILLER = ("Der Garten ist im Sommer offen.", "Die Kasse schließt um acht.", "Das Tor ist grün.")


@pytest.fixture
def library(database: Database) -> Library:
    """An empty library in PostgreSQL."""
    return library_in(database)


async def found(library: Library, question: str) -> list[str]:
    return [each.passage.content for each in await library.by_words(question)]


async def add(library: Library, language: str, *texts: str) -> None:
    chunks = [embedded(index, text, unit(0)) for index, text in enumerate(texts)]
    await library.add(f"{language}: {texts}", *chunks, filename="a.txt", language=language)


@pytest.mark.parametrize(
    ("language", "text", "question"),
    [
        ("de", "Der Gartenschlauch hängt im Schuppen.", "Schlauch"),
        ("de", "Der Gartenschlauch hängt im Schuppen.", "Schläuche"),
        ("de", "Die Ankunftszeiten hängen aus.", "Ankunft"),
        ("de", "Der Schlauch des Brunnens ist lang.", "Brunnenschlauch"),
        ("de", "Die Zeit der Ankunft hängt aus.", "Ankunftszeit"),
        ("nl", "De fietsenstalling is dicht.", "stalling"),
        ("sv", "Trädgårdsslangen hänger i boden.", "slang"),
        ("da", "Haveslangen hænger i skuret.", "slange"),
        ("nb", "Hageslangen henger i boden.", "slange"),
        ("fi", "Puutarhaletku on vajassa.", "letku"),
        ("hu", "A kertikapu zárva van.", "kapu"),
    ],
)
async def test_a_compound_is_found_by_its_parts_and_its_parts_by_it(
    library: Library, language: str, text: str, question: str
) -> None:
    """A word finds the compounds that end with it, and a compound finds its parts."""
    await add(library, language, text, "13", "14")
    assert await found(library, question) == [text]


async def test_the_word_itself_weighs_more(library: Library) -> None:
    """A chunk with the word comes before one with a compound of it."""
    await add(library, "de", "Der Gartenschlauch liegt hier.", "Ein Schlauch liegt hier.", *FILLER)
    assert await found(library, "Schlauch") == [
        "Ein Schlauch liegt hier.",
        "Der Gartenschlauch liegt hier.",
    ]


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("Die Versicherung zahlt.", "Sicherung"),
        ("Der Motor läuft.", "Tor"),
        ("Er berichtigt den Fehler.", "Bericht"),
    ],
)
async def test_a_longer_word_is_not_always_a_compound(
    library: Library, text: str, question: str
) -> None:
    """Prefixes and endings make no compound."""
    await add(library, "de", text, "13")
    assert await found(library, question) == []


async def test_other_languages_are_searched_without_compounds(library: Library) -> None:
    """In a language that writes its compounds apart, a longer word is another word."""
    await add(library, "en", "The gardenhose is here.", "13")
    assert await found(library, "hose") == []


async def test_the_indexes_serve_the_languages_that_are_searched(database: Database) -> None:
    """The indexes of lexemes have the languages whose compounds are looked for."""
    async with database.connection() as connection:
        rows = await connection.fetch(
            "SELECT cfgname FROM pg_ts_config WHERE has_compounds(cfgname)"
        )
    assert {row["cfgname"] for row in rows} == LANGUAGES
