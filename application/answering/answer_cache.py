"""Remembering answers, and when one may be given again."""

import asyncio
import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from application.ports.cache import Cache
from application.ports.passage_index import PassageIndex
from domain.answering.events import AnswerTask
from domain.conversation.message import FinishReason, Message

GIVEN_AGAIN = (FinishReason.STOP, FinishReason.ABSTAINED)


class AnswerCache:
    """Gives an answer again only if everything that it was made of is the same.

    The key covers the question, the history before it, the revision of the documents, and a
    fingerprint of the model, the prompt and the settings of retrieval. Every question searches
    all documents, and any change of these raises the revision, so that no key from before it is
    ever looked up again.
    """

    def __init__(self, cache: Cache[Message], index: PassageIndex, fingerprint: str) -> None:
        """Keep answers in `cache`; `fingerprint` names whatever else shapes an answer."""
        self._cache = cache
        self._index = index
        self._fingerprint = fingerprint
        self._being_made: dict[str, asyncio.Event] = {}

    async def key(self, task: AnswerTask) -> str:
        """Return the key of a question as things stand now.

        It has to be taken before the passages are searched: see `put`.

        Raises:
            DatabaseUnavailable: If the database is not reachable.
        """
        parts = [
            self._fingerprint,
            await self._index.revision(),
            task.text,
            [[message.role.value, message.content] for message in task.history],
        ]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()

    @contextmanager
    def making(self, key: str) -> Iterator[asyncio.Event | None]:
        """Announce that an answer is being made while the block runs.

        The block gets None, or, if the same answer is being made already, what will be set at
        the end of that: only then is it worth a look whether it can be given again.
        """
        if earlier := self._being_made.get(key):
            yield earlier
            return
        ended = self._being_made[key] = asyncio.Event()
        try:
            yield None
        finally:
            del self._being_made[key]
            ended.set()

    async def get(self, key: str) -> Message | None:
        """Return the answer kept under a key, or None."""
        return await self._cache.get(key)

    async def put(self, key: str, task: AnswerTask, answer: Message) -> None:
        """Keep a finished answer under the key that was taken before it was made.

        It is not kept if it may differ next time, or if the documents have changed meanwhile:
        nothing of a document that was removed shall stay.

        Raises:
            DatabaseUnavailable: If the database is not reachable.
        """
        if answer.finish_reason in GIVEN_AGAIN and await self.key(task) == key:
            documents = {str(each.place.document_id) for each in answer.sources}
            documents |= {str(each.place.document_id) for each in answer.considered}
            await self._cache.put(key, answer, tags=documents)

    async def evict(self, document_id: UUID) -> int:
        """Forget the answers that considered a document, and return how many there were."""
        return await self._cache.evict(str(document_id))
