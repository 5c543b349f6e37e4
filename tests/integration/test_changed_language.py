"""What a change of a document's language does to a search by words."""

import pytest

from adapters.postgres.database import Database
from domain.documents.changes import DocumentChanges
from tests.contracts.stores import Library, library_in
from tests.support.documents import embedded, unit


@pytest.fixture
def library(database: Database) -> Library:
    """An empty library in PostgreSQL."""
    return library_in(database)


async def test_the_words_are_found_by_the_rules_of_the_new_language(library: Library) -> None:
    """A form of a word that only the new language knows is found after the change, and not before.

    The statistics of the words are those of a document that always had the language.
    """
    text = "Die Pumpenkammern liegen unter den Brücken."
    document = await library.add("a", embedded(0, text, unit(0)), language="ja")
    assert await library.by_words("Brücke") == []
    await library.store.change(document.id, DocumentChanges(language="de"))
    [changed] = await library.by_words("Brücke")
    await library.store.remove(document.id)
    await library.add("b", embedded(0, text, unit(0)), language="de")
    [always] = await library.by_words("Brücke")
    assert changed.bm25 == always.bm25
