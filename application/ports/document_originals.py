"""The port for reading the bytes that documents were made of."""

from collections.abc import AsyncIterator
from typing import Protocol
from uuid import UUID


class DocumentOriginals(Protocol):
    """Reads the uploaded bytes of documents. Those of a version never change."""

    def read(
        self, document_id: UUID, start: int = 0, version: int | None = None
    ) -> AsyncIterator[bytes]:
        """Yield the bytes of a version from `start` on, in pieces of at most 1 MiB.

        Without a version, they are those of the version that is current at the beginning.

        Nothing is held open between two pieces, so the caller may take its time. There are none if
        no bytes are stored for the document, or none from `start` on. If the document is deleted
        meanwhile, the pieces end early.

        Raises:
            DatabaseUnavailable: If the database is not reachable.
        """
        ...
