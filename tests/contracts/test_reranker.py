"""The contract of a Reranker, for the fake and the real one."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from math import isfinite

import pytest

from adapters.hugging_face.cross_encoder_reranker import CrossEncoderReranker
from adapters.hugging_face.huggingface_tokenizer import HuggingFaceTokenizer
from adapters.model_servers.description import ServedModel
from adapters.model_servers.reranker import ServedReranker
from application.ports.reranker import Reranker
from tests.fakes.reranker import FakeReranker
from tests.support.cross_encoders import make_cross_encoder
from tests.support.model_servers import running

QUESTION = "Where did the pirates hide the treasure?"
ANSWER = "The pirates buried the treasure under the oak."
RELATED = "A map of the garden."
FILLER = "A garden has roses and tulips in it. "


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The directory of a tiny cross-encoder, for which "buried" and "oak" weigh most."""
    return make_cross_encoder(tmp_path_factory.mktemp("cross-encoder"))


@pytest.fixture(scope="module")
def server(model: str) -> Iterator[str]:
    """The address of a server of that cross-encoder."""
    with running("rerank", model) as address:
        yield address


@pytest.fixture(params=["fake", "real", "served"])
async def reranker(
    request: pytest.FixtureRequest, model: str, server: str, real_tokenizer: HuggingFaceTokenizer
) -> AsyncIterator[Reranker]:
    if request.param == "fake":
        yield FakeReranker()
        return
    if request.param == "served":
        served = ServedModel("served", "any", server, batch_size=4)
        behind_http = ServedReranker(served, real_tokenizer)
        await behind_http.load()
        yield behind_http
        await behind_http.disconnect()
        return
    real = CrossEncoderReranker(model, batch_size=4)
    await real.load()
    yield real
    real.close()


async def test_the_answer_is_above_the_rest(reranker: Reranker) -> None:
    """The text that answers the question has the highest score."""
    related, answer, filler = await reranker.scores(QUESTION, [RELATED, ANSWER, FILLER])
    assert answer > related > filler


async def test_scores_come_in_the_order_of_the_texts(reranker: Reranker) -> None:
    """Texts of mixed lengths, in several batches, each get their own score."""
    texts = [FILLER * (n * 7 % 10) + (ANSWER if n % 3 == 0 else "") for n in range(20)]
    forwards = await reranker.scores(QUESTION, texts)
    backwards = await reranker.scores(QUESTION, texts[::-1])
    assert len(forwards) == len(texts)
    assert backwards[::-1] == pytest.approx(forwards, rel=0.02, abs=0.02)
    worst_answer = min(forwards[::3])
    assert all(score < worst_answer for n, score in enumerate(forwards) if n % 3)


async def test_equal_texts_have_equal_scores(reranker: Reranker) -> None:
    """Two equal texts get equal scores."""
    one, _, other = await reranker.scores(QUESTION, [ANSWER, FILLER, ANSWER])
    assert one == pytest.approx(other, rel=0.02)


async def test_no_texts_have_no_scores(reranker: Reranker) -> None:
    """An empty call returns an empty list."""
    assert await reranker.scores(QUESTION, []) == []


@pytest.mark.parametrize(
    "odd", ["", " \n\t ", "日本語の文章です 👩‍👩‍👧", "\u200b\ufeff", "x" * 5000]
)
async def test_every_text_and_question_has_a_score(reranker: Reranker, odd: str) -> None:
    """Any text or question, even an empty one, has a finite score."""
    assert all(map(isfinite, await reranker.scores(QUESTION, [odd, ANSWER])))
    assert all(map(isfinite, await reranker.scores(odd, [odd, ANSWER])))


async def test_the_end_of_a_long_text_counts(reranker: Reranker) -> None:
    """A long text is scored higher if its last words answer the question."""
    without, at_the_end = await reranker.scores(QUESTION, [FILLER * 100, FILLER * 100 + ANSWER])
    assert at_the_end > without


async def test_a_long_question_leaves_every_text_a_score(reranker: Reranker) -> None:
    """The question at the end of thousands of words still finds its answer."""
    question = f"{FILLER * 500} {QUESTION}"
    filler, answer = await reranker.scores(question, ["xyz", ANSWER])
    assert answer > filler


async def test_calls_at_the_same_time_do_not_mix(reranker: Reranker) -> None:
    """Concurrent calls get the same scores as sequential ones."""
    asked = [(QUESTION, [ANSWER] * (n % 3) + [FILLER * n]) for n in range(8)]
    alone = [await reranker.scores(*each) for each in asked]
    together = await asyncio.gather(*(reranker.scores(*each) for each in asked))
    assert list(map(len, together)) == list(map(len, alone))
    for some, others in zip(together, alone, strict=True):
        assert some == pytest.approx(others, rel=0.02, abs=0.02)
