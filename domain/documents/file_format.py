"""The formats of files that are read."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FileFormat:
    """A format of files.

    Attributes:
        name: What people call it, such as "PDF".
        media_type: Its media type, such as "application/pdf".
        suffixes: The endings of its names, in lower case, the usual one first.
    """

    name: str
    media_type: str
    suffixes: tuple[str, ...]
