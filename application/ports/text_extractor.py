"""The port for extracting the text of a file."""

from typing import Protocol

from domain.documents.document import ExtractedText, Upload


class TextExtractor(Protocol):
    """Extracts the text of uploads."""

    async def extract(self, upload: Upload) -> ExtractedText:
        r"""Return the text: Unicode, without NUL or lone surrogates, with `\n` as line ends.

        It is what a person reads: nothing of comments, tags, addresses behind words, encoded data
        and front matter is in it, which becomes the metadata. Its notes say what was left out, and
        what was assumed, such as an encoding that the file does not state.

        Raises:
            UnsupportedFileType: If the name or the content is of an unsupported type.
            TextUndecodable: If the bytes are no text; the message names the byte offset.
            FileEmpty: If the file contains no text to read.
        """
        ...
