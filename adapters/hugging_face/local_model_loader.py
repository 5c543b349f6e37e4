"""Finds and loads embedding models of the Hugging Face libraries."""

from pathlib import Path
from weakref import WeakSet

from adapters.hugging_face.installed_models import BUNDLED_MODEL
from adapters.hugging_face.precision import Precision
from adapters.hugging_face.sentence_transformer_embedder import SentenceTransformerEmbedder
from application.ports.model_loader import ModelLoader, ModelSource


class LocalModelLoader(ModelLoader):
    """Loads models that run in this process."""

    def __init__(self, batch_size: int = 32, precision: Precision = "auto") -> None:
        """Set what every model is loaded with, as in SentenceTransformerEmbedder."""
        self._batch_size = batch_size
        self._precision = precision
        # a model that is not used any more may be collected
        self._loaded: WeakSet[SentenceTransformerEmbedder] = WeakSet()

    def find(self, given: str) -> ModelSource:
        """Return the model that a person names: a directory is named by its last part."""
        given = given or BUNDLED_MODEL
        path = Path(given)
        if path.is_dir():
            return ModelSource(path.resolve().name, str(path.resolve()))
        return ModelSource(given, given)

    async def load(self, source: ModelSource) -> SentenceTransformerEmbedder:
        """Load a model, which takes seconds.

        Raises:
            Misconfigured: If it cannot be loaded.
        """
        embedder = SentenceTransformerEmbedder(source.location, self._batch_size, self._precision)
        self._loaded.add(embedder)
        await embedder.load()
        return embedder

    def close(self) -> None:
        """Let the models that were loaded accept no more work."""
        for embedder in self._loaded:
            embedder.close()
