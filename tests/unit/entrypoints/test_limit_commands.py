"""`quoth document limit` and `quoth collection limit`."""

import io
import json

import pytest
from rich.console import Console

from application.documents.ingest_document import IngestDocument
from domain.documents.metadata import Labels
from domain.errors import CollectionNotFound, DocumentNotFound
from entrypoints.commands.documents import show_document
from entrypoints.commands.limits import limit_collection, limit_document
from tests.fakes.wiring import Fakes, fake_container
from tests.support.clients import client_of
from tests.support.uploads import an_upload


async def test_a_document_and_a_collection_are_limited_by_name_or_id() -> None:
    """What they can be read by is said and shown, and lifted again."""
    container = fake_container(Fakes())
    quoth = client_of(container)
    ingest = await container.get(IngestDocument)
    await ingest.execute(an_upload("deed.md", b"A deed."), labels=Labels(("Deeds",)))
    said = io.StringIO()
    console = Console(file=said, width=200)
    assert await limit_document(quoth, "deed.md", ["legal", "board"], console) == 0
    assert await show_document(quoth, "deed.md", console) == 0
    assert await limit_document(quoth, "deed.md", [], console) == 0
    assert await limit_collection(quoth, "Deeds", ["legal"], console) == 0
    [collection] = [each async for each in quoth.collections.list()]
    assert collection.limited_to == ("legal",)
    assert "deed.md can be read by admins and board, legal" in said.getvalue()
    assert "limited to    board, legal" in said.getvalue()
    assert "deed.md can be read by everybody in the workspace" in said.getvalue()
    assert "Deeds and its documents can be read by admins and legal" in said.getvalue()
    said.truncate(0)
    said.seek(0)
    reference = str(collection.collection_id)
    assert await limit_collection(quoth, reference, ["staff"], console, as_json=True) == 0
    assert json.loads(said.getvalue())["limited_to"] == ["staff"]
    with pytest.raises(CollectionNotFound, match="nothing was changed"):
        await limit_collection(quoth, "deeds", ["legal"], console)
    with pytest.raises(DocumentNotFound):
        await limit_document(quoth, "lease.md", ["legal"], console)
