"""Changing the embedding model of a library, on fakes."""

from collections.abc import Sequence

import pytest

from application.models import reindex_library as module
from application.models.reindex_library import Progress, ReindexLibrary, ReindexRequest
from application.ports.embedding_models import StoredModel
from domain.documents.chunking import ChunkingPolicy
from domain.documents.chunks import Embedding
from domain.errors import BuildRefused
from tests.fakes.embedder import FakeEmbedder
from tests.fakes.embedding_models import InMemoryEmbeddingBuilds
from tests.fakes.ingest import ingest_into
from tests.fakes.library import InMemoryLibrary
from tests.fakes.model_loader import FakeModelLoader
from tests.support.databases import DIMENSION, MODEL
from tests.support.uploads import an_upload

TEXT = "The heron nests in the old mill by the quiet river and waits there. " * 12


class World:
    """A library of three documents, and a change of its model without pauses."""

    def __init__(self) -> None:
        self.library = InMemoryLibrary()
        self.loader = FakeModelLoader(other=4, third=16)
        self.builds = InMemoryEmbeddingBuilds(self.library)
        self.paused: list[float] = []
        self.reindex = ReindexLibrary(self.builds, self.loader, self._pause)

    async def add(self, *names: str) -> None:
        """Add documents with the model that the library has."""
        model = self.library.models.live
        embedder = FakeEmbedder(model.dimension, name=model.source.name)
        ingest = ingest_into(self.library, embedder, ChunkingPolicy(32, 4))
        for name in names:
            await ingest.execute(an_upload(f"{name}.txt", f"{name}. {TEXT}".encode()))

    @property
    def embedded(self) -> list[str]:
        """The texts that the other model embedded."""
        return [text for texts in self.loader.embedders["other"].passages for text in texts]

    @property
    def chunks(self) -> int:
        """The number of chunks in the library."""
        return sum(len(entry.chunks) for entry in self.library.entries.values())

    async def _pause(self, seconds: float) -> None:
        self.paused.append(seconds)


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    """An empty library, whose chunks are embedded two at a time."""
    monkeypatch.setattr(module, "CHUNKS_AT_ONCE", 2)
    return World()


async def test_every_chunk_is_embedded_once_and_searched_with_the_new_model(world: World) -> None:
    """The library goes over as a whole, and the servers had time to load the model."""
    await world.add("a", "b", "c")
    seen: list[Progress] = []
    source = await world.reindex.execute(ReindexRequest("other", seen.append))
    assert source.name == world.library.models.live.source.name == "other"
    assert len(world.embedded) == world.chunks
    for entry in world.library.entries.values():
        assert {each.model for each in entry.chunks} == {"other"}
        assert {len(window) for each in entry.chunks for window in each.windows} == {4}
    assert world.paused == [module.LOADING_SECONDS]
    assert (seen[0].done, seen[-1].done, seen[-1].total) == (0, world.chunks, world.chunks)
    assert seen[1].seconds_left is not None


async def test_windows_are_those_of_the_new_model(world: World) -> None:
    """A chunk stays as it is, and has as many vectors as the new model has windows in it."""
    world.loader.embedders["other"].window_words = 5
    await world.add("a")
    [entry] = world.library.entries.values()
    before = [each.chunk for each in entry.chunks]
    assert {len(each.windows) for each in entry.chunks} == {1}
    await world.reindex.execute(ReindexRequest("other"))
    assert [each.chunk for each in entry.chunks] == before
    assert all(len(each.windows) > 1 for each in entry.chunks)


async def test_a_build_that_was_cut_off_goes_on(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a failure, only what is missing is embedded."""
    await world.add("a", "b", "c")
    embedder = world.loader.embedders["other"]
    embed = embedder.embed_passages

    async def failing(texts: Sequence[str]) -> list[tuple[Embedding, ...]]:
        if len(embedder.passages) == 2:
            raise RuntimeError("cut off")
        return await embed(texts)

    with monkeypatch.context() as patch:
        patch.setattr(embedder, "embed_passages", failing)
        with pytest.raises(RuntimeError):
            await world.reindex.execute(ReindexRequest("other"))
    assert world.library.models.live.source.name == MODEL
    assert len(world.embedded) == 4
    seen: list[Progress] = []
    await world.reindex.execute(ReindexRequest("other", seen.append))
    assert seen[0].done == 4
    assert len(world.embedded) == world.chunks


async def test_documents_that_are_added_meanwhile_are_not_missing(world: World) -> None:
    """What is added while the servers load the model is embedded before the switch."""
    await world.add("a")

    async def pause(seconds: float) -> None:
        if seconds == module.LOADING_SECONDS:
            await world.add("b")

    await ReindexLibrary(world.builds, world.loader, pause).execute(ReindexRequest("other"))
    assert len(world.embedded) == world.chunks
    assert len(world.library.entries) == 2


async def test_going_back_embeds_what_was_added_since(world: World) -> None:
    """The former vectors are completed and searched again; then the others stand beside."""
    with pytest.raises(BuildRefused, match="no former vectors"):
        await world.reindex.execute(ReindexRequest(None))
    await world.add("a", "b")
    await world.reindex.execute(ReindexRequest("other"))
    chunks = world.chunks
    await world.add("c")
    source = await world.reindex.execute(ReindexRequest(None))
    assert source.name == MODEL
    embedded = [text for texts in world.loader.embedders[MODEL].passages for text in texts]
    assert len(embedded) == world.chunks - chunks
    assert world.library.models.live.dimension == DIMENSION
    beside = (await world.builds.state()).beside
    assert beside is not None
    assert beside.model.source.name == "other"


async def test_a_build_that_was_never_live_is_nothing_to_go_back_to(world: World) -> None:
    """An unfinished build is no former model."""
    await world.add("a")
    async with world.builds.begin(StoredModel(world.loader.find("other"), 4)):
        pass
    with pytest.raises(BuildRefused, match="no former vectors"):
        await world.reindex.execute(ReindexRequest(None))
