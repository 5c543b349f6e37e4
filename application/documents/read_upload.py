"""Reading the text of an upload."""

import asyncio
from dataclasses import replace

from application.ports.text_extractor import TextExtractor
from domain.documents.document import MAX_TEXT_BYTES, ExtractedText, Upload
from domain.documents.jobs import Given
from domain.errors import FileTooLarge, TextTooLong


class ReadUpload:
    """Reads uploads, within the limits on their size and on that of their text.

    A file that is sent several times at once is read once, also if it cannot be read.
    """

    def __init__(self, extractor: TextExtractor, max_upload_bytes: int) -> None:
        self._extractor = extractor
        self._max_upload_bytes = max_upload_bytes
        self._readings: dict[tuple[str, str], asyncio.Future[ExtractedText]] = {}

    async def execute(self, upload: Upload, given: Given) -> ExtractedText:
        """Return what was read, with the metadata that the client gave.

        Raises:
            InvalidInput: If the file is too large or cannot be read.
            ReadersUnavailable: If no file can be read now.
        """
        check_size(upload, self._max_upload_bytes)
        extracted = await self._extracted(upload)
        size = len(extracted.text.encode())
        if size > MAX_TEXT_BYTES:
            raise TextTooLong(
                f"The text of the file has {size:,} bytes and this server accepts"
                f" {MAX_TEXT_BYTES:,}, so nothing was stored. Split the file."
            )
        return with_given(extracted, given)

    async def recognise(self, upload: Upload) -> str:
        """Return what the content of a file is, as a media type, without reading all of it.

        Raises:
            InvalidInput: If the file is too large, empty or of no format that is read.
            ReadersUnavailable: If no file can be read now.
        """
        check_size(upload, self._max_upload_bytes)
        return await self._extractor.recognise(upload)

    async def _extracted(self, upload: Upload) -> ExtractedText:
        same = upload.sha256, upload.filename
        while (reading := self._readings.get(same)) is not None:
            await asyncio.wait([reading])
            if not reading.cancelled():  # or else who read it went away, with the file
                return reading.result()
        mine = self._readings[same] = asyncio.get_running_loop().create_future()
        try:
            extracted = await self._extractor.extract(upload)
        except Exception as exc:
            mine.set_exception(exc)
            mine.exception()  # nobody else has to see it
            raise
        else:
            mine.set_result(extracted)
            return extracted
        finally:
            mine.cancel()  # unless it is done
            del self._readings[same]


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
