"""The stores in memory, under one roof."""

from tests.fakes.chats import InMemoryChats, InMemoryMessageStore, InMemorySessionStore
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
    "InMemoryLibrary",
    "InMemoryMessageStore",
    "InMemoryPassageIndex",
    "InMemorySessionStore",
]
