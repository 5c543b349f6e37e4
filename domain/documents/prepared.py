"""Texts that were cut and embedded ahead of the moment in which their documents are stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

from domain.documents.chunks import Chunk, EmbeddedChunk
from domain.documents.document import ExtractedText


@dataclass(frozen=True, slots=True)
class CutText:
    """What a file says, divided into chunks."""

    extracted: ExtractedText
    chunks: tuple[Chunk, ...]


@dataclass(frozen=True, slots=True)
class PreparedText:
    """What a file says, divided into chunks with their embeddings."""

    extracted: ExtractedText
    chunks: tuple[EmbeddedChunk, ...]


PreparedTexts: TypeAlias = Mapping[str, PreparedText]
"""Prepared texts by the SHA-256 digest of the bytes that they were read from, in hex."""

NOTHING_PREPARED: PreparedTexts = MappingProxyType({})
