"""The contract of EmbeddingBuilds and EmbeddingModels, and what a search finds meanwhile."""

import pytest

from application.ports.embedding_builds import EmbeddingBuild, MissingChunk
from application.ports.embedding_models import StoredModel
from application.ports.model_loader import ModelSource
from domain.documents.chunks import EmbeddedChunk, Embedding
from domain.documents.document import Document
from domain.errors import BuildRefused, EmbeddingModelChanged
from domain.retrieval.calibration import RelevanceCalibration
from domain.retrieval.passages import SearchMode
from tests.contracts.stores import Library
from tests.support.databases import DIMENSION, MODEL
from tests.support.documents import embedded, processed, unit

OTHER = StoredModel(ModelSource("other-model", "/models/other-model"), 4)
THIRD = StoredModel(ModelSource("third-model", "third-model"), 4)


def short(axis: int) -> Embedding:
    """Return a unit vector of the other model."""
    return tuple(1.0 if place == axis else 0.0 for place in range(4))


async def fill(build: EmbeddingBuild, axis: int = 0) -> list[MissingChunk]:
    """Store the same two windows for every missing chunk, and return the chunks."""
    missing = list(await build.missing(None, 100))
    await build.store([(each, (short(axis), short(3))) for each in missing])
    return missing


async def two_documents(library: Library) -> tuple[Document, Document]:
    """Add documents of two chunks and of one."""
    first = await library.add("a", embedded(0, "pump", unit(0)), embedded(1, "seal", unit(1)))
    return first, await library.add("b", embedded(0, "heron", unit(2), unit(3)))


async def found(library: Library, vector: Embedding, model: str) -> list[float]:
    """Return the similarities of a search by meaning."""
    candidates = await library.index.candidates("", vector, 9, SearchMode.VECTOR, model=model)
    return sorted((round(each.passage.similarity, 3) for each in candidates.items), reverse=True)


async def test_a_library_is_searched_with_the_vectors_that_were_built(library: Library) -> None:
    """Until the switch the former ones are searched, from then on the new ones alone."""
    await two_documents(library)
    revision = await library.index.revision()
    async with library.builds.begin(OTHER) as build:
        assert len(await fill(build)) == 3
        assert await found(library, unit(0), MODEL) == [1.0, 0.0, 0.0]
        with pytest.raises(EmbeddingModelChanged):
            await found(library, short(0), OTHER.source.name)
        assert await library.models.announced() is None
        await build.announce()
        assert await library.models.announced() == OTHER
        assert await build.switch()
    assert await library.index.revision() > revision
    assert await library.models.live() == OTHER
    assert await library.models.announced() is None
    assert await found(library, short(0), OTHER.source.name) == [1.0, 1.0, 1.0]
    with pytest.raises(EmbeddingModelChanged):
        await found(library, unit(0), MODEL)
    state = await library.builds.state()
    assert (state.live, state.chunks) == (OTHER, 3)
    assert state.beside
    assert (state.beside.chunks, state.beside.was_live) == (3, True)
    assert state.beside.model == StoredModel(ModelSource(MODEL, MODEL), DIMENSION)


async def test_a_build_goes_on_where_it_was(library: Library) -> None:
    """What is stored is not asked for again, also after the process that built it ended."""
    first, second = await two_documents(library)
    async with library.builds.begin(OTHER) as build:
        one, two = await build.missing(None, 2)
        assert (one.chunk.content, two.chunk.content) == ("pump", "seal")
        assert await build.store([(one, (short(0),))]) == 1
    state = await library.builds.state()
    assert state.beside
    assert (state.beside.chunks, state.beside.was_live) == (1, False)
    async with library.builds.begin(OTHER) as build:
        missing = await build.missing(None, 9)
        assert [each.position for each in missing] == [(first.id, 1), (second.id, 0)]
        assert [each.position for each in await build.missing((first.id, 1), 9)] == [(second.id, 0)]
        assert not await build.switch()


async def test_documents_change_while_their_vectors_are_built(library: Library) -> None:
    """Vectors of chunks that have gone are not stored, and those of a new document are missing."""
    first, second = await two_documents(library)
    async with library.builds.begin(OTHER) as build:
        missing = await build.missing(None, 9)
        await library.store.remove(first.id)
        assert await build.store([(each, (short(0),)) for each in missing]) == 1
        third = await library.add("c", embedded(0, "egret", unit(4)))
        assert not await build.switch()
        assert [each.position for each in await build.missing(None, 9)] == [(third.id, 0)]
        await fill(build)
        await library.store.remove(second.id)
        assert await build.switch()
    assert await found(library, short(0), OTHER.source.name) == [1.0]
    state = await library.builds.state()
    assert state.beside
    assert state.beside.chunks == 1


async def test_a_document_with_vectors_of_another_model_is_not_added(library: Library) -> None:
    """After the switch, what was embedded before is refused whole, and can be added anew."""
    claim = await library.claim("late")
    old = [embedded(0, "late", unit(0))]
    async with library.builds.begin(OTHER) as build:
        assert await build.switch()
    with pytest.raises(EmbeddingModelChanged):
        await library.store.add(claim, processed(claim.document, old), "late", old)
    assert await library.chunks(claim.document.id) == ()
    new = [EmbeddedChunk(old[0].chunk, (short(2),), OTHER.source.name)]
    await library.store.add(claim, processed(claim.document, new), "late", new)
    assert await found(library, short(2), OTHER.source.name) == [1.0]


async def test_the_former_vectors_can_be_completed_and_searched_again(library: Library) -> None:
    """To go back, only the documents that were added since need vectors."""
    await two_documents(library)
    async with library.builds.begin(OTHER) as build:
        await fill(build)
        assert await build.switch()
    chunk = EmbeddedChunk(embedded(0, "new", unit(0)).chunk, (short(1),), OTHER.source.name)
    added = await library.add("new", chunk)
    former = (await library.builds.state()).beside
    assert former
    async with library.builds.begin(former.model) as build:
        [missing] = await build.missing(None, 9)
        assert missing.position == (added.id, 0)
        await build.store([(missing, (unit(6),))])
        assert await build.switch()
    assert await found(library, unit(6), MODEL) == [1.0, 0.0, 0.0, 0.0]
    state = await library.builds.state()
    assert state.beside
    assert (state.beside.model, state.beside.chunks) == (OTHER, 4)


async def test_a_build_is_refused_where_there_is_no_room_for_it(library: Library) -> None:
    """A live model, a third one, and a second process on a build are refused; a drop makes room."""
    await two_documents(library)
    live = await library.models.live()
    with pytest.raises(BuildRefused):
        async with library.builds.begin(live):
            pass
    assert await library.builds.drop() is None
    async with library.builds.begin(OTHER) as build:
        await fill(build)
        with pytest.raises(BuildRefused):
            async with library.builds.begin(OTHER):
                pass
        with pytest.raises(BuildRefused):
            await library.builds.drop()
    with pytest.raises(BuildRefused):
        async with library.builds.begin(THIRD):
            pass
    dropped = await library.builds.drop()
    assert dropped
    assert (dropped.model, dropped.chunks) == (OTHER, 3)
    assert (await library.builds.state()).beside is None
    async with library.builds.begin(THIRD) as build:
        assert len(await build.missing(None, 9)) == 3


async def test_a_calibration_is_stored_with_its_model(library: Library) -> None:
    """It is read with the model, replaces an earlier one, and puts cached answers out of date."""
    revision = await library.index.revision()
    calibration = RelevanceCalibration(near=0.5, languages=frozenset({"de", "en"}))
    await library.models.calibrate(MODEL, RelevanceCalibration(near=0.4, languages=None))
    await library.models.calibrate(MODEL, calibration)
    await library.models.calibrate("absent", RelevanceCalibration(near=0.1))
    assert (await library.models.live()).calibration == calibration
    assert await library.index.revision() > revision
