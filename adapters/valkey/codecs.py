"""How values are stored in Valkey."""

import sys
from array import array
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

import msgspec

from domain.documents.chunks import Embedding

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Codec(Generic[Value]):
    """Turns values into bytes and back.

    Attributes:
        encode: Returns the bytes of a value.
        decode: Returns the value, or raises ValueError if the bytes are those of another type.
    """

    encode: Callable[[Value], bytes]
    decode: Callable[[bytes], Value]


def codec_of(value_type: type[Value]) -> Codec[Value]:
    """Return the codec for a type that is made of domain values."""
    return Codec(msgspec.msgpack.encode, msgspec.msgpack.Decoder(value_type).decode)


def _floats(numbers: bytes) -> Embedding:
    vector = array("f")
    vector.frombytes(numbers)
    if sys.byteorder == "big":
        vector.byteswap()
    return vector


def _bytes(embedding: Embedding) -> bytes:
    vector = array("f", embedding)
    if sys.byteorder == "big":
        vector.byteswap()
    return vector.tobytes()


EMBEDDINGS: Codec[Embedding] = Codec(_bytes, _floats)
