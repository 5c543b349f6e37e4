"""The port for which distributed index a library has."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class RegisteredIndex:
    """The index of a library, and what its vectors have to be.

    Attributes:
        name: The name of the index; None before there is one.
        model: The model of the vectors that were written into it; None before there is one.
        live_model: The model of the vectors that are searched.
        dimension: The length of these vectors.
    """

    name: str | None
    model: str | None
    live_model: str
    dimension: int


class IndexRegister(Protocol):
    """Stores which index a library has.

    Every method raises DatabaseUnavailable if the database is not reachable.
    """

    async def current(self) -> RegisteredIndex:
        """Return the index of the library."""
        ...

    async def replace(self, former: str | None, name: str, model: str) -> bool:
        """Let a new, empty index take the place of the former one: everything is to be written.

        Returns:
            Whether it does; not if another one has taken that place already.
        """
        ...

    async def request_everything(self) -> None:
        """Let everything be written again into the index, which is searched meanwhile."""
        ...
