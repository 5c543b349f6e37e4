"""Chunking and embedding documents that are processed concurrently."""

import asyncio
import time
from collections.abc import Generator, Sequence
from uuid import UUID

from application.documents.progress_reports import Report, nowhere
from application.documents.turns import Turns
from application.limits.workspace_turns import WorkspaceTurns
from application.ports.embedder import Embedder
from application.ports.live_embedder import LiveEmbedder
from application.ports.stored_embeddings import StoredEmbeddings
from application.ports.tokenizer import Tokenizer
from domain.documents.chunking import ChunkingPolicy, split_stepwise
from domain.documents.chunks import Chunk, EmbeddedChunk, Embedding
from domain.documents.embedding import embedded_text, may_exceed, most_windows, size_of
from domain.documents.jobs import Progress, Stage
from domain.documents.parts import Part
from domain.errors import EmbedderUnavailable, TextTooCostly

CHUNKS_PER_TURN = 64  # seconds of work for the embedder
AGAIN_SECONDS = (1.0, 2.0, 5.0, 10.0)  # as long as an embedder on a server takes to start again
SHORT_TEXT = 1_000_000  # characters; a second of work for the splitter
SHORT_AT_ONCE = 2
STEP_SECONDS = 0.5  # after an upload ends, its text is divided for so long at the most


class EmbeddingLanes:
    """Chunks and embeds documents. One instance serves all documents of a process.

    Documents overlap: while one is embedded, the next is chunked. They take turns at the embedder:
    the document with the least left goes first, so that none waits for one that takes much longer,
    and long documents finish one after another.
    """

    def __init__(
        self,
        tokenizer: Tokenizer,
        embedder: LiveEmbedder,
        stored: StoredEmbeddings,
        policy: ChunkingPolicy,
    ) -> None:
        """Set the parts.

        Args:
            tokenizer: Counts and locates tokens.
            embedder: Embeds the chunks.
            stored: Has the embeddings of the version before.
            policy: The length of chunks.
        """
        self._tokenizer = tokenizer
        self._embedder = embedder
        self._stored = stored
        self._policy = policy
        self._cutting = WorkspaceTurns(1)
        self._cutting_short = WorkspaceTurns(SHORT_AT_ONCE, of_one=1)
        self._turns = Turns()

    async def cut(self, text: str, parts: Sequence[Part] = ()) -> list[Chunk]:
        """Divide a text, and the parts of its file, into chunks.

        One long text at a time, since its token spans take thirty times the memory of the text, and
        beside it two short texts. Workspaces take turns: one text of each is cut at a time.
        """
        lane = self._cutting_short if len(text) <= SHORT_TEXT else self._cutting
        async with lane.turn():
            token_spans = await self._tokenizer.token_spans(text)
            steps = split_stepwise(text, token_spans, self._policy, parts)
            while (chunks := await asyncio.to_thread(_advance, steps)) is None:
                pass
            return chunks

    async def embed(
        self, document_id: UUID, chunks: Sequence[Chunk], report: Report = nowhere
    ) -> list[EmbeddedChunk]:
        """Embed the chunks of one document, in turns, and report how far it is.

        A chunk whose text the document has already, from its version before, is not embedded again.

        Raises:
            TextTooCostly: If there would be too many vectors for a text of this size; nothing was
                embedded.
            EmbedderUnavailable: If the model is not loaded.
            EmbeddingModelChanged: If the library has gone over to another model.
            DatabaseUnavailable: If the database is not reachable.
        """
        texts = await asyncio.to_thread(_embedded_texts, chunks)
        embedder = self._embedder.live()
        embedded = dict(await self._stored.of_texts(document_id, texts, embedder.model.name))
        new = list(dict.fromkeys(text for text in texts if text not in embedded))
        most = most_windows(await asyncio.to_thread(size_of, chunks), self._policy)
        if may_exceed(texts, most):
            counts = {text: len(windows) for text, windows in embedded.items()}
            counts |= zip(new, await embedder.count_windows(new), strict=True)
            _check(sum(counts[text] for text in texts), most)
        started, total = time.monotonic(), len(new)
        await report(Progress(Stage.EMBEDDING, 0, total))
        for start in range(0, total, CHUNKS_PER_TURN):
            turn = new[start : start + CHUNKS_PER_TURN]
            async with self._turns.take(total - start):
                embedded |= zip(turn, await _patiently(embedder, turn), strict=True)
            done = start + len(turn)
            left = (time.monotonic() - started) / done * (total - done)
            await report(Progress(Stage.EMBEDDING, done, total, left))
        model = embedder.model.name
        return [
            EmbeddedChunk(chunk, embedded[text], model)
            for chunk, text in zip(chunks, texts, strict=True)
        ]

    async def follow(self) -> None:
        """Embed with the model that the library has from now on.

        Raises:
            EmbedderUnavailable: If the model cannot be loaded.
            DatabaseUnavailable: If the database is not reachable.
        """
        await self._embedder.follow()


def _advance(steps: Generator[None, None, list[Chunk]]) -> list[Chunk] | None:
    """Take some of the steps. Return the chunks at their end."""
    until = time.monotonic() + STEP_SECONDS
    while True:
        try:
            next(steps)
        except StopIteration as end:
            chunks: list[Chunk] = end.value
            return chunks
        if time.monotonic() >= until:
            return None


def _check(windows: int, most: int) -> None:
    if windows > most:
        raise TextTooCostly(
            f"The text needs {windows:,} vectors, and a text of its size may have up to {most:,}:"
            " too much of it is symbols or data. It is marked as failed. Remove what is no text, or"
            " split the file."
        )


async def _patiently(embedder: Embedder, texts: Sequence[str]) -> Sequence[tuple[Embedding, ...]]:
    """Embed texts. An embedder that starts again does not cost what was embedded before."""
    for seconds in AGAIN_SECONDS:
        try:
            return await embedder.embed_passages(texts)
        except EmbedderUnavailable:
            await asyncio.sleep(seconds)
    return await embedder.embed_passages(texts)


def _embedded_texts(chunks: Sequence[Chunk]) -> list[str]:
    return [embedded_text(chunk) for chunk in chunks]
