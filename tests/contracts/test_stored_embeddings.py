"""What every StoredEmbeddings does."""

from dataclasses import replace

from application.identifiers import new_id
from domain.documents.chunks import Chunk, EmbeddedChunk
from domain.text.structure.blocks import Context, Heading
from tests.contracts.stores import Library
from tests.support.databases import MODEL
from tests.support.documents import embedded, unit


async def test_the_embeddings_of_stored_texts_are_returned(library: Library) -> None:
    """Of several texts, those that chunks of the document have come with all their windows."""
    document = await library.add(
        "herons", embedded(0, "Herons fish.", unit(0), unit(1)), embedded(1, "They wade.", unit(2))
    )
    found = await library.embeddings.of_texts(document.id, ["Herons fish.", "They fly."], MODEL)
    assert list(found) == ["Herons fish."]
    assert [list(window) for window in found["Herons fish."]] == [list(unit(0)), list(unit(1))]


async def test_a_text_is_what_is_embedded_headings_included(library: Library) -> None:
    """A chunk under a heading is found by the heading and its content, as it was embedded."""
    chunk = embedded(0, "They wade.", unit(3))
    under = replace(chunk.chunk, context=Context((Heading(1, "Herons"),)))
    document = await library.add("herons", replace(chunk, chunk=under))
    texts = ["They wade.", "Herons\nThey wade."]
    assert list(await library.embeddings.of_texts(document.id, texts, MODEL)) == texts[1:]


async def test_other_documents_and_missing_ones_have_none(library: Library) -> None:
    """The chunks of another document do not count, nor those of one that is not processed."""
    text = "Herons fish."
    await library.add("herons", EmbeddedChunk(Chunk(0, text, 0, len(text), 1), (unit(0),), MODEL))
    claim = await library.claim("egrets")
    for document_id in (claim.document.id, new_id()):
        assert await library.embeddings.of_texts(document_id, [text], MODEL) == {}
