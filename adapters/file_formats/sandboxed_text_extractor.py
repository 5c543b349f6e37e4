"""Extracts the text of files in parser processes."""

from itertools import pairwise

from adapters.file_formats.pdf import ocr
from adapters.file_formats.registry import FORMATS
from adapters.file_formats.sandbox.parser_processes import ParserProcesses
from adapters.file_formats.sandbox.tasks import READ_FILE, READ_SCANS, RECOGNISE
from application.ports.text_extractor import TextExtractor
from domain.documents.document import ExtractedText, Upload
from domain.documents.file_format import FileFormat
from domain.documents.parts import PartKind
from domain.errors import DocumentHasNoText, UnsupportedFileType


class SandboxedTextExtractor(TextExtractor):
    """Extracts the text of files of all registered formats, each in a process of its own."""

    def __init__(self, processes: ParserProcesses) -> None:
        self._processes = processes

    @property
    def formats(self) -> tuple[FileFormat, ...]:
        """The formats that are read."""
        return tuple(entry.format for entry in FORMATS)

    async def recognise(self, upload: Upload) -> str:
        """Return the media type of the content.

        Raises:
            InvalidInput: If the file is of no format that is read, or has no bytes.
            ReadersUnavailable: If no process can be started.
        """
        return await self._processes.run(RECOGNISE, str(upload.path), upload.filename)

    async def extract(self, upload: Upload) -> ExtractedText:
        """Return the text, and what was assumed to read it.

        Raises:
            InvalidInput: If the file cannot be read; the message says why.
            ReadersUnavailable: If no process can be started.
        """
        arguments = str(upload.path), upload.filename
        try:
            extracted = await self._processes.run(READ_FILE, *arguments)
        except DocumentHasNoText as no_text:
            if not ocr.IS_INSTALLED:
                raise
            try:
                return await self._processes.run(READ_SCANS, *arguments)
            except UnsupportedFileType:  # only PDFs are read by OCR
                raise no_text from None
        if ocr.IS_INSTALLED and has_empty_pages(extracted):
            return await self._processes.run(READ_SCANS, *arguments)
        return extracted

    async def check(self) -> None:
        """Return if processes can be started; start the fork server again if it has died."""
        await self._processes.check()


def has_empty_pages(extracted: ExtractedText) -> bool:
    """Return whether a text has pages without any text: they may be pictures of it."""
    starts = [part.start for part in extracted.parts if part.kind is PartKind.PAGE]
    return any(start == end for start, end in pairwise([*starts, len(extracted.text)]))
