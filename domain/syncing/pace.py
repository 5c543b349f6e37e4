"""How fast a sync goes, and how long it takes still."""

from dataclasses import dataclass

FILE_WORTH = 2_000
"""A file costs something beside its bytes: about as much as this many bytes."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How far a sync is.

    Attributes:
        files: The number of files that were fetched or are to be fetched.
        size: The number of their bytes, as far as it is known before they are fetched.
        files_done: The number of files that are done.
        size_done: The number of their bytes.
        seconds: The time since the start.
    """

    files: int
    size: int
    files_done: int = 0
    size_done: int = 0
    seconds: float = 0.0

    @property
    def bytes_a_second(self) -> float:
        """The throughput."""
        return self.size_done / self.seconds if self.seconds else 0.0

    @property
    def share(self) -> float:
        """The share of the work that is done, 0 to 1."""
        return self._done / self._work if self._work else 1.0

    @property
    def seconds_left(self) -> float | None:
        """The time that the rest takes at this pace; None if that is not known yet."""
        if not self._done:
            return None if self._work else 0.0
        return self.seconds * (self._work - self._done) / self._done

    @property
    def _work(self) -> int:
        return self.size + FILE_WORTH * self.files

    @property
    def _done(self) -> int:
        return self.size_done + FILE_WORTH * self.files_done
