"""The port for noticing that a source has changed."""

from collections.abc import AsyncGenerator
from typing import Protocol


class SourceChanges(Protocol):
    """Notices changes of a source."""

    def settled(self) -> AsyncGenerator[None]:
        """Yield at first, and then whenever something may have changed and is quiet for a second.

        No change after the first time is missed. It also yields now and then without a change,
        because not every file system tells.

        Raises:
            SourceUnavailable: If the source cannot be watched.
        """
        ...
