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
        shares_memory: Whether replicas share caches and the like outside of the database.
        shared_memory_problem: Why they do not at the moment. The server works without.
        has_replica: Whether passages are found in a replica of the database.
        replica_problem: Why they are found in the database itself at the moment.
        has_distributed_index: Whether passages are found in a distributed index.
        distributed_index_problem: Why the database finds them alone at the moment.
    """

    database_problem: str | None
    embedder_problem: str | None
    readers_problem: str | None
    embedding_model: EmbeddingModel | None
    model_difference: str | None
    shares_memory: bool = False
    shared_memory_problem: str | None = None
    has_replica: bool = False
    replica_problem: str | None = None
    has_distributed_index: bool = False
    distributed_index_problem: str | None = None

    @property
    def healthy(self) -> bool:
        """Whether every part works."""
        problems = (self.database_problem, self.embedder_problem, self.readers_problem)
        return problems == (None, None, None)


class CheckHealth:
    """Checks the parts that every answer or every upload needs, and what replicas share."""

    def __init__(
        self,
        database: HealthProbe,
        embedder: LiveEmbedder,
        extractor: TextExtractor,
        shared_memory: HealthProbe | None,
        embedder_service: HealthProbe | None = None,
        replica: HealthProbe | None = None,
        distributed_index: HealthProbe | None = None,
    ) -> None:
        self._database = database
        self._embedder = embedder
        self._extractor = extractor
        self._shared_memory = shared_memory
        self._embedder_service = embedder_service
        self._replica = replica
        self._distributed_index = distributed_index

    async def execute(self) -> Health:
        """Check the database, the embedder, the readers of files and what is shared."""
        database_problem = embedder_problem = readers_problem = model = None
        try:
            await self._database.check()
        except QuothError as exc:
            database_problem = exc.message
        try:
            model = self._embedder.live().model
            if self._embedder_service is not None:
                await self._embedder_service.check()
        except Unavailable as exc:
            embedder_problem = exc.message
        try:
            await self._extractor.check()
        except Unavailable as exc:
            readers_problem = exc.message
        return Health(
            database_problem,
            embedder_problem,
            readers_problem,
            model,
            self._embedder.difference,
            self._shared_memory is not None,
            await _problem_of(self._shared_memory),
            self._replica is not None,
            await _problem_of(self._replica),
            self._distributed_index is not None,
            await _problem_of(self._distributed_index),
        )


async def _problem_of(part: HealthProbe | None) -> str | None:
    """Return why a part does not work that the server can do without."""
    try:
        if part is not None:
            await part.check()
    except Unavailable as exc:
        return exc.message
    return None
