"""The port for telling which files are stored already."""

from collections.abc import Collection, Mapping
from typing import Protocol

from domain.documents.document import Document


class StoredContents(Protocol):
    """Finds documents by the bytes of their files."""

    async def processed(self, digests: Collection[str]) -> Mapping[str, Document]:
        """Return the processed documents whose bytes have these SHA-256 digests, by digest.

        Documents with an external id are not identified by their bytes, and not among them.

        Raises:
            DatabaseUnavailable: If the database is not reachable.
        """
        ...
