"""Provides what servers of one library share beside it: cached answers and rate limits."""

from functools import partial

from dishka import Provider, Scope, provide

from adapters.in_memory_cache import InMemoryCache
from adapters.milvus.client import Milvus
from adapters.model_servers.embedder_service import EmbedderService
from adapters.postgres.database import Database
from adapters.postgres.identity import identity_of
from adapters.postgres.rate_limiter import PostgresRateLimiter
from adapters.postgres.replicated_passage_index import ReplicatedPassageIndex
from adapters.valkey.cache import ValkeyCache
from adapters.valkey.rate_limiter import ValkeyRateLimiter
from adapters.valkey.server import Valkey
from application.check_health import CheckHealth
from application.ports.cache import Cache
from application.ports.health_probe import HealthProbe
from application.ports.live_embedder import LiveEmbedder
from application.ports.rate_limiter import RateLimiter
from application.ports.text_extractor import TextExtractor
from domain.conversation.message import Message
from entrypoints.settings import Settings


class Shared(Provider):
    """Provides what is in Valkey if the settings name one, and otherwise in each process."""

    scope = Scope.APP

    @provide
    def valkey(self, settings: Settings, database: Database) -> Valkey | None:
        """The server of Valkey; None unless the settings name one."""
        if not settings.valkey_url:
            return None
        return Valkey(settings.valkey_url, partial(identity_of, database))

    @provide
    def check_health(
        self,
        database: HealthProbe,
        embedder: LiveEmbedder,
        extractor: TextExtractor,
        valkey: Valkey | None,
        embedder_service: EmbedderService | None,
        replica: ReplicatedPassageIndex | None,
        milvus: Milvus | None,
    ) -> CheckHealth:
        """Checks the parts, and what is shared."""
        return CheckHealth(database, embedder, extractor, valkey, embedder_service, replica, milvus)

    @provide
    def answers(self, settings: Settings, valkey: Valkey | None) -> Cache[Message]:
        """The cache of answers. A removed document takes those that quote it from all servers."""
        limits = settings.answer_cache_entries, settings.answer_cache_seconds
        if valkey is None:
            return InMemoryCache(*limits)
        return ValkeyCache(valkey, "answers", Message, *limits)

    @provide
    def rate_limiter(self, database: Database, valkey: Valkey | None) -> RateLimiter:
        """Counts the requests of each client, together with all other processes."""
        in_database = PostgresRateLimiter(database)
        return in_database if valkey is None else ValkeyRateLimiter(valkey, in_database)
