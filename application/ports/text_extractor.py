"""The port for extracting the text of a file."""

from typing import Protocol

from domain.documents.document import ExtractedText, Upload
from domain.documents.file_format import FileFormat


class TextExtractor(Protocol):
    """Extracts the text of uploads. No file can harm the server, whatever is in it."""

    @property
    def formats(self) -> tuple[FileFormat, ...]:
        """The formats that are read."""
        ...

    async def recognise(self, upload: Upload) -> str:
        """Return what the content of a file is, as a media type, without reading all of it.

        Raises:
            UnsupportedFileType: If the content is of no format that is read; the message names what
                was found, and the formats that are.
            FileEmpty: If the file has no bytes.
            FileDamaged: If the content is seen at a glance to be incomplete.
            DocumentPasswordRequired: If it is an encrypted office file.
            ReadersUnavailable: If no file can be read now.
        """
        ...

    async def extract(self, upload: Upload) -> ExtractedText:
        r"""Return the text: Unicode, without NUL or lone surrogates, with `\n` as line ends.

        It is what a person reads: nothing of comments, tags, addresses behind words, encoded data
        and front matter is in it, which becomes the metadata. Its notes say what was left out, and
        what was assumed, such as an encoding that the file does not state.

        Raises:
            UnsupportedFileType: If the content is of no format that is read; the message names what
                was found, and the formats that are.
            TextUndecodable: If the bytes are no text; the message names the byte offset.
            FileEmpty: If the file contains no text to read.
            FileDamaged: If the content is damaged or incomplete.
            FileTooComplex: If reading it takes more memory or time than the limits allow.
            DocumentPasswordRequired: If it opens only with a password.
            DocumentHasNoText: If it has nothing but pictures of text.
            ReadersUnavailable: If no file can be read now.
        """
        ...

    async def check(self) -> None:
        """Return if files can be read now.

        Raises:
            ReadersUnavailable: If they cannot.
        """
        ...
