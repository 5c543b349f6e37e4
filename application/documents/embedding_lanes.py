"""Chunking and embedding documents that are processed concurrently."""

import asyncio
from collections.abc import Sequence

from application.ports.embedder import Embedder
from application.ports.live_embedder import LiveEmbedder
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
        embedder: LiveEmbedder,
        policy: ChunkingPolicy,
        most_windows: int,
    ) -> None:
        """Set the parts and the limits.

        Args:
            tokenizer: Counts and locates tokens.
            embedder: Embeds the chunks.
            policy: The length of chunks.
            most_windows: The number of vectors that one document may have.
        """
        self._tokenizer = tokenizer
        self._embedder = embedder
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

    async def embed(self, chunks: Sequence[Chunk]) -> list[EmbeddedChunk]:
        """Embed the chunks of one document, in turns.

        Raises:
            TextTooCostly: If there would be too many vectors; nothing was embedded.
            EmbedderUnavailable: If the model is not loaded.
        """
        texts = await asyncio.to_thread(_embedded_texts, chunks)
        embedder = self._embedder.live()
        windows = sum(await embedder.count_windows(texts))
        if windows > self._most_windows:
            raise TextTooCostly(
                f"The text needs {windows:,} vectors, and this server stores up to"
                f" {self._most_windows:,} for one document: too much of it is symbols or data."
                " It is marked as failed. Remove what is no text, or split the file."
            )
        embedded = await self._take_turn(embedder, texts[:CHUNKS_PER_TURN])
        if len(chunks) > CHUNKS_PER_TURN:
            async with self._long_document:
                for start in range(CHUNKS_PER_TURN, len(chunks), CHUNKS_PER_TURN):
                    turn = texts[start : start + CHUNKS_PER_TURN]
                    embedded += await self._take_turn(embedder, turn)
        model = embedder.model.name
        return [EmbeddedChunk(*pair, model) for pair in zip(chunks, embedded, strict=True)]

    async def follow(self) -> None:
        """Embed with the model that the library has from now on.

        Raises:
            EmbedderUnavailable: If the model cannot be loaded.
            DatabaseUnavailable: If the database is not reachable.
        """
        await self._embedder.follow()

    async def _take_turn(
        self, embedder: Embedder, texts: Sequence[str]
    ) -> list[tuple[Embedding, ...]]:
        async with self._turn:
            return await embedder.embed_passages(texts)


def _embedded_texts(chunks: Sequence[Chunk]) -> list[str]:
    return [embedded_text(chunk) for chunk in chunks]
