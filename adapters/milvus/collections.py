"""The two collections that an index consists of in Milvus.

    <index>_windows    a row for each window: its vector
    <index>_words      a row for each passage that has words: the shares of its terms, as a sparse
                       vector, whose inner product with the weights of a question is its BM25

The workspace is the partition key, so that a search looks through its own rows only: a filter
beside HNSW loses neighbours. Milvus's own BM25 is not used: its scores are others, and go by the
statistics of each segment.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from adapters.milvus.client import ASKING_SECONDS, CONSISTENCY, WRITING_SECONDS, Milvus
from application.ports.index_places import IndexPlaces

if TYPE_CHECKING:
    from pymilvus import MilvusClient

WINDOWS, WORDS = "windows", "words"

GRAPH = {"M": 16, "efConstruction": 200}


def collections_of(index: str) -> tuple[str, str]:
    """Return the names of the collections of an index: of windows, and of words."""
    return f"{index}_{WINDOWS}", f"{index}_{WORDS}"


class MilvusIndexPlaces(IndexPlaces):
    """Makes and drops the collections of indexes."""

    def __init__(self, milvus: Milvus) -> None:
        self._milvus = milvus

    async def exists(self, index: str) -> bool:
        """Return whether there are both collections of an index."""
        return await self._milvus.call(
            lambda client: len(list(_existing(client, index))) == len(collections_of(index))
        )

    async def create(self, index: str, dimension: int) -> None:
        """Make the collections of an index."""

        def create(client: "MilvusClient") -> None:
            from pymilvus import DataType

            windows, words = collections_of(index)
            _create(client, windows, "embedding", DataType.FLOAT_VECTOR, dimension)
            _create(client, words, "terms", DataType.SPARSE_FLOAT_VECTOR)

        await self._milvus.call(create)

    async def drop(self, index: str) -> None:
        """Drop the collections of an index."""

        def drop(client: "MilvusClient") -> None:
            for name in _existing(client, index):
                client.drop_collection(name, timeout=WRITING_SECONDS)

        await self._milvus.call(drop)


def _existing(client: "MilvusClient", index: str) -> Iterator[str]:
    for name in collections_of(index):
        if client.has_collection(name, timeout=ASKING_SECONDS):
            yield name


def _create(
    client: "MilvusClient", name: str, field: str, kind: object, dimension: int | None = None
) -> None:
    from pymilvus import DataType

    schema = client.create_schema(auto_id=False, enable_dynamic_field=False)
    schema.add_field("id", DataType.INT64, is_primary=True)
    schema.add_field("workspace", DataType.VARCHAR, max_length=36, is_partition_key=True)
    schema.add_field("checksum", DataType.INT64)
    schema.add_field(field, kind, **({} if dimension is None else {"dim": dimension}))
    indexes = client.prepare_index_params()
    if dimension is None:
        indexes.add_index(field, index_type="SPARSE_INVERTED_INDEX", metric_type="IP")
    else:
        indexes.add_index(field, index_type="HNSW", metric_type="COSINE", params=GRAPH)
    client.create_collection(
        name,
        schema=schema,
        index_params=indexes,
        consistency_level=CONSISTENCY,
        timeout=WRITING_SECONDS,
    )
