"""An embedder as that of a library whose model never changes."""

from application.ports.embedder import Embedder
from application.ports.live_embedder import LiveEmbedder


class OneModel(LiveEmbedder):
    """Is always live with the same embedder."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def live(self) -> Embedder:
        """Return the embedder."""
        return self._embedder

    @property
    def difference(self) -> str | None:
        """None: no other model is configured."""
        return None

    async def follow(self) -> None:
        """Do nothing: there is no other model."""
