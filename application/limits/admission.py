"""How much is done at the same time. What comes above that is refused immediately."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from application.access.acting import acting_principal
from domain.errors import ServerBusy


def most_of_one(most: int) -> int:
    """Return how many places one workspace may have: three quarters, and all of less than four."""
    return most - most // 4


class Admission:
    """Admits what is done in blocks, up to a number of them at the same time.

    A workspace may have three quarters of them, so that the others find room whatever it does.
    Those that are admitted may wait for one another; how long is bounded by how many they are.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._most_of_one = most_of_one(most)
        self._inside: Counter[UUID] = Counter()

    @contextmanager
    def admitted(self) -> Iterator[None]:
        """Enter a block.

        Raises:
            ServerBusy: If as many as possible are in theirs, of all or of this workspace.
        """
        workspace = acting_principal().workspace.workspace_id
        if self._inside.total() >= self._most or self._inside[workspace] >= self._most_of_one:
            raise ServerBusy
        self._inside[workspace] += 1
        try:
            yield
        finally:
            self._inside[workspace] -= 1
            self._inside += Counter()  # forgets those that have none
