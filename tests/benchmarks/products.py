"""The parts of Quoth that are measured on their own, loaded."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from adapters.hugging_face.huggingface_tokenizer import HuggingFaceTokenizer
from adapters.hugging_face.sentence_transformer_embedder import SentenceTransformerEmbedder
from domain.documents.chunking import ChunkingPolicy, split

CACHE = Path(__file__).parents[2] / ".benchmarks"


@dataclass(frozen=True, slots=True)
class Products:
    """Quoth's tokenizer and embedder."""

    tokenizer: HuggingFaceTokenizer
    embedder: SentenceTransformerEmbedder

    async def split(self, text: str) -> list[str]:
        """Return Quoth's chunks of a text."""
        chunks = split(text, await self.tokenizer.token_spans(text), ChunkingPolicy())
        return [chunk.content for chunk in chunks]


@asynccontextmanager
async def loaded() -> AsyncIterator[Products]:
    """Load the tokenizer and the embedder, and close them afterwards."""
    tokenizer = HuggingFaceTokenizer("", cache_dir=CACHE)
    embedder = SentenceTransformerEmbedder()
    await tokenizer.load()
    await embedder.load()
    try:
        yield Products(tokenizer, embedder)
    finally:
        tokenizer.close()
        embedder.close()
