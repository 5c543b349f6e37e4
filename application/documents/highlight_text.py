"""Finding the words of a text on the pages of its file."""

from uuid import UUID

from application.documents.read_document import ReadDocument
from application.documents.read_original import ReadOriginal
from application.limits.admission import Admission
from application.ports.document_parts import DocumentParts
from application.ports.page_highlighter import PageHighlighter
from application.ports.upload_files import UploadFiles
from domain.documents.document import Document, DocumentStatus
from domain.documents.highlights import Highlight, Rectangle, SourceRange, source_ranges
from domain.documents.parts import PartKind
from domain.documents.place import TextSpan
from domain.errors import DocumentNotProcessed, InvalidInput, NoPages


class HighlightText:
    """Finds where spans of texts stand on pages."""

    def __init__(
        self,
        read: ReadDocument,
        parts: DocumentParts,
        read_original: ReadOriginal,
        files: UploadFiles,
        highlighter: PageHighlighter,
        admission: Admission,
    ) -> None:
        self._read = read
        self._parts = parts
        self._read_original = read_original
        self._files = files
        self._highlighter = highlighter
        self._admission = admission

    async def execute(
        self, document_id: UUID, start: int, end: int, version: int | None = None
    ) -> Highlight:
        """Return the page on which `text[start:end]` begins, and its rectangles there.

        The text is that of the given version, or else of the current one.

        Of a span over several pages, only what stands on the first of them is found.

        Raises:
            InvalidInput: If the span is empty, or the text has no such characters.
            DocumentNotFound: If there is no document with this id.
            VersionNotFound: If it has no such version, or has it no more.
            DocumentNotProcessed: If it is not processed.
            NoPages: If its format has no pages.
            OriginalNotFound: If its bytes are not stored.
            FileTooComplex: If the page takes too much memory or time to read.
            ServerBusy: If as many pages as possible are being read.
            Unavailable: If the database is not reachable or the disk is full.
        """
        document = await self._read.execute(document_id, version)
        if document.status is not DocumentStatus.PROCESSED:
            raise DocumentNotProcessed
        if document.pages is None:
            raise NoPages
        if start >= end:
            raise InvalidInput("The span is empty: `end` has to be greater than `start`.")
        parts = await self._parts.overlapping(TextSpan(document_id, start, end, document.version))
        pages = [
            (part.number, source_ranges(part, start, end))
            for part in parts
            if part.kind is PartKind.PAGE
        ]
        if not pages:
            raise InvalidInput(f"The text has no characters {start:,} to {end:,}.")
        # a span may begin with the blank between two pages
        page, ranges = next((each for each in pages if each[1]), pages[0])
        return Highlight(page, await self._rectangles(document, page, ranges) if ranges else ())

    async def _rectangles(
        self, document: Document, page: int, ranges: list[SourceRange]
    ) -> tuple[Rectangle, ...]:
        # before the copy: each that waits would take up the disk
        with self._admission.admitted():
            async with self._files.new() as file:
                async for piece in await self._read_original.execute(
                    document.id, version=document.version
                ):
                    await file.write(piece)
                original = await file.upload(document.filename)
                return await self._highlighter.rectangles(original.path, page, ranges)
