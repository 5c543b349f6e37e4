"""Extracts the text of files in parser processes."""

from adapters.file_formats.registry import FORMATS
from adapters.file_formats.sandbox.parser_processes import ParserProcesses
from adapters.file_formats.sandbox.tasks import READ_FILE
from application.ports.text_extractor import TextExtractor
from domain.documents.document import ExtractedText, Upload
from domain.documents.file_format import FileFormat


class SandboxedTextExtractor(TextExtractor):
    """Extracts the text of files of all registered formats, each in a process of its own."""

    def __init__(self, processes: ParserProcesses) -> None:
        self._processes = processes

    @property
    def formats(self) -> tuple[FileFormat, ...]:
        """The formats that are read."""
        return tuple(entry.format for entry in FORMATS)

    async def extract(self, upload: Upload) -> ExtractedText:
        """Return the text, and what was assumed to read it.

        Raises:
            InvalidInput: If the file cannot be read; the message says why.
            ReadersUnavailable: If no process can be started.
        """
        return await self._processes.run(READ_FILE, str(upload.path), upload.filename)

    async def check(self) -> None:
        """Return if processes can be started; start the fork server again if it has died."""
        await self._processes.check()
