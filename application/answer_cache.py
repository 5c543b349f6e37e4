"""Remembering answers, and when one may be given again."""

import hashlib
import json
from dataclasses import dataclass
from uuid import UUID

from application.ports.cache import Cache
from application.ports.passage_index import PassageIndex
from domain.answers import Question
from domain.conversation import Usage
from domain.retrieval import Passage


@dataclass(frozen=True, slots=True)
class CachedAnswer:
    """A complete answer as it was streamed: its sources and the pieces of its text."""

    sources: tuple[Passage, ...]
    pieces: tuple[str, ...]
    usage: Usage


class AnswerCache:
    """Gives an answer again only if everything that it was made of is the same.

    The key covers the question, the history before it, the revision of the documents, and a
    fingerprint of the model, the prompt and the settings of retrieval. Any change of the
    documents raises the revision, so that no key from before it is ever looked up again.
    """

    def __init__(self, cache: Cache[CachedAnswer], index: PassageIndex, fingerprint: str) -> None:
        """Keep answers in `cache`; `fingerprint` names whatever else shapes an answer."""
        self._cache = cache
        self._index = index
        self._fingerprint = fingerprint

    async def key(self, question: Question) -> str:
        """Return the key of a question as things stand now.

        It has to be taken before the passages are searched: an answer from documents that
        change meanwhile is then kept under the revision that has passed.

        Raises:
            DatabaseUnavailable: If the database is not reachable.
        """
        parts = [
            self._fingerprint,
            await self._index.revision(),
            question.text,
            [[message.role.value, message.content] for message in question.history],
        ]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()

    async def get(self, key: str) -> CachedAnswer | None:
        """Return the answer kept under a key, or None."""
        return await self._cache.get(key)

    async def put(self, key: str, answer: CachedAnswer) -> None:
        """Keep an answer under the key that was taken before it was made."""
        documents = {str(passage.document_id) for passage in answer.sources}
        await self._cache.put(key, answer, tags=documents)

    async def evict(self, document_id: UUID) -> int:
        """Forget the answers that drew on a document, and return how many there were."""
        return await self._cache.evict(str(document_id))
