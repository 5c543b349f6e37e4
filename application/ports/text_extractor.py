"""The port for reading a file's text."""

from typing import Protocol

from domain.documents.document import Upload


class TextExtractor(Protocol):
    """Reads the text of an upload."""

    async def extract(self, upload: Upload) -> str:
        r"""Return the text: Unicode, without NUL or lone surrogates, line ends as \n.

        Raises:
            UnsupportedFileType: If the name or the content is of a kind that is not read.
            TextUndecodable: If the bytes are no text; the message names the byte offset.
            FileEmpty: If there is no text in it.
        """
        ...
