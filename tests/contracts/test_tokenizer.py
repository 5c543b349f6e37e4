"""The contract of a Tokenizer, for the fake and the real one."""

from itertools import pairwise

import pytest

from application.ports.tokenizer import Tokenizer
from tests.fakes.tokenizer import WordTokenizer

TEXTS = [
    "Hello, world! It's 3.14 o'clock.",
    "  leading, trailing and\ttabs  \n\n\n new lines \r\n",
    "日本語の文章、中文，한국어。",
    "👩‍👩‍👧 and 🏳️‍🌈 and 🎉",
    "naïve café e\u0301 \u200b\ufeff\u00a0 שלום العربية",
    "<|begin_of_text|>not special<|eot_id|> [SEP] </s>",
    "x" * 3000,
    "-" * 500 + " " * 500 + "end",
    "```python\ndef f(x):\n\treturn x ** 2\n```",
]


@pytest.fixture(params=["fake", "real"])
def tokenizer(request: pytest.FixtureRequest) -> Tokenizer:
    if request.param == "fake":
        return WordTokenizer()
    real: Tokenizer = request.getfixturevalue("real_tokenizer")
    return real


@pytest.mark.parametrize("text", TEXTS)
async def test_spans_are_in_order_and_inside_the_text(tokenizer: Tokenizer, text: str) -> None:
    """No span is empty, and neither start nor end decreases from one span to the next."""
    spans = await tokenizer.token_spans(text)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    for (start, end), (next_start, next_end) in pairwise(spans):
        assert start <= next_start
        assert end <= next_end


@pytest.mark.parametrize("text", TEXTS)
async def test_every_visible_character_is_in_a_token(tokenizer: Tokenizer, text: str) -> None:
    """Only white space lies outside tokens."""
    covered = {
        place for start, end in await tokenizer.token_spans(text) for place in range(start, end)
    }
    left_out = {text[place] for place in range(len(text)) if place not in covered}
    assert not "".join(left_out).strip()


async def test_tokens_of_one_character_share_its_place(tokenizer: Tokenizer) -> None:
    """Every token of an emoji spans the whole emoji."""
    spans = await tokenizer.token_spans("🦜")
    assert len(spans) > 1
    assert set(spans) == {(0, 1)}


async def test_counts_are_the_numbers_of_spans(tokenizer: Tokenizer) -> None:
    """The counts equal the numbers of spans, in the order of the texts."""
    spans = [await tokenizer.token_spans(text) for text in TEXTS]
    assert await tokenizer.count(TEXTS) == [len(of_one_text) for of_one_text in spans]


async def test_an_empty_text_has_no_tokens(tokenizer: Tokenizer) -> None:
    """An empty text gets no special tokens."""
    assert list(await tokenizer.token_spans("")) == []
    assert await tokenizer.count(["", ""]) == [0, 0]
    assert await tokenizer.count([]) == []
