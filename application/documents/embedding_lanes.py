"""Chunking and embedding documents that are processed concurrently."""

import asyncio
from collections.abc import Sequence
from uuid import UUID

from application.ports.embedder import Embedder
from application.ports.stored_embeddings import StoredEmbeddings
from application.ports.tokenizer import Tokenizer
from domain.documents.chunking import ChunkingPolicy, split
from domain.documents.chunks import Chunk, EmbeddedChunk, Embedding
from domain.documents.embedding import embedded_text
from domain.documents.parts import Part
from domain.errors import TextTooCostly

CHUNKS_PER_TURN = 64  # seconds of work for the embedder


class EmbeddingLanes:
    """Chunks and embeds documents. One instance serves all documents of a process.

    Documents overlap: while one is embedded, the next is chunked. They take turns at the embedder.
    The first turn of each document comes soon, so that a short document never waits until a long
    one is finished. The remaining turns of long documents come document by document, so that long
    documents finish one after another.
    """

    def __init__(
        self,
        tokenizer: Tokenizer,
        embedder: Embedder,
        stored: StoredEmbeddings,
        policy: ChunkingPolicy,
        most_windows: int,
    ) -> None:
        """Set the parts and the limits.

        Args:
            tokenizer: Counts and locates tokens.
            embedder: Embeds the chunks.
            stored: Has the embeddings of the version before.
            policy: The length of chunks.
            most_windows: The number of vectors that one document may have.
        """
        self._tokenizer = tokenizer
        self._embedder = embedder
        self._stored = stored
        self._policy = policy
        self._most_windows = most_windows
        # asyncio grants locks in the order of the requests
        self._cutting = asyncio.Lock()
        self._turn = asyncio.Lock()
        self._long_document = asyncio.Lock()

    async def cut(self, text: str, parts: Sequence[Part] = ()) -> list[Chunk]:
        """Divide a text, and the parts of its file, into chunks; one text at a time.

        The token spans of a text take thirty times the memory of the text.
        """
        async with self._cutting:
            token_spans = await self._tokenizer.token_spans(text)
            return await asyncio.to_thread(split, text, token_spans, self._policy, parts)

    async def embed(self, document_id: UUID, chunks: Sequence[Chunk]) -> list[EmbeddedChunk]:
        """Embed the chunks of one document, in turns.

        A chunk whose text the document has already, from its version before, is not embedded again.

        Raises:
            TextTooCostly: If there would be too many vectors; nothing was embedded.
            EmbedderUnavailable: If the model is not loaded.
            DatabaseUnavailable: If the database is not reachable.
        """
        texts = await asyncio.to_thread(_embedded_texts, chunks)
        embedded = dict(await self._stored.of_texts(document_id, texts))
        new = [text for text in texts if text not in embedded]
        windows = sum(len(embedded[text]) for text in texts if text in embedded)
        windows += sum(await self._embedder.count_windows(new))
        if windows > self._most_windows:
            raise TextTooCostly(
                f"The text needs {windows:,} vectors, and this server stores up to"
                f" {self._most_windows:,} for one document: too much of it is symbols or data."
                " It is marked as failed. Remove what is no text, or split the file."
            )
        embedded |= await self._take_turn(new[:CHUNKS_PER_TURN])
        if len(new) > CHUNKS_PER_TURN:
            async with self._long_document:
                for start in range(CHUNKS_PER_TURN, len(new), CHUNKS_PER_TURN):
                    embedded |= await self._take_turn(new[start : start + CHUNKS_PER_TURN])
        return [
            EmbeddedChunk(chunk, embedded[text]) for chunk, text in zip(chunks, texts, strict=True)
        ]

    async def _take_turn(self, texts: Sequence[str]) -> dict[str, tuple[Embedding, ...]]:
        if not texts:
            return {}
        async with self._turn:
            windows = await self._embedder.embed_passages(texts)
        return dict(zip(texts, windows, strict=True))


def _embedded_texts(chunks: Sequence[Chunk]) -> list[str]:
    return [embedded_text(chunk) for chunk in chunks]
