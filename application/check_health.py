"""Checking whether the server can answer."""

from dataclasses import dataclass

from application.ports.embedder import Embedder
from application.ports.health_probe import HealthProbe
from domain.errors import QuothError, Unavailable


@dataclass(frozen=True, slots=True)
class Health:
    """The problem of each part; None for a part that works."""

    database_problem: str | None
    embedder_problem: str | None
    embedding_dimension: int | None

    @property
    def healthy(self) -> bool:
        """Whether every part works."""
        return self.database_problem is None and self.embedder_problem is None


class CheckHealth:
    """Checks the parts that every answer needs."""

    def __init__(self, database: HealthProbe, embedder: Embedder) -> None:
        self._database = database
        self._embedder = embedder

    async def execute(self) -> Health:
        """Check the database and the embedder."""
        database_problem = embedder_problem = dimension = None
        try:
            await self._database.check()
        except QuothError as exc:
            database_problem = exc.message
        try:
            dimension = self._embedder.dimension
        except Unavailable as exc:
            embedder_problem = exc.message
        return Health(database_problem, embedder_problem, dimension)
