"""The port for loading embedding models."""

from dataclasses import dataclass
from typing import Protocol

from application.ports.embedder import Embedder


@dataclass(frozen=True, slots=True)
class ModelSource:
    """An embedding model and where it is loaded from.

    Attributes:
        name: The name that identifies its vectors.
        location: A directory, or the name of an installed model or one that can be downloaded.
    """

    name: str
    location: str


class ModelLoader(Protocol):
    """Finds and loads embedding models on this machine."""

    def find(self, given: str) -> ModelSource:
        """Return the model that a person names; the bundled one for an empty name."""
        ...

    async def load(self, source: ModelSource) -> Embedder:
        """Load a model, which takes seconds.

        Raises:
            Misconfigured: If it cannot be loaded.
        """
        ...

    def close(self) -> None:
        """Let the models that were loaded accept no more work."""
        ...
