"""Reading the text of an upload."""

from dataclasses import replace

from application.ports.text_extractor import TextExtractor
from domain.documents.document import MAX_TEXT_BYTES, ExtractedText, Upload
from domain.documents.jobs import Given
from domain.errors import FileTooLarge, TextTooLong


class ReadUpload:
    """Reads uploads, within the limits on their size and on that of their text."""

    def __init__(self, extractor: TextExtractor, max_upload_bytes: int) -> None:
        self._extractor = extractor
        self._max_upload_bytes = max_upload_bytes

    async def execute(self, upload: Upload, given: Given) -> ExtractedText:
        """Return what was read, with the metadata that the client gave.

        Raises:
            InvalidInput: If the file is too large or cannot be read.
            ReadersUnavailable: If no file can be read now.
        """
        check_size(upload, self._max_upload_bytes)
        extracted = await self._extractor.extract(upload)
        size = len(extracted.text.encode())
        if size > MAX_TEXT_BYTES:
            raise TextTooLong(
                f"The text of the file has {size:,} bytes and this server accepts"
                f" {MAX_TEXT_BYTES:,}, so nothing was stored. Split the file."
            )
        return with_given(extracted, given)


def with_given(extracted: ExtractedText, given: Given) -> ExtractedText:
    """Return what was read, with the metadata that the client gave in place of the file's."""
    return replace(extracted, metadata={**extracted.metadata, **given.metadata})


def check_size(upload: Upload, max_bytes: int) -> None:
    """Check that a file is not too large.

    Raises:
        FileTooLarge: If it is.
    """
    if upload.size > max_bytes:
        raise FileTooLarge(
            f"The file has {upload.size:,} bytes and this server accepts {max_bytes:,}, so nothing"
            " was stored."
        )
