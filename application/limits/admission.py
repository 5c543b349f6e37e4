"""How much is done at the same time. What comes above that is refused immediately."""

from collections.abc import Iterator
from contextlib import contextmanager

from domain.errors import ServerBusy


class Admission:
    """Admits what is done in blocks, up to a number of them at the same time.

    Those that are admitted may wait for one another; how long is bounded by how many they are.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._inside = 0

    @contextmanager
    def admitted(self) -> Iterator[None]:
        """Enter a block.

        Raises:
            ServerBusy: If as many as possible are in theirs.
        """
        if self._inside >= self._most:
            raise ServerBusy
        self._inside += 1
        try:
            yield
        finally:
            self._inside -= 1
