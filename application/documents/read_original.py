"""Reading the bytes that a document was made of."""

from collections.abc import AsyncIterator
from uuid import UUID

from application.ports.document_originals import DocumentOriginals
from domain.errors import OriginalNotFound


class ReadOriginal:
    """Reads uploaded bytes, piece by piece, never the whole in memory."""

    def __init__(self, originals: DocumentOriginals) -> None:
        self._originals = originals

    async def execute(
        self,
        document_id: UUID,
        start: int = 0,
        end: int | None = None,
        version: int | None = None,
    ) -> AsyncIterator[bytes]:
        """Return the bytes of a document, or those from `start` to `end`, exclusive, in pieces.

        They are those of the given version, or else of the current one.

        If the document is deleted meanwhile, the pieces end early.

        Raises:
            OriginalNotFound: If there are none: the document was deleted, or was added by an
                earlier version.
            DatabaseUnavailable: If the database is not reachable; later pieces raise it, too.
        """
        pieces = self._originals.read(document_id, start, version)
        first = await anext(pieces, None)
        if first is None:
            raise OriginalNotFound
        return _up_to(None if end is None else end - start, first, pieces)


async def _up_to(
    length: int | None, first: bytes, rest: AsyncIterator[bytes]
) -> AsyncIterator[bytes]:
    piece: bytes | None = first
    while piece and length != 0:
        yield piece[:length]
        if length is not None:
            length = max(0, length - len(piece))
        if length != 0:
            piece = await anext(rest, None)
