"""Finds passages in Milvus."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from adapters.milvus.client import CONSISTENCY, Milvus
from adapters.milvus.collections import collections_of
from adapters.milvus.index_entries import WINDOW_BITS, part_filter
from application.ports.passage_finder import PassageFinder
from domain.documents.chunks import Embedding
from domain.retrieval.indexed_passages import FoundPassage, IndexPart

if TYPE_CHECKING:
    from pymilvus import MilvusClient

SCAN_WIDTH = 150
"""How many windows the graph is searched for at least, as in PostgreSQL."""


class MilvusPassageFinder(PassageFinder):
    """Searches the vectors by cosine, and the words by inner product."""

    def __init__(self, milvus: Milvus) -> None:
        self._milvus = milvus

    def is_away(self) -> bool:
        """Return whether it is known that Milvus does not answer."""
        return self._milvus.is_away

    async def nearest(
        self, part: IndexPart, embedding: Embedding, limit: int
    ) -> Sequence[FoundPassage]:
        """Return the passages of the windows nearest to a vector."""
        windows, _ = collections_of(part.index)
        wide = {"ef": max(SCAN_WIDTH, limit)}
        rows = await self._search(part, windows, "embedding", list(embedding), limit, wide)
        return [FoundPassage(row["id"] >> WINDOW_BITS, row["distance"]) for row in rows]

    async def wordiest(
        self, part: IndexPart, weights: Mapping[int, float], limit: int
    ) -> Sequence[FoundPassage]:
        """Return the passages with the highest scores for weighted terms."""
        if not weights:
            return []
        _, words = collections_of(part.index)
        # no term is left out to be faster
        exact = {"drop_ratio_search": 0.0}
        rows = await self._search(part, words, "terms", dict(weights), limit, exact)
        return [FoundPassage(row["id"], row["distance"]) for row in rows]

    async def _search(
        self,
        part: IndexPart,
        collection: str,
        field: str,
        vector: object,
        limit: int,
        parameters: Mapping[str, object],
    ) -> Sequence[Any]:
        seconds = self._milvus.seconds

        def search(client: "MilvusClient") -> Sequence[Any]:
            [rows] = client.search(
                self._milvus.loaded(client, collection, seconds),
                data=[vector],
                anns_field=field,
                limit=limit,
                filter=part_filter(part),
                search_params={"params": dict(parameters)},
                consistency_level=CONSISTENCY,
                timeout=seconds,
            )
            return list(rows)

        return await self._milvus.call(search, seconds)
