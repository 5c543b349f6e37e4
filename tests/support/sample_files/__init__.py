"""A sample of each format, for the suites that run over all formats.

To add one, write a module here with a function `sample() -> SampleFile`. It makes its bytes itself,
with the standard library or a library of the tests; nothing is copied from elsewhere.
"""

import importlib
import pkgutil
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from domain.documents.parts import PartKind


@dataclass(frozen=True, slots=True)
class SampleFile:
    """A small file of one format, and what reading it gives.

    Attributes:
        media_type: The media type of its format in the registry.
        filename: Its name.
        content: Its bytes. At most a few kilobytes: the suites read it hundreds of times.
        reads: Pieces of its text in the order in which they are read, each within one line.
        hidden: Pieces of the file that nobody reads, such as a script or a deleted paragraph.
        parts: The kinds and numbers of its parts.
    """

    media_type: str
    filename: str
    content: bytes
    reads: tuple[str, ...]
    hidden: tuple[str, ...] = ()
    parts: tuple[tuple[PartKind, int], ...] = ()


@cache
def sample_files() -> tuple[SampleFile, ...]:
    """Return the samples of all formats."""
    names = sorted(module.name for module in pkgutil.iter_modules([str(Path(__file__).parent)]))
    modules = [importlib.import_module(f"{__name__}.{name}") for name in names]
    return tuple(module.sample() for module in modules)
