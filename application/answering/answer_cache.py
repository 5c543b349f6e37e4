"""Caching answers, and deciding when a cached answer may be used."""

import hashlib
import json
from collections.abc import Collection
from uuid import UUID

from application.access.acting import acting_principal
from application.ports.cache import Cache
from application.ports.passage_index import PassageIndex
from domain.answering.events import AnswerTask
from domain.conversation.message import FinishReason, Message

GIVEN_AGAIN = (FinishReason.STOP, FinishReason.ABSTAINED)


class AnswerCache:
    """Returns a cached answer only if everything that it depends on is unchanged.

    The key covers the workspace, what who asks may read, the question, which documents and which
    model it is asked of, the limits of the answer and of its search, the history before it, the
    revision of the documents, and a fingerprint of the models, the prompts and the settings of
    retrieval. Any change of what can be found, and of which documents a filter selects, raises the
    revision, so that no key from before the change is looked up again.

    Args:
        cache: Where the answers are stored.
        index: Provides the revision of the documents.
        fingerprint: Names everything else that an answer depends on.
    """

    def __init__(self, cache: Cache[Message], index: PassageIndex, fingerprint: str) -> None:
        self._cache = cache
        self._index = index
        self._fingerprint = fingerprint

    async def key(self, task: AnswerTask) -> str:
        """Return the current key of a question.

        Take it before the passages are searched for: see `put`.

        Raises:
            DatabaseUnavailable: If the database is not reachable.
        """
        who = acting_principal()
        parts = [
            str(who.workspace.workspace_id),
            who.reads_as,
            self._fingerprint,
            await self._index.revision(),
            task.text,
            [[message.role.value, message.content] for message in task.history],
            task.within and task.within.parts(),
            task.model,
            [task.limits.max_tokens, task.limits.stop],
            [task.search.passages, task.search.min_similarity],
        ]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()

    async def get(self, key: str) -> Message | None:
        """Return the answer cached under a key, or None."""
        return await self._cache.get(key)

    async def put(self, key: str, task: AnswerTask, answer: Message) -> bool:
        """Cache a finished answer under the key that was taken before it was written.

        It is not cached if it may differ next time, as when another model had to write it, or if
        the documents have changed in the meantime: nothing of a removed document may remain.

        Returns:
            Whether the answer may be given again. An equal question then finds it, or has another
            key by now.

        Raises:
            DatabaseUnavailable: If the database is not reachable.
        """
        if answer.finish_reason not in GIVEN_AGAIN or answer.metadata.fallback_from:
            return False
        if await self.key(task) == key:
            documents = {str(each.place.document_id) for each in answer.sources}
            documents |= {str(each.place.document_id) for each in answer.considered}
            await self._cache.put(key, answer, tags=documents)
        return True

    async def count(self, document_ids: Collection[UUID]) -> int:
        """Return how many cached answers have searches that found one of the documents."""
        return await self._cache.count([str(each) for each in document_ids])

    async def evict(self, document_ids: Collection[UUID]) -> int:
        """Delete the answers whose searches found one of the documents; return how many."""
        return await self._cache.evict([str(each) for each in document_ids])
