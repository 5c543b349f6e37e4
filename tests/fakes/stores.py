"""All in-memory stores in one module."""

from tests.fakes.chats import (
    InMemoryChats,
    InMemoryIdempotencyKeys,
    InMemoryMessageStore,
    InMemorySessionStore,
)
from tests.fakes.library import (
    InMemoryDocumentCatalog,
    InMemoryDocumentClaims,
    InMemoryDocumentStore,
    InMemoryLibrary,
    InMemoryPassageIndex,
)

__all__ = [
    "InMemoryChats",
    "InMemoryDocumentCatalog",
    "InMemoryDocumentClaims",
    "InMemoryDocumentStore",
    "InMemoryIdempotencyKeys",
    "InMemoryLibrary",
    "InMemoryMessageStore",
    "InMemoryPassageIndex",
    "InMemorySessionStore",
]
