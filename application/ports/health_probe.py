"""The port for checking whether a part works."""

from typing import Protocol


class HealthProbe(Protocol):
    """A part that Quoth cannot answer without."""

    async def check(self) -> None:
        """Return if the part works now.

        Raises:
            Unavailable: If it does not; the message says why.
        """
        ...
