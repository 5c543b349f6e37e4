"""A text extractor in this process."""

from adapters.file_formats.read_file import media_type_of, read_file
from adapters.file_formats.registry import FORMATS
from application.ports.text_extractor import TextExtractor
from domain.documents.document import ExtractedText, Upload
from domain.documents.file_format import FileFormat
from domain.errors import ReadersUnavailable


class DirectTextExtractor(TextExtractor):
    """Reads files with the real readers, without a process and without limits."""

    def __init__(self) -> None:
        self.problem: ReadersUnavailable | None = None

    @property
    def formats(self) -> tuple[FileFormat, ...]:
        return tuple(entry.format for entry in FORMATS)

    async def recognise(self, upload: Upload) -> str:
        await self.check()
        return media_type_of(str(upload.path), upload.filename)

    async def extract(self, upload: Upload) -> ExtractedText:
        await self.check()
        return read_file(str(upload.path), upload.filename)

    async def check(self) -> None:
        if self.problem is not None:
            raise self.problem
