"""Removing the documents that pass a filter."""

import pytest

from adapters.in_memory_cache import InMemoryCache
from application.answering.answer_cache import AnswerCache
from application.documents.remove_documents import RemoveDocuments
from application.limits.admission import Admission
from application.retrieval.name_collections import NameCollections
from application.retrieval.resolve_filter import ResolveFilter
from domain.conversation.message import Message
from domain.documents.document_filter import DocumentFilter
from domain.errors import ServerBusy
from tests.fakes.collections import InMemoryCollectionCatalog, InMemoryDocumentRemovals
from tests.fakes.embedder import FakeEmbedder
from tests.fakes.ingest import ingest_into
from tests.fakes.library import InMemoryLibrary, InMemoryPassageIndex
from tests.support.databases import DIMENSION
from tests.support.uploads import an_upload


async def test_few_dry_runs_are_done_at_the_same_time() -> None:
    """What comes above that is refused, and deletions, which take turns, are not."""
    library, previews = InMemoryLibrary(), Admission(1)
    await ingest_into(library, FakeEmbedder(DIMENSION)).execute(an_upload("heron.txt", b"Heron."))
    index = InMemoryPassageIndex(library)
    remove = RemoveDocuments(
        InMemoryDocumentRemovals(library),
        ResolveFilter(NameCollections(InMemoryCollectionCatalog(library))),
        AnswerCache(InMemoryCache[Message](9, 60.0), index, ""),
        previews,
    )
    within = DocumentFilter(filename="heron*")
    planned = await remove.execute(within, dry_run=True)
    with previews.admitted():
        with pytest.raises(ServerBusy):
            await remove.execute(within, dry_run=True)
        assert await remove.execute(within) == planned
    assert library.entries == {}
