"""Properties of chunks for any text and tokenizer."""

import re
from itertools import cycle, pairwise

from hypothesis import given
from hypothesis import strategies as st

from domain.documents.chunking import ChunkingPolicy, split
from domain.documents.chunks import TokenSpans

CHARACTERS = st.one_of(
    st.sampled_from(
        [
            "👩‍👩‍👧",
            "👍🏽",
            "🇩🇪",
            "❤️",
            "e\u0301",
            "ก็",
            "שלום",
            "مرحبا",
            "你好。",
            "。」",
            "，",
            "\u00a0",
            "\u200b",
        ]
    ),
    st.sampled_from(
        [" ", "  ", "\n", "\n\n", "\n \n", "\t", "a", "Word", ". ", '."  ', "?\n", "!"]
    ),
    st.characters(exclude_categories=["Cs"]),
)
TEXTS = st.lists(CHARACTERS, max_size=120).map("".join)
POLICIES = st.integers(8, 24).flatmap(
    lambda size: st.builds(ChunkingPolicy, st.just(size), st.integers(0, (size - 1) // 2))
)


@st.composite
def tokenized(draw: st.DrawFn, texts: st.SearchStrategy[str] = TEXTS) -> tuple[str, TokenSpans]:
    """Draw a text and its tokens, as some tokenizer might produce them.

    Tokens have any length, several may share a character, and they may overlap. White space may be
    in no token.
    """
    text = draw(texts)
    shapes = draw(st.lists(st.tuples(st.integers(1, 6), st.integers(1, 4)), min_size=1, max_size=9))
    leaves_out_space = draw(st.booleans())
    spans: list[tuple[int, int]] = []
    position = 0
    for length, copies in cycle(shapes):
        if position >= len(text):
            break
        if leaves_out_space and text[position].isspace():
            position += 1
            continue
        end = min(len(text), position + length)
        spans.append((position, end))
        spans += [(end - 1, end)] * (copies - 1)
        position = end
    return text, spans


def tokens_in(spans: TokenSpans, start: int, end: int) -> int:
    return sum(token_start < end and token_end > start for token_start, token_end in spans)


@given(tokenized(), POLICIES)
def test_chunks_are_slices_that_cover_the_text(
    tokenized_text: tuple[str, TokenSpans], policy: ChunkingPolicy
) -> None:
    """Each chunk is its slice of the text, and every character is in a chunk."""
    text, spans = tokenized_text
    chunks = split(text, spans, policy)
    assert [chunk.index for chunk in chunks] == list(range(len(chunks)))
    assert all(text[chunk.char_start : chunk.char_end] == chunk.content for chunk in chunks)
    if text:
        assert chunks[0].char_start == 0
        assert chunks[-1].char_end == len(text)
    else:
        assert chunks == []
    for chunk, following in pairwise(chunks):
        assert chunk.char_start < following.char_start <= chunk.char_end < following.char_end


@given(tokenized(), POLICIES)
def test_chunks_hold_whole_tokens_and_not_too_many(
    tokenized_text: tuple[str, TokenSpans], policy: ChunkingPolicy
) -> None:
    """No chunk cuts a token or exceeds the limit, and its count is the number of its tokens."""
    text, spans = tokenized_text
    for chunk in split(text, spans, policy):
        for cut in (chunk.char_start, chunk.char_end):
            assert not any(start < cut < end for start, end in spans)
        assert chunk.token_count == tokens_in(spans, chunk.char_start, chunk.char_end)
        assert chunk.token_count <= policy.max_tokens


@given(tokenized(), POLICIES)
def test_neighbours_share_no_more_than_the_overlap(
    tokenized_text: tuple[str, TokenSpans], policy: ChunkingPolicy
) -> None:
    """Adjacent chunks share at most the overlap, and not only white space."""
    text, spans = tokenized_text
    for chunk, following in pairwise(split(text, spans, policy)):
        shared = text[following.char_start : chunk.char_end]
        assert tokens_in(spans, following.char_start, chunk.char_end) <= policy.overlap_tokens
        assert shared.strip() or not shared


@given(tokenized(), POLICIES)
def test_the_same_text_is_always_cut_alike(
    tokenized_text: tuple[str, TokenSpans], policy: ChunkingPolicy
) -> None:
    """Chunking depends only on its arguments."""
    text, spans = tokenized_text
    assert split(text, spans, policy) == split(text, tuple(spans), policy)


@given(
    st.lists(st.sampled_from(["ab", ".", "\n", "\n\n", " ", "  "]), max_size=80)
    .map("".join)
    .map(lambda text: re.sub(r"(\s{2})\s+", r"\1", text)),
    POLICIES,
)
def test_no_chunk_is_white_space_alone(text: str, policy: ChunkingPolicy) -> None:
    """If runs of white space are shorter than a chunk, every chunk has visible text."""
    chunks = split(text, [(i, i + 1) for i in range(len(text))], policy)
    assert all(chunk.content.strip() for chunk in chunks) or not text.strip()
