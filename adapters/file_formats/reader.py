"""What the reader of a format is."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from domain.documents.document import ExtractedText


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to read.

    Attributes:
        path: Where its bytes are.
        filename: Its name as it is shown. It is untrusted, and only a hint.
    """

    path: Path
    filename: str


class Reader(Protocol):
    """Reads the text of a file of one format.

    It runs in a process of its own, with limits on memory and time. It opens nothing but the file,
    fetches nothing and runs nothing that the file contains.
    """

    def __call__(self, file: SourceFile) -> ExtractedText:
        r"""Return the text of a file: Unicode, with `\n` as line ends.

        The text is what a person reads, in the order in which they read it. What is not plain text
        is written as Markdown, so that one reader of structure reads all formats:

        - a heading is a line of its own that begins with one to six `#` and a blank;
        - a paragraph is one line, and an empty line stands between paragraphs;
        - the items of a list are lines that begin with `- ` or `1. `, inner ones indented;
        - a table is rows `| a | b |`, the first one its header, with `| --- | --- |` below it. In a
          cell, `|` is written `\\|` and a line end as a blank;
        - code stands between lines of three backticks.

        There is no emphasis and there are no addresses of links: only their words.

        Raises:
            UnsupportedFileType: If the content is not of this format.
            FileEmpty: If there is nothing to read.
            FileDamaged: If the content is damaged or incomplete; the message names what was found.
            FileTooComplex: If it has more parts or a larger content than the limits allow.
            DocumentPasswordRequired: If it opens only with a password.
            DocumentHasNoText: If it has nothing but pictures of text.
        """
        ...
