"""Finding documents by id and name, through the API."""

import pytest

from domain.errors import DocumentNotFound, NameAmbiguous
from entrypoints.commands.find_document import find_document
from quoth import AsyncClient
from tests.fakes.jobs import InMemoryDocumentClaims
from tests.fakes.library import InMemoryLibrary
from tests.fakes.wiring import Fakes, fake_container
from tests.support.clients import client_of
from tests.support.documents import a_document
from tests.support.uploads import a_file


@pytest.fixture
def fakes() -> Fakes:
    return Fakes()


@pytest.fixture
def quoth(fakes: Fakes) -> AsyncClient:
    return client_of(fake_container(fakes))


async def add(library: InMemoryLibrary, text: str, *names: str) -> str:
    """Claim a document under these names and return its id."""
    for name in names:
        claim = await InMemoryDocumentClaims(library).claim(a_document(text, name), a_file(b""))
    return str(claim.document.id)


async def test_a_document_is_found_by_its_id_and_each_name(
    fakes: Fakes, quoth: AsyncClient
) -> None:
    """The id, and every name in any spelling that is stored the same way, finds the document."""
    document = await add(fakes.library, "a", "alpha/caf\u00e9.md", "b.md")
    await add(fakes.library, "b", "ALPHA/caf\u00e9.md", "b.mdx")
    for reference in (
        document,
        document.upper(),
        "alpha/cafe\u0301.md",
        "./alpha/caf\u00e9.md",
        "b.md",
    ):
        assert str((await find_document(quoth, reference)).document_id) == document


async def test_a_name_with_wildcards_is_no_pattern(fakes: Fakes, quoth: AsyncClient) -> None:
    """A name that looks like a pattern finds only the document that is named so."""
    document = await add(fakes.library, "a", "what?.md")
    for number in range(300):
        await add(fakes.library, str(number), f"what{number % 10}.md")
    assert str((await find_document(quoth, "what?.md")).document_id) == document
    with pytest.raises(DocumentNotFound):
        await find_document(quoth, "*")


async def test_a_name_of_several_documents_is_ambiguous(fakes: Fakes, quoth: AsyncClient) -> None:
    """If two documents have a name, the error lists their ids."""
    ids = [await add(fakes.library, "a", "a.md"), await add(fakes.library, "b", "b.md", "a.md")]
    with pytest.raises(NameAmbiguous, match=r"2 documents are named a\.md") as caught:
        await find_document(quoth, "a.md")
    assert all(each in caught.value.message for each in ids)


async def test_an_unknown_name_suggests_paths(fakes: Fakes, quoth: AsyncClient) -> None:
    """The error for an unknown name suggests names that end in it, and only those."""
    await add(fakes.library, "a", "alpha/settings.md", "other.md")
    await add(fakes.library, "b", "beta/settings.md")
    with pytest.raises(DocumentNotFound) as caught:
        await find_document(quoth, "settings.md")
    assert caught.value.message == (
        "There is no document named settings.md."
        " Did you mean beta/settings.md or alpha/settings.md?"
    )
    for name in ("nothing.md", "long" * 70):
        with pytest.raises(DocumentNotFound, match=r"named \S+\.$"):
            await find_document(quoth, name)
