"""The port for extracting the text of a file."""

from typing import Protocol

from domain.documents.document import Upload


class TextExtractor(Protocol):
    """Extracts the text of uploads."""

    async def extract(self, upload: Upload) -> str:
        r"""Return the text: Unicode, without NUL or lone surrogates, with `\n` as line ends.

        Raises:
            UnsupportedFileType: If the name or the content is of an unsupported type.
            TextUndecodable: If the bytes are not text; the message names the byte offset.
            FileEmpty: If the file contains no text.
        """
        ...
