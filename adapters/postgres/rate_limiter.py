"""A rate limiter in PostgreSQL, exact across processes."""

import time
from datetime import timedelta

from adapters.postgres.database import Database
from adapters.postgres.queries import QUERIES
from application.access.acting import acting_principal
from application.ports.rate_limiter import RateLimiter
from domain.limits.rate_limit import Allowance, RateLimit

SECONDS_BETWEEN_SWEEPS = 600.0


class PostgresRateLimiter(RateLimiter):
    """A sliding-window log in one row for each limit and client.

    The table is not written to the log of the database: after a crash of the database, counting
    begins again.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._swept_at = time.monotonic()

    async def hit(self, limit: RateLimit, client: str) -> Allowance:
        """Count one request of a client, by the clock of the database."""
        window = timedelta(seconds=limit.seconds)
        workspace = str(acting_principal().workspace.workspace_id)
        values = (limit.what, client, limit.most, window, workspace)
        async with self._database.statements() as connection:
            row = await connection.fetchrow(QUERIES["count_hit"], *values)
            admitted = row is not None
            if row is None:
                row = await connection.fetchrow(QUERIES["counted_hits"], *values)
        if time.monotonic() - self._swept_at >= SECONDS_BETWEEN_SWEEPS:
            self._swept_at = time.monotonic()
            async with self._database.transaction() as connection:
                await connection.execute(QUERIES["sweep_hits"])
        return Allowance.of(limit, row["counted"], row["leaves_in"], admitted=admitted)
