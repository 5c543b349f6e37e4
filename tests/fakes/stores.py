"""The stores in memory, under one roof."""

from tests.fakes.chats import (
    InMemoryChats,
    InMemoryIdempotencyKeys,
    InMemoryMessageStore,
    InMemorySessionStore,
)
from tests.fakes.library import (
    InMemoryDocumentCatalog,
    InMemoryDocumentStore,
    InMemoryLibrary,
    InMemoryPassageIndex,
)

__all__ = [
    "InMemoryChats",
    "InMemoryDocumentCatalog",
    "InMemoryDocumentStore",
    "InMemoryIdempotencyKeys",
    "InMemoryLibrary",
    "InMemoryMessageStore",
    "InMemoryPassageIndex",
    "InMemorySessionStore",
]
