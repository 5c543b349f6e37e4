"""The port for a place that documents are synced from."""

from dataclasses import dataclass
from typing import Protocol

from application.ports.upload_files import UploadFile
from domain.syncing.items import Listing, SourceItem


@dataclass(frozen=True, slots=True)
class Fetched:
    """The result of fetching an item.

    Attributes:
        token: The token of what was fetched; None if the source has none for it.
        modified: False if the content is the one with the known token: nothing was written.
    """

    token: str | None
    modified: bool = True


class DocumentSource(Protocol):
    """A place that documents are synced from. It is only read."""

    async def list(self) -> Listing:
        """Return what is in the source now.

        Raises:
            SourceUnavailable: If it cannot be listed at all.
        """
        ...

    async def fetch(self, item: SourceItem, known_token: str | None, file: UploadFile) -> Fetched:
        """Write the content of an item to a file.

        An item is fetched whole: content that changes meanwhile is not returned.

        Args:
            item: The item, as it was listed.
            known_token: The token with which its content was fetched before; None if never.
            file: A new file.

        Raises:
            ItemUnreadable: If it cannot be read, and will not be until it changes. What was written
                to the file is of no use.
            SourceUnavailable: If it cannot be read for now, in the same way.
            ItemBusy: If it is being written, or changed while it was read.
            InsufficientStorage: If the disk is full.
        """
        ...
