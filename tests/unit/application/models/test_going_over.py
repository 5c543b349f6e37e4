"""What goes on while a library goes over to another model."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from application.answering.workflow_state import QUERY_PROCESSING, SEMANTIC_SEARCH
from application.documents.embed_cut_texts import EmbedCutTexts
from application.documents.embedding_lanes import EmbeddingLanes
from application.documents.process_document import ProcessDocument, ProcessRequest
from application.identifiers import new_id
from application.limits.admission import Admission
from application.models.library_embedder import LibraryEmbedder
from application.models.reindex_library import ReindexLibrary, ReindexRequest
from application.retrieval.name_collections import NameCollections
from application.retrieval.resolve_filter import ResolveFilter
from application.retrieval.retriever import Retriever
from application.retrieval.search_passages import SearchPassages, SearchRequest
from application.retrieval.select_by_condition import SelectByCondition
from domain.answering.events import AnswerTask
from domain.conversation.message import Message, MessageRole
from domain.documents.chunking import ChunkingPolicy
from domain.documents.document import ExtractedText
from domain.documents.prepared import CutText
from domain.errors import EmbeddingModelChanged, QuothError
from tests.fakes.collections import InMemoryCollectionCatalog
from tests.fakes.document_metadata import InMemoryDocumentMetadata
from tests.fakes.embedder import FakeEmbedder
from tests.fakes.embedding_models import InMemoryEmbeddingBuilds, InMemoryEmbeddingModels
from tests.fakes.ingest import ingest_into
from tests.fakes.jobs import InMemoryDocumentClaims
from tests.fakes.language_detector import CommonWordDetector
from tests.fakes.language_model import ScriptedLanguageModel
from tests.fakes.library import (
    InMemoryDocumentStore,
    InMemoryDocumentTexts,
    InMemoryLibrary,
    InMemoryPassageIndex,
)
from tests.fakes.model_loader import FakeModelLoader
from tests.fakes.steps import FakeSteps
from tests.fakes.stored_embeddings import InMemoryStoredEmbeddings
from tests.fakes.tokenizer import WordTokenizer
from tests.support.counting import counting
from tests.support.databases import DIMENSION
from tests.support.documents import a_document
from tests.support.uploads import a_file, an_upload

TEXT = "The heron nests in the old mill."


class Sink:
    """Records events."""

    def __init__(self) -> None:
        self.events: list[object] = []

    def emit(self, event: object) -> None:
        self.events.append(event)

    def written_by(self, model: str, failed: object = ()) -> None:
        self.events.append((model, failed))

    async def finish(self, end: object) -> None:
        self.events.append(end)

    async def fail(self, error: QuothError) -> None:
        raise error


class World:
    """A library with a document, whose model changes behind the back of its server."""

    def __init__(self) -> None:
        self.library = InMemoryLibrary()
        self.loader = FakeModelLoader(other=4)
        models = InMemoryEmbeddingModels(self.library)
        self.live = LibraryEmbedder(models, self.loader, "", lambda embedder, _: embedder)
        self.index = InMemoryPassageIndex(self.library)

    def search(self) -> SearchPassages:
        """Return a search of the library."""
        resolve = ResolveFilter(NameCollections(InMemoryCollectionCatalog(self.library)))
        select = SelectByCondition(InMemoryDocumentMetadata(self.library))
        return SearchPassages(
            self.live, Retriever(self.index), resolve, select, counting(), Admission(9)
        )

    async def open(self) -> None:
        """Add the document with the first model, and load that model."""
        await ingest_into(self.library, FakeEmbedder(DIMENSION)).execute(
            an_upload("heron.txt", TEXT.encode())
        )
        await self.live.open(None)

    async def go_over(self) -> None:
        """Let the library go over to the other model."""

        async def pause(seconds: float) -> None:
            del seconds

        builds = InMemoryEmbeddingBuilds(self.library)
        await ReindexLibrary(builds, self.loader, pause).execute(ReindexRequest("other"))


@pytest.fixture
async def world() -> World:
    world = World()
    await world.open()
    return world


async def test_a_search_is_repeated_with_the_model_of_the_library(world: World) -> None:
    """The search finds what it would have found, and says with which model."""
    search = world.search()
    assert (await search.execute(SearchRequest("heron"))).model.name == "test-model"
    await world.go_over()
    result = await search.execute(SearchRequest("heron"))
    assert result.model.name == "other"
    assert [each.passage.content for each in result.selection.kept] == [TEXT]


async def test_a_search_is_not_repeated_for_ever(world: World) -> None:
    """If the library changes again and again, the client is asked to come back."""
    search = world.search()
    stored = world.library.models.live
    world.library.models.check = _changed  # type: ignore[method-assign] # changes at each search
    with pytest.raises(EmbeddingModelChanged):
        await search.execute(SearchRequest("heron"))
    assert world.library.models.live == stored


def _changed(model: str | None) -> None:
    del model
    raise EmbeddingModelChanged


async def test_an_answer_goes_on_with_the_model_of_the_library(world: World) -> None:
    """A change between the query and its search shows in the query, not in the answer."""
    parts = FakeSteps(world.library, world.live, ScriptedLanguageModel())
    steps = parts.steps()
    answer = Message(new_id(), new_id(), MessageRole.ASSISTANT, "", datetime.now(UTC))
    state = steps.begin(AnswerTask("Where does the heron nest?", (), answer), Sink())
    state = await steps.run(QUERY_PROCESSING, state)
    await world.go_over()
    state = await steps.run(SEMANTIC_SEARCH, state)
    assert state.failure is None
    assert state.selection is not None
    assert [each.passage.content for each in state.selection.kept] == [TEXT]


@pytest.mark.parametrize("ahead", [False, True])
async def test_a_document_that_is_added_meanwhile_is_embedded_again(
    world: World, ahead: bool
) -> None:
    """It is stored once, with vectors of the library's model alone, also if it was prepared."""
    claims = InMemoryDocumentClaims(world.library)
    lanes = EmbeddingLanes(
        WordTokenizer(),
        world.live,
        InMemoryStoredEmbeddings(world.library),
        ChunkingPolicy(64, 0),
    )
    process = ProcessDocument(
        lanes,
        CommonWordDetector(),
        InMemoryDocumentTexts(world.library),
        claims,
        InMemoryDocumentStore(world.library),
    )
    document = replace(a_document("The egret"), filename="egret.txt")
    claim = await claims.claim(document, a_file(b"The egret"))
    extracted = ExtractedText("The egret stands.")
    cut = {"egret": CutText(extracted, tuple(await lanes.cut(extracted.text)))}
    prepared = await EmbedCutTexts(world.live.live(), ChunkingPolicy(64, 0)).execute(cut)
    await world.go_over()

    async def read() -> ExtractedText:
        return extracted

    request = ProcessRequest(claim, read, prepared["egret"] if ahead else None)
    done = await process.execute(request)
    entry = world.library.entries[done.id]
    assert {each.model for each in entry.chunks} == {"other"}
    assert {len(window) for each in entry.chunks for window in each.windows} == {4}
    assert [each.chunk.content for each in entry.chunks] == ["The egret stands."]
