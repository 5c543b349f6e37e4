"""Use case: find out who presents a key."""

import asyncio
import logging
from datetime import UTC, datetime, timedelta
from uuid import UUID

from application.access.acting import acting_as
from application.ports.api_keys import ApiKeys
from application.ports.key_lookup import KeyLookup
from domain.access.api_key import ApiKey, is_key, prefix_of
from domain.access.principal import Principal
from domain.errors import NotAllowed, NotAuthenticated, Unavailable

BETWEEN_NOTES = timedelta(minutes=1)

logger = logging.getLogger(__name__)


class Authenticate:
    """Knows the principal of each key, which is looked up each time: it may have been revoked."""

    def __init__(self, lookup: KeyLookup, keys: ApiKeys) -> None:
        self._lookup = lookup
        self._keys = keys
        self._any_made = False
        self._noting: dict[UUID, asyncio.Task[None]] = {}

    async def execute(self, text: str, origin: str | None = None) -> Principal | None:
        """Return who acts with a key; None if the text is none.

        Args:
            text: What was presented as a key.
            origin: The origin of the page that it is presented from; None outside of browsers.

        Raises:
            NotAuthenticated: If it was revoked or has expired.
            NotAllowed: If it may not be used from there.
            DatabaseUnavailable: If that cannot be told.
        """
        key = await self._lookup.find(prefix_of(text)) if is_key(text) else None
        if key is None or not key.is_text_of(text):
            return None
        now = datetime.now(UTC)
        if key.revoked_at is not None:
            raise NotAuthenticated("This key was revoked: ask an admin of the workspace for one.")
        if key.is_expired_at(now):
            raise NotAuthenticated("This key has expired: ask an admin of the workspace for one.")
        if key.origins and origin not in key.origins:
            raise NotAllowed("This key is for the pages of other origins, so nothing was done.")
        self._note_use(key, now)
        return key.principal

    async def any_key_made(self) -> bool:
        """Return whether a key was ever made. From then on, each request needs one.

        Raises:
            DatabaseUnavailable: If that cannot be told.
        """
        self._any_made = self._any_made or await self._lookup.any_made()
        return self._any_made

    def _note_use(self, key: ApiKey, now: datetime) -> None:
        """Store when a key was last used, once a minute, while its request goes on."""
        recent = key.last_used_at is not None and now - key.last_used_at < BETWEEN_NOTES
        if not recent and key.id not in self._noting:
            task = asyncio.create_task(self._store_use(key, now))
            self._noting[key.id] = task
            task.add_done_callback(lambda _: self._noting.pop(key.id, None))

    async def _store_use(self, key: ApiKey, now: datetime) -> None:
        try:
            with acting_as(key.principal):
                await self._keys.note_use(key.id, now)
        except Unavailable as exc:
            logger.warning("the use of the key %s was not noted: %s", key.prefix, exc.code)
