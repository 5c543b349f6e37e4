"""The reranker with a tiny cross-encoder."""

import asyncio
import socket
import threading
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest
from sentence_transformers import CrossEncoder
from torch.nn import Identity
from transformers import AutoTokenizer

from adapters.hugging_face.cross_encoder_reranker import CrossEncoderReranker, PairModel, Window
from domain.errors import Misconfigured, RerankerUnavailable
from tests.support.cross_encoders import MAX_TOKENS, make_cross_encoder

QUESTION = "Where did the pirates hide the treasure?"
ANSWER = "The pirates buried the treasure under the oak."
FILLER = "A garden has roses and tulips in it. "
SHORT = [ANSWER, FILLER, "a map", "roses under the oak", "xyz", ""]


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The directory of the model."""
    return make_cross_encoder(tmp_path_factory.mktemp("models") / "tiny-reranker")


@pytest.fixture(scope="module")
def library(directory: str) -> CrossEncoder:
    """The same model in float32, as its own library runs it."""
    return in_float32(directory)


def in_float32(directory: str) -> CrossEncoder:
    """Load the model with its library's defaults."""
    model: CrossEncoder = CrossEncoder(directory, device="cpu", local_files_only=True)
    return model


@pytest.fixture
async def reranker(directory: str) -> AsyncIterator[CrossEncoderReranker]:
    """The reranker, one window at a time."""
    loaded = CrossEncoderReranker(directory, batch_size=1)
    await loaded.load()
    yield loaded
    loaded.close()


def predicted(library: CrossEncoder, texts: Sequence[str]) -> list[float]:
    """Return the library's own raw scores; it truncates long texts."""
    pairs = [(QUESTION, text) for text in texts]
    scores = library.predict(pairs, activation_fn=Identity(), show_progress_bar=False)
    return [float(score) for score in scores]


async def test_scores_are_those_of_the_library(
    reranker: CrossEncoderReranker, library: CrossEncoder
) -> None:
    """Texts of one window score as `predict` does in float32, apart from rounding."""
    expected = predicted(library, SHORT)
    assert max(expected) > min(expected) + 1
    assert await reranker.scores(QUESTION, SHORT) == pytest.approx(expected, rel=0.05, abs=0.05)


async def test_the_end_that_the_library_cuts_off_counts(
    reranker: CrossEncoderReranker, library: CrossEncoder
) -> None:
    """An answer at the end of a very long text raises its score; the library truncates it."""
    texts = [FILLER * 200, FILLER * 200 + ANSWER]
    cut_off, also_cut_off = predicted(library, texts)
    assert cut_off == also_cut_off
    filler, with_answer = await reranker.scores(QUESTION, texts)
    assert with_answer > filler + 0.1


def test_windows_leave_no_token_out(directory: str) -> None:
    """Each window starts with the question, fits the model and overlaps the one before it."""
    model = PairModel(in_float32(directory))
    tokenizer = AutoTokenizer.from_pretrained(directory)
    question = tokenizer.encode(QUESTION)
    text = [n % 15 + 5 for n in range(500)]
    words = " ".join(tokenizer.convert_ids_to_tokens(text))
    windows = model.windows(QUESTION, ["a", words])
    assert [window.text for window in windows] == [0] + [1] * (len(windows) - 1)
    read: list[int] = []
    for window in windows[1:]:
        ids = window.inputs["input_ids"]
        assert len(ids) <= MAX_TOKENS
        assert ids[: len(question)] == question
        part = ids[len(question) : -1]
        overlap = min(len(read), (MAX_TOKENS - len(question) - 1) // 2)
        assert read[len(read) - overlap :] == part[:overlap]
        read += part[overlap:]
    assert read == text


async def test_of_a_long_question_both_ends_are_read(reranker: CrossEncoderReranker) -> None:
    """Words at both ends of a question of thousands of words count, and the text still fits."""
    long = FILLER * 500
    for text in (FILLER, FILLER * 20):
        [plain] = await reranker.scores(long, [text])
        [at_the_start] = await reranker.scores(f"buried {long}", [text])
        [at_the_end] = await reranker.scores(f"{long} buried", [text])
        assert min(at_the_start, at_the_end) > plain + 0.1
        [with_answer] = await reranker.scores(long, [text + ANSWER])
        assert with_answer > plain + 0.1


async def test_one_question_is_read_after_the_other(
    reranker: CrossEncoderReranker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Concurrent calls run one after the other, each with all its texts."""
    read: list[int] = []
    original = PairModel.scores

    def recording(model: PairModel, windows: Sequence[Window]) -> list[float]:
        read.extend(window.inputs["input_ids"][1] for window in windows)
        return original(model, windows)

    monkeypatch.setattr(PairModel, "scores", recording)
    questions = ["map", "oak", "treasure"]
    await asyncio.gather(*(reranker.scores(each, SHORT) for each in questions))
    in_turn = [first for n, first in enumerate(read) if n % len(SHORT) == 0]
    assert len(set(in_turn)) == len(questions)
    assert read == [first for first in in_turn for _ in SHORT]


async def test_who_waits_can_leave(reranker: CrossEncoderReranker) -> None:
    """A cancelled call, running or waiting, does not block others."""
    busy = threading.Event()
    reranker._executor.submit(busy.wait)
    in_turn, waiting, patient = (
        asyncio.ensure_future(reranker.scores(QUESTION, SHORT)) for _ in range(3)
    )
    await asyncio.sleep(0)
    try:
        for leaving in (waiting, in_turn):
            leaving.cancel()
            with pytest.raises(asyncio.CancelledError):
                await leaving
        assert not patient.done()
    finally:
        busy.set()
    assert len(await patient) == len(SHORT)


async def test_a_prompt_of_the_model_is_honoured(library: CrossEncoder, directory: str) -> None:
    """A model that was trained with a prompt before each question gets it."""
    with_prompt = CrossEncoder(
        directory,
        device="cpu",
        local_files_only=True,
        prompts={"query": "buried oak "},
        default_prompt_name="query",
    )
    model = PairModel(with_prompt)
    scores = model.scores(model.windows(QUESTION, SHORT))
    assert scores == pytest.approx(predicted(with_prompt, SHORT), rel=0.01, abs=0.01)
    assert scores != pytest.approx(predicted(library, SHORT), rel=0.01, abs=0.01)


async def test_a_model_on_this_disk_needs_no_network(
    directory: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A local model makes no network request, and its name contains no path."""
    attempts = refuse_network(monkeypatch)
    reranker = CrossEncoderReranker(directory)
    await reranker.load()
    await reranker.load()
    assert attempts == []
    assert reranker.model_name == "tiny-reranker"
    reranker.close()


async def test_a_name_that_cannot_be_downloaded_is_given_up_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An unreachable hub is not retried, and the error names the model."""
    attempts = refuse_network(monkeypatch)
    reranker = CrossEncoderReranker("no-owner/no-such-model")
    assert reranker.model_name == "no-owner/no-such-model"
    with pytest.raises(Misconfigured, match='"no-owner/no-such-model" could not be loaded'):
        await reranker.load()
    assert 1 <= len(attempts) <= 2
    reranker.close()


def refuse_network(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Make every network access fail from now on, and return the list of attempts."""
    made: list[object] = []

    def refuse(*address: object, **_: object) -> None:
        made.append(address)
        raise OSError("no network in this test")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    return made


async def test_nothing_works_before_the_model_is_loaded(directory: str) -> None:
    """Using the model before `load` raises RerankerUnavailable."""
    reranker = CrossEncoderReranker(directory)
    with pytest.raises(RerankerUnavailable):
        await reranker.scores(QUESTION, [ANSWER])
    reranker.close()


@pytest.mark.parametrize("kind", ["missing", "empty", "three labels", "conversation"])
async def test_a_model_that_cannot_rerank_is_a_matter_of_settings(
    kind: str, tmp_path: Path
) -> None:
    """A directory without a usable model is refused in one line that names the setting.

    A model with several labels has no score. A model that reads conversations would need windows
    built from them, and its scores are wrong without.
    """
    model = tmp_path / "model"
    if kind != "missing":
        model.mkdir()
    if kind in ("three labels", "conversation"):
        make_cross_encoder(model, labels=3 if kind == "three labels" else 1)
    if kind == "conversation":
        tokenizer = AutoTokenizer.from_pretrained(model)
        tokenizer.chat_template = "{% for m in messages %}oak {{ m['content'] }}{% endfor %}"
        tokenizer.save_pretrained(model)
    reranker = CrossEncoderReranker(str(model))
    with pytest.raises(Misconfigured) as raised:
        await reranker.load()
    assert f'"{model}" could not be loaded' in raised.value.message
    assert "QUOTH_RERANKER_MODEL" in raised.value.message
    assert "\n" not in raised.value.message
    reranker.close()
