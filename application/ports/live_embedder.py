"""The port for the embedder of the model that the library is searched with."""

from typing import Protocol

from application.ports.embedder import Embedder


class LiveEmbedder(Protocol):
    """The embedder of the library's model, which may become another one while Quoth runs."""

    def live(self) -> Embedder:
        """Return the embedder, which stays that of one model: use it for a whole search or answer.

        Raises:
            EmbedderUnavailable: If no model is loaded, or that of the library cannot be.
        """
        ...

    @property
    def difference(self) -> str | None:
        """What an operator should know if another model is configured than the library has."""
        ...

    async def follow(self) -> None:
        """Load the model that the library has now, unless it is live already.

        Raises:
            EmbedderUnavailable: If the model cannot be loaded.
            DatabaseUnavailable: If the database is not reachable.
        """
        ...
