"""What belongs to the files of an InMemoryLibrary: their bytes and their parts."""

from collections.abc import AsyncIterator
from itertools import pairwise
from uuid import UUID

from application.ports.document_originals import DocumentOriginals
from application.ports.document_parts import DocumentParts
from domain.documents.parts import Part
from domain.documents.place import TextSpan
from tests.fakes.library import InMemoryLibrary

PIECE_BYTES = 1000


class InMemoryDocumentOriginals(DocumentOriginals):
    """Reads the uploaded bytes of an InMemoryLibrary, in small pieces."""

    def __init__(self, library: InMemoryLibrary | None = None) -> None:
        self.library = library or InMemoryLibrary()

    async def read(
        self, document_id: UUID, start: int = 0, version: int | None = None
    ) -> AsyncIterator[bytes]:
        self.library.check()
        while entry := self.library.readable.get(document_id):
            version = version or entry.document.version
            piece = entry.originals.get(version, b"")[start : start + PIECE_BYTES]
            if not piece:
                return
            yield piece
            start += len(piece)


class InMemoryDocumentParts(DocumentParts):
    """Reads the parts of an InMemoryLibrary."""

    def __init__(self, library: InMemoryLibrary | None = None) -> None:
        self.library = library or InMemoryLibrary()

    async def overlapping(self, span: TextSpan) -> tuple[Part, ...]:
        self.library.check()
        entry = self.library.readable.get(span.document_id)
        if entry is None:
            return ()
        end = max(span.end, span.start + 1)
        if span.version not in (None, entry.document.version):
            earlier = entry.earlier.get(span.version or 0)
            text, parts = (earlier.text, earlier.parts) if earlier else ("", ())
        else:
            text, parts = entry.text, entry.parts
        bounds = pairwise([*(part.start for part in parts), len(text)])
        return tuple(
            part
            for part, (first, last) in zip(parts, bounds, strict=True)
            if first < end and span.start < last and first < last
        )
