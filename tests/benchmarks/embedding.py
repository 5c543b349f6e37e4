"""The embedder by itself."""

import asyncio
import time

from adapters.hugging_face.huggingface_tokenizer import HuggingFaceTokenizer
from adapters.hugging_face.sentence_transformer_embedder import SentenceTransformerEmbedder
from domain.chunking import ChunkingPolicy, split
from tests.benchmarks.figures import Figure, percentiles
from tests.benchmarks.text import documents, questions

CHUNKS = 256
QUERIES = 200


async def measure(tokenizer: HuggingFaceTokenizer) -> list[Figure]:
    """Return how fast passages and single queries are embedded."""
    embedder = SentenceTransformerEmbedder()
    await embedder.load()
    chunks = []
    for text in documents():
        chunks += split(text, await tokenizer.token_spans(text), ChunkingPolicy())
    chunks = chunks[:CHUNKS]
    passages = [chunk.content for chunk in chunks]
    await embedder.embed_passages(passages[:32])
    started = time.perf_counter()
    windows = await embedder.embed_passages(passages)
    elapsed = time.perf_counter() - started
    tokens = sum(chunk.token_count for chunk in chunks)

    times = []
    for question in questions()[:QUERIES]:
        started = time.perf_counter()
        await embedder.embed_query(question)
        times.append(time.perf_counter() - started)
    embedder.close()
    return [
        Figure("embedding, tokens a second", f"{tokens / elapsed:,.0f}"),
        Figure("embedding, windows a second", f"{sum(map(len, windows)) / elapsed:.1f}"),
        Figure("one query embedding", percentiles(times)),
    ]


async def _main() -> list[Figure]:
    from tests.e2e.process import ROOT

    tokenizer = HuggingFaceTokenizer("", cache_dir=ROOT / ".benchmarks")
    await tokenizer.load()
    try:
        return await measure(tokenizer)
    finally:
        tokenizer.close()


def run() -> list[Figure]:
    """Measure in an event loop of its own."""
    return asyncio.run(_main())
