"""What every StoredContents does."""

from dataclasses import replace

from tests.contracts.stores import Library
from tests.support.documents import a_document, embedded, processed, unit
from tests.support.uploads import a_file


async def test_processed_documents_are_found_by_the_bytes_of_their_files(library: Library) -> None:
    """Of several digests, those of processed documents come with these; none finds none."""
    herons = await library.add("herons", embedded(0, "Herons fish.", unit(0)))
    waiting = (await library.claim("egrets")).document
    digests = [herons.content_sha256, waiting.content_sha256, "0" * 64]
    found = await library.contents.processed(digests)
    assert {digest: each.id for digest, each in found.items()} == {herons.content_sha256: herons.id}
    assert found[herons.content_sha256].names == herons.names
    assert await library.contents.processed([]) == {}


async def test_a_document_under_an_external_id_is_none_of_these_bytes(library: Library) -> None:
    """The bytes of a document that is replaced under its name do not identify it."""
    document = replace(a_document("herons"), external_id="herons")
    claim = await library.claims.claim(document, a_file(b"herons"))
    chunks = [embedded(0, "Herons fish.", unit(0))]
    await library.store.add(claim, processed(claim.document, chunks), "herons", chunks)
    assert await library.contents.processed([document.content_sha256]) == {}
