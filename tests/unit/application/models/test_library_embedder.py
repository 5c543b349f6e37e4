"""The embedder follows the model of the library."""

from dataclasses import replace

import pytest

from adapters.caching_embedder import CachingEmbedder
from adapters.in_memory_cache import InMemoryCache
from application.models.library_embedder import LibraryEmbedder
from application.ports.embedding_models import StoredModel
from application.ports.model_loader import ModelSource
from domain.documents.chunks import Embedding
from domain.errors import EmbedderUnavailable, Misconfigured
from domain.retrieval.calibration import RelevanceCalibration
from domain.retrieval.embedding_model import CalibrationSource
from tests.fakes.embedding_models import InMemoryEmbeddingModels
from tests.fakes.library import InMemoryLibrary
from tests.fakes.model_loader import FakeModelLoader
from tests.support.databases import MODEL

OTHER = StoredModel(ModelSource("other", "/models/other"), 4)


class World:
    """A library, and the embedder that follows it."""

    def __init__(self, configured: str = "") -> None:
        self.library = InMemoryLibrary()
        self.loader = FakeModelLoader(other=4, third=16)
        cache = InMemoryCache[Embedding](max_entries=9, ttl_seconds=60)
        self.embedder = LibraryEmbedder(
            InMemoryEmbeddingModels(self.library),
            self.loader,
            configured,
            lambda embedder, model: CachingEmbedder(embedder, cache, model),
        )

    def go_over(self, model: StoredModel = OTHER) -> None:
        """Let the library have another model."""
        self.library.models.live = model


async def test_nothing_is_live_before_a_model_is_loaded() -> None:
    """An embedder that is not opened says that it still loads."""
    world = World()
    with pytest.raises(EmbedderUnavailable, match="still loading"):
        world.embedder.live()
    assert world.embedder.difference is None


async def test_a_library_without_vectors_takes_the_configured_model() -> None:
    """The setting names the model of a new library."""
    world = World("/here/third")
    assert await world.embedder.open(None) == ModelSource("third", "/here/third")
    assert world.embedder.live().model.name == "third"


@pytest.mark.parametrize(
    ("configured", "held", "loaded"),
    [
        ("third", ModelSource("other", "/there/other"), "/there/other"),
        ("/here/other", ModelSource("other", "/there/other"), "/here/other"),
        ("", ModelSource("other", "/moved/elsewhere"), "other"),
    ],
)
async def test_the_model_of_the_vectors_counts(
    configured: str, held: ModelSource, loaded: str
) -> None:
    """It is loaded from where it is configured, else from where it was, else by its name."""
    world = World(configured)
    await world.embedder.open(held)
    assert [each.location for each in world.loader.loaded] == [loaded]
    assert world.embedder.live().model.name == "other"


async def test_a_difference_between_setting_and_library_is_told() -> None:
    """The message names both models and how to change; without a setting there is none."""
    for configured, told in (("third", True), ("other", False), ("", False)):
        world = World(configured)
        await world.embedder.open(OTHER.source)
        difference = world.embedder.difference or ""
        assert ("names third" in difference) is told
        assert ("quoth reindex --model third" in difference) is told


async def test_the_embedder_goes_over_with_the_library() -> None:
    """What was taken before stays that of the former model; what is taken afterwards is new."""
    world = World()
    await world.embedder.open(None)
    before = world.embedder.live()
    await world.embedder.follow()
    assert world.embedder.live() is before
    world.go_over()
    await world.embedder.follow()
    after = world.embedder.live()
    assert (before.model.name, after.model.name) == (MODEL, "other")
    assert (len(await before.embed_query("a")), len(await after.embed_query("a"))) == (8, 4)


async def test_an_announced_model_is_loaded_before_it_is_used() -> None:
    """At the switch nothing has to be loaded; afterwards the former model is let go."""
    world = World()
    await world.embedder.open(None)
    state = world.library.models
    state.beside, state.is_announced = OTHER, True
    await world.embedder.look()
    assert [each.name for each in world.loader.loaded] == [MODEL, "other"]
    assert world.embedder.live().model.name == MODEL
    world.go_over()
    state.beside, state.is_announced = None, False
    await world.embedder.look()
    assert len(world.loader.loaded) == 2
    world.go_over(StoredModel(ModelSource(MODEL, MODEL), 8))
    await world.embedder.look()
    assert len(world.loader.loaded) == 3


async def test_a_model_that_is_not_here_makes_the_embedder_unavailable() -> None:
    """The reason is told and not tried at each look; back with its model, the library is served."""
    world = World()
    await world.embedder.open(None)
    world.loader.broken.add("other")
    state = world.library.models
    state.beside, state.is_announced = OTHER, True
    with pytest.raises(EmbedderUnavailable):
        await world.embedder.look()
    assert world.embedder.live().model.name == MODEL
    before = state.live
    world.go_over()
    with pytest.raises(EmbedderUnavailable, match="other is not installed"):
        await world.embedder.follow()
    world.loader.broken.clear()
    with pytest.raises(EmbedderUnavailable, match="other is not installed"):
        world.embedder.live()
    with pytest.raises(EmbedderUnavailable):
        await world.embedder.follow()
    world.go_over(before)
    await world.embedder.follow()
    assert world.embedder.live().model.name == MODEL


async def test_other_vectors_under_the_same_name_are_refused() -> None:
    """A model whose vectors have another length than those of the library is not used."""
    world = World()
    await world.embedder.open(None)
    world.go_over(replace(OTHER, dimension=5))
    with pytest.raises(EmbedderUnavailable, match="5 numbers"):
        await world.embedder.follow()


async def test_a_model_that_cannot_be_loaded_ends_the_start() -> None:
    """Opening fails with the reason."""
    world = World("other")
    world.loader.broken.add("other")
    with pytest.raises(Misconfigured):
        await world.embedder.open(None)
    world.embedder.close()
    assert world.loader.is_closed


async def test_a_fitted_calibration_is_followed() -> None:
    """It replaces the one of the model without loading the model again."""
    world = World()
    await world.embedder.open(None)
    assert world.embedder.live().model.calibration_source is CalibrationSource.NONE
    fitted = RelevanceCalibration(near=0.5)
    world.library.models.calibrations[MODEL] = fitted
    await world.embedder.look()
    model = world.embedder.live().model
    assert (model.calibration, model.calibration_source) == (fitted, CalibrationSource.FITTED)
    assert len(world.loader.loaded) == 1
