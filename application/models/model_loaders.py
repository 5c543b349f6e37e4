"""Several loaders as one: a model is loaded by the one that knows its name."""

from collections.abc import Collection

from application.ports.embedder import Embedder
from application.ports.model_loader import ModelLoader, ModelSource


class ModelLoaders(ModelLoader):
    """Asks one loader for the models that it names, and another for all others."""

    def __init__(self, names: Collection[str], named: ModelLoader, others: ModelLoader) -> None:
        """Set the names that `named` loads. All other models are loaded by `others`."""
        self._names = names
        self._named = named
        self._others = others

    def find(self, given: str) -> ModelSource:
        """Return the model that a person names; the bundled one for an empty name."""
        return self._of(given).find(given)

    async def load(self, source: ModelSource) -> Embedder:
        """Load a model, which takes seconds.

        Raises:
            Misconfigured: If it cannot be loaded.
            EmbedderUnavailable: If its server is not reachable: later it may be.
        """
        return await self._of(source.name).load(source)

    def close(self) -> None:
        """Let the models that were loaded accept no more work."""
        self._named.close()
        self._others.close()

    def _of(self, name: str) -> ModelLoader:
        return self._named if name in self._names else self._others
