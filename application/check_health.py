"""Checking whether the server can answer."""

from dataclasses import dataclass

from application.ports.health_probe import HealthProbe
from application.ports.live_embedder import LiveEmbedder
from application.ports.text_extractor import TextExtractor
from domain.errors import QuothError, Unavailable
from domain.retrieval.embedding_model import EmbeddingModel


@dataclass(frozen=True, slots=True)
class Health:
    """The problem of each part; None for a part that works.

    Attributes:
        embedding_model: The model that the library is searched with, if it is loaded.
        model_difference: What to know if another model is configured.
    """

    database_problem: str | None
    embedder_problem: str | None
    readers_problem: str | None
    embedding_model: EmbeddingModel | None
    model_difference: str | None

    @property
    def healthy(self) -> bool:
        """Whether every part works."""
        problems = (self.database_problem, self.embedder_problem, self.readers_problem)
        return problems == (None, None, None)


class CheckHealth:
    """Checks the parts that every answer or every upload needs."""

    def __init__(
        self, database: HealthProbe, embedder: LiveEmbedder, extractor: TextExtractor
    ) -> None:
        self._database = database
        self._embedder = embedder
        self._extractor = extractor

    async def execute(self) -> Health:
        """Check the database, the embedder and the readers of files."""
        database_problem = embedder_problem = readers_problem = model = None
        try:
            await self._database.check()
        except QuothError as exc:
            database_problem = exc.message
        try:
            model = self._embedder.live().model
        except Unavailable as exc:
            embedder_problem = exc.message
        try:
            await self._extractor.check()
        except Unavailable as exc:
            readers_problem = exc.message
        difference = self._embedder.difference
        return Health(database_problem, embedder_problem, readers_problem, model, difference)
