"""Loads embedding models that are on servers."""

from collections.abc import Mapping

from adapters.model_servers.description import ServedModel
from adapters.model_servers.embedder import ServedEmbedder
from application.ports.model_loader import ModelLoader, ModelSource
from application.ports.tokenizer import Tokenizer


class ServedModelLoader(ModelLoader):
    """Knows the models of the models file by their names."""

    def __init__(self, served: Mapping[str, ServedModel], tokenizer: Tokenizer) -> None:
        """Set the models, and what divides texts for them."""
        self._served = served
        self._tokenizer = tokenizer
        self._loaded: list[ServedEmbedder] = []

    def find(self, given: str) -> ModelSource:
        """Return the model of this name; its location is the name as well."""
        return ModelSource(given, given)

    async def load(self, source: ModelSource) -> ServedEmbedder:
        """Ask the server for one vector.

        Raises:
            Misconfigured: If the server refuses, or its vectors are not as they are described.
            EmbedderUnavailable: If it is not reachable or busy: later it may be.
        """
        embedder = ServedEmbedder(self._served[source.name], self._tokenizer)
        self._loaded.append(embedder)
        await embedder.load()
        return embedder

    def close(self) -> None:
        """Let the models accept no more work."""
        for embedder in self._loaded:
            embedder.close()

    async def disconnect(self) -> None:
        """Close the connections."""
        for embedder in self._loaded:
            await embedder.disconnect()
