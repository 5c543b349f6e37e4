"""Finds passages in a replica of the database, whenever that has all that can be found."""

import asyncio
import logging
import time
from collections.abc import Sequence
from contextlib import suppress

from adapters.postgres.database import Database
from adapters.postgres.passage_index import OtherRevision, PostgresPassageIndex
from adapters.postgres.queries import QUERIES
from application.ports.health_probe import HealthProbe
from application.ports.passage_index import PassageIndex
from domain.documents.chunks import Embedding
from domain.documents.document_filter import DocumentFilter
from domain.errors import (
    DatabaseUnavailable,
    EmbeddingModelChanged,
    Misconfigured,
    QuothError,
    Unavailable,
)
from domain.retrieval.passages import Candidates, SearchMode

REST = 5.0  # seconds, for which a replica that failed is not asked again
LAG = 10.0  # seconds, from which on health says that the replica is behind

logger = logging.getLogger(__name__)


class ReplicatedPassageIndex(PassageIndex, HealthProbe):
    """Searches a replica that has the revision of the library, and otherwise the primary.

    A search asks the primary for the revision first. So it finds what was stored before it began,
    and nothing that was removed or limited before, however far behind the replica is.
    """

    def __init__(self, database: Database, replica: Database, dsn: str) -> None:
        """Search a library.

        Args:
            database: The primary.
            replica: The connections to the replica, which `open` opens.
            dsn: The DSN of the replica.
        """
        self._primary, self._database = PostgresPassageIndex(database), database
        self._index, self._replica = PostgresPassageIndex(replica), replica
        self._dsn = dsn
        self._opening = asyncio.Lock()
        self._is_open = False
        self._rests_until = 0.0
        self._lacks_since: float | None = None

    async def open(self) -> None:
        """Try to connect to the replica. It may be away.

        Raises:
            Misconfigured: If it is no replica of the database.
        """
        with suppress(Unavailable):
            await self._connect()

    async def close(self) -> None:
        """Close the connections to the replica."""
        await self._replica.close()

    async def candidates(
        self,
        text: str,
        embedding: Embedding,
        limit: int,
        mode: SearchMode = SearchMode.HYBRID,
        within: DocumentFilter | None = None,
        phrases: Sequence[str] = (),
        model: str | None = None,
    ) -> Candidates:
        """Return the best chunks by vector, words, names and phrases, with their exact scores."""
        asked = (text, embedding, limit, mode, within, phrases, model)
        # another one, even a higher one, is that of a library that has gone other ways
        revision = await self._primary.revision()
        try:
            await self._connect()
            return await self._index.candidates_at(revision, *asked)
        except OtherRevision:
            pass  # which it may have in a moment
        except (Unavailable, Misconfigured, EmbeddingModelChanged) as exc:
            self._rest(exc)
        return await self._primary.candidates(*asked)

    async def revision(self) -> int:
        """Return the revision of the searchable content in the primary."""
        return await self._primary.revision()

    async def check(self) -> None:
        """Return if searches use the replica, or will in a moment.

        Raises:
            Unavailable: If it is away or far behind; the message says which.
        """
        async with self._database.outside() as connection:
            written = await connection.fetchval(QUERIES["written_until"])
        try:
            await self._connect()
            async with self._replica.outside() as connection:
                row = await connection.fetchrow(QUERIES["replayed_until"], written)
        except QuothError as exc:
            self._rest(exc)
            raise DatabaseUnavailable(
                f"The replica of the database does not work ({exc.code}): searches use the primary."
            ) from exc
        if row["has_all"]:
            self._lacks_since = None
            return
        now = time.monotonic()
        self._lacks_since = now if self._lacks_since is None else self._lacks_since
        # its last transaction is old after a quiet hour, and it lacks another one at each check
        # while much is written: it is behind by no more than either says
        behind = min(now - self._lacks_since, row["last_age"])
        if behind >= LAG:
            raise DatabaseUnavailable(
                f"The replica of the database is {behind:.0f} s behind: searches use the primary."
            )

    def _rests(self) -> bool:
        return time.monotonic() < self._rests_until

    def _rest(self, exc: QuothError) -> None:
        if self._rests():
            return  # asking during a rest does not make it longer
        logger.warning("the replica is not searched for %.0f s: %s", REST, exc.code)
        self._rests_until = time.monotonic() + REST

    async def _connect(self) -> None:
        """Return if the replica may be asked.

        Raises:
            Unavailable: If it rests, is away, or has not been set up yet.
            Misconfigured: If it is no replica of the database.
        """
        if self._is_open and not self._rests():
            return
        async with self._opening:
            # one of those that waited for this may have failed
            if self._rests():
                raise DatabaseUnavailable
            if self._is_open:
                return
            try:
                await self._open()
            except QuothError as exc:
                self._rest(exc)
                raise
            self._is_open = True

    async def _open(self) -> None:
        await self._replica.open_replica(self._dsn)
        async with self._database.outside() as primary, self._replica.outside() as replica:
            ours = await primary.fetchval(QUERIES["origin"])
            if await replica.fetchval(QUERIES["origin_of_replica"]) != ours:
                raise Misconfigured(
                    "QUOTH_DATABASE_REPLICA_URL leads to no replica of the database that"
                    " QUOTH_DATABASE_URL names: let it lead to a hot standby of it."
                )
