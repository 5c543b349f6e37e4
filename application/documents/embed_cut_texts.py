"""Embedding texts that were cut without a database, ahead of their storing."""

from collections.abc import Mapping

from application.ports.embedder import Embedder
from domain.documents.chunking import ChunkingPolicy
from domain.documents.chunks import EmbeddedChunk
from domain.documents.embedding import embedded_text, may_exceed, most_windows, size_of
from domain.documents.prepared import CutText, PreparedText


class EmbedCutTexts:
    """Embeds the chunks of several texts in one call, so that a GPU gets large batches."""

    def __init__(self, embedder: Embedder, policy: ChunkingPolicy) -> None:
        """Set the model, which is loaded, and how the texts were cut."""
        self._embedder = embedder
        self._policy = policy

    async def execute(self, texts: Mapping[str, CutText]) -> dict[str, PreparedText]:
        """Return the texts with their embeddings, by the same keys.

        A text that would have too many vectors for its size is not among them: who stores it
        refuses it.

        Raises:
            EmbedderUnavailable: If the model is not loaded.
        """
        of_chunks = {
            key: [embedded_text(chunk) for chunk in each.chunks] for key, each in texts.items()
        }
        for key, each in list(of_chunks.items()):
            most = most_windows(size_of(texts[key].chunks), self._policy)
            if may_exceed(each, most):
                different = list(dict.fromkeys(each))
                counted = await self._embedder.count_windows(different)
                counts = dict(zip(different, counted, strict=True))
                if sum(counts[text] for text in each) > most:
                    del of_chunks[key]
        wanted = list(dict.fromkeys(text for each in of_chunks.values() for text in each))
        embedded = await self._embedder.embed_passages(wanted) if wanted else []
        windows = dict(zip(wanted, embedded, strict=True))
        model = self._embedder.model.name
        return {
            key: PreparedText(
                texts[key].extracted,
                tuple(
                    EmbeddedChunk(chunk, windows[text], model)
                    for chunk, text in zip(texts[key].chunks, each, strict=True)
                ),
            )
            for key, each in of_chunks.items()
        }
