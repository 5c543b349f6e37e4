"""Searching the passages of a library."""

import asyncio

import pytest

from application.limits.admission import Admission
from application.retrieval.name_collections import NameCollections
from application.retrieval.resolve_filter import ResolveFilter
from application.retrieval.retriever import Retriever
from application.retrieval.search_passages import SearchPassages, SearchRequest
from application.retrieval.select_by_condition import SelectByCondition
from domain.documents.document_filter import DocumentFilter
from tests.fakes.collections import InMemoryCollectionCatalog
from tests.fakes.document_metadata import InMemoryDocumentMetadata
from tests.fakes.embedder import FakeEmbedder
from tests.fakes.library import InMemoryLibrary, InMemoryPassageIndex
from tests.support.counting import counting

WAIT = 0.1


async def test_a_wait_for_the_database_is_no_time_of_the_model(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What the filter of a search waits for is in the total time, and not in that of embedding."""
    library = InMemoryLibrary()
    resolve = ResolveFilter.execute

    async def slow(self: ResolveFilter, within: DocumentFilter) -> DocumentFilter:
        await asyncio.sleep(WAIT)
        return await resolve(self, within)

    monkeypatch.setattr(ResolveFilter, "execute", slow)
    search = SearchPassages(
        FakeEmbedder(),
        Retriever(InMemoryPassageIndex(library)),
        ResolveFilter(NameCollections(InMemoryCollectionCatalog(library))),
        SelectByCondition(InMemoryDocumentMetadata(library)),
        counting(),
        Admission(9),
    )
    timings = (await search.execute(SearchRequest("heron"))).timings
    assert timings.total is not None
    assert timings.embed is not None
    assert timings.search is not None
    assert timings.total - timings.embed - timings.search > WAIT * 900
