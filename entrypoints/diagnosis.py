"""What can be checked of a part."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """A part and a way to try it out.

    Attributes:
        part: What is checked, as a person calls it.
        run: Returns what was found. Raises a QuothError that says how to mend what is broken.
    """

    part: str
    run: Callable[[], Awaitable[str]]
