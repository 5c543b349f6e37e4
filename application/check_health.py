"""Checking whether the server can answer."""

from dataclasses import dataclass

from application.ports.embedder import Embedder
from application.ports.health_probe import HealthProbe
from application.ports.text_extractor import TextExtractor
from domain.errors import QuothError, Unavailable


@dataclass(frozen=True, slots=True)
class Health:
    """The problem of each part; None for a part that works."""

    database_problem: str | None
    embedder_problem: str | None
    readers_problem: str | None
    embedding_dimension: int | None

    @property
    def healthy(self) -> bool:
        """Whether every part works."""
        problems = (self.database_problem, self.embedder_problem, self.readers_problem)
        return problems == (None, None, None)


class CheckHealth:
    """Checks the parts that every answer or every upload needs."""

    def __init__(self, database: HealthProbe, embedder: Embedder, extractor: TextExtractor) -> None:
        self._database = database
        self._embedder = embedder
        self._extractor = extractor

    async def execute(self) -> Health:
        """Check the database, the embedder and the readers of files."""
        database_problem = embedder_problem = readers_problem = dimension = None
        try:
            await self._database.check()
        except QuothError as exc:
            database_problem = exc.message
        try:
            dimension = self._embedder.dimension
        except Unavailable as exc:
            embedder_problem = exc.message
        try:
            await self._extractor.check()
        except Unavailable as exc:
            readers_problem = exc.message
        return Health(database_problem, embedder_problem, readers_problem, dimension)
