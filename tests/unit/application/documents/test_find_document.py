"""Finding documents by id and name."""

import pytest

from application.documents.find_document import FindDocument
from domain.errors import DocumentNotFound, NameAmbiguous
from tests.fakes.jobs import InMemoryDocumentClaims
from tests.fakes.library import InMemoryDocumentCatalog, InMemoryLibrary
from tests.support.documents import a_document
from tests.support.uploads import a_file


@pytest.fixture
def library() -> InMemoryLibrary:
    return InMemoryLibrary()


@pytest.fixture
def find(library: InMemoryLibrary) -> FindDocument:
    return FindDocument(InMemoryDocumentCatalog(library))


async def add(library: InMemoryLibrary, text: str, *names: str) -> str:
    """Claim a document under these names and return its id."""
    for name in names:
        claim = await InMemoryDocumentClaims(library).claim(a_document(text, name), a_file(b""))
    return str(claim.document.id)


async def test_a_document_is_found_by_its_id_and_each_name(
    library: InMemoryLibrary, find: FindDocument
) -> None:
    """The id, and every name in any spelling that is stored the same way, finds the document."""
    document = await add(library, "a", "alpha/caf\u00e9.md", "b.md")
    await add(library, "b", "ALPHA/caf\u00e9.md", "b.mdx")
    for reference in (
        document,
        document.upper(),
        "alpha/cafe\u0301.md",
        "./alpha/caf\u00e9.md",
        "b.md",
    ):
        assert str((await find.execute(reference)).id) == document


async def test_a_name_with_wildcards_is_no_pattern(
    library: InMemoryLibrary, find: FindDocument
) -> None:
    """A name that looks like a pattern finds only the document that is named so."""
    document = await add(library, "a", "what?.md")
    for number in range(300):
        await add(library, str(number), f"what{number % 10}.md")
    assert str((await find.execute("what?.md")).id) == document
    with pytest.raises(DocumentNotFound):
        await find.execute("*")


async def test_a_name_of_several_documents_is_ambiguous(
    library: InMemoryLibrary, find: FindDocument
) -> None:
    """If two documents have a name, the error lists their ids."""
    ids = [await add(library, "a", "a.md"), await add(library, "b", "b.md", "a.md")]
    with pytest.raises(NameAmbiguous, match=r"2 documents are named a\.md") as caught:
        await find.execute("a.md")
    assert all(each in caught.value.message for each in ids)


async def test_an_unknown_name_suggests_paths(library: InMemoryLibrary, find: FindDocument) -> None:
    """The error for an unknown name suggests names that end in it, and only those."""
    await add(library, "a", "alpha/settings.md", "other.md")
    await add(library, "b", "beta/settings.md")
    with pytest.raises(DocumentNotFound) as caught:
        await find.execute("settings.md")
    assert caught.value.message == (
        "There is no document named settings.md."
        " Did you mean beta/settings.md or alpha/settings.md?"
    )
    with pytest.raises(DocumentNotFound, match=r"named nothing\.md\.$"):
        await find.execute("nothing.md")
