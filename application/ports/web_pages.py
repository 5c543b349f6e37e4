"""The port for getting single pages of the web."""

from dataclasses import dataclass
from typing import Protocol

from application.ports.upload_files import UploadFile


@dataclass(frozen=True, slots=True)
class WebPage:
    """A page that was got.

    Attributes:
        url: Where it was in the end, after all redirects.
        filename: A name for it, with an ending that says what it is.
    """

    url: str
    filename: str


class WebPages(Protocol):
    """Gets pages of the web."""

    async def fetch(self, url: str, file: UploadFile) -> WebPage:
        """Write the content at an address to a file.

        Args:
            url: The address.
            file: A new file.

        Raises:
            WebPageUnreadable: If the address is not one of the public web, or if nothing can be
                got from it. What was written to the file is of no use.
            InsufficientStorage: If the disk is full.
        """
        ...
