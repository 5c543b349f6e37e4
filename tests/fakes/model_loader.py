"""Loading of embedding models without models."""

from application.ports.embedder import Embedder
from application.ports.model_loader import ModelLoader, ModelSource
from domain.errors import Misconfigured
from tests.fakes.embedder import FakeEmbedder
from tests.support.databases import DIMENSION, MODEL


class FakeModelLoader(ModelLoader):
    """Loads fake embedders by name; a location is the name behind a folder.

    Script: `broken`, the names that cannot be loaded. Record: `loaded`, `is_closed`.
    """

    def __init__(self, **dimensions: int) -> None:
        """Set the lengths of the vectors of models other than the test model."""
        self.embedders = {
            name.replace("_", "-"): FakeEmbedder(dimension, name=name.replace("_", "-"))
            for name, dimension in {MODEL: DIMENSION, **dimensions}.items()
        }
        self.broken: set[str] = set()
        self.loaded: list[ModelSource] = []
        self.is_closed = False

    def find(self, given: str) -> ModelSource:
        given = given or MODEL
        return ModelSource(given.rpartition("/")[2], given)

    async def load(self, source: ModelSource) -> Embedder:
        if source.name in self.broken:
            raise Misconfigured(f"{source.name} is not installed.")
        self.loaded.append(source)
        return self.embedders[source.name]

    def close(self) -> None:
        self.is_closed = True
