"""What of a chunk is embedded, and how many vectors a text may have."""

import base64
import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.documents.chunking import ChunkingPolicy, split
from domain.documents.chunks import Chunk
from domain.documents.embedding import embedded_text, may_exceed, most_windows, size_of
from domain.text.structure.blocks import NOTHING, Context, Heading

BYTES = random.Random(1).randbytes(3000)  # noqa: S311 - not a secret
ORDINARY = [
    "The pump is started before the valve is closed.\n\nSee https://example.org/a/b?c=d#e-f_g.",
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
    "维修部门的电话是四七一一，请在关闭阀门之前启动水泵。" * 20,
    "| a | b |\n|---|---|\n| 1 | 2 |\n" + "-" * 120 + "\n" + "." * 150 + " 7\n",
    "def f(x):\n    return sha256 == '" + BYTES[:32].hex() + "'\n",
    "\n".join("/usr/share/documentation/of/every/package/that/is/installed/here" for _ in range(2)),
    "\n".join(f"ATOM{n:05}" * 5 for n in range(100)),
]


def embedded(text: str, context: Context = NOTHING) -> str:
    return embedded_text(Chunk(0, text, 0, len(text), 1, context))


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_text_is_embedded_as_it_is(text: str) -> None:
    """Prose, code, tables, links, rulers and digests are embedded without a change."""
    assert embedded(text) == text


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_short_words_are_embedded_as_they_are(text: str) -> None:
    """No text is changed whose lines are short."""
    assert embedded(text) == text


@pytest.mark.parametrize(
    "data",
    [base64.b64encode(BYTES).decode(), base64.urlsafe_b64encode(BYTES).decode(), BYTES.hex()],
)
def test_a_picture_in_a_text_is_cut_to_its_beginning(data: str) -> None:
    """Of a long run of base64 or hex, only the beginning is embedded, and the text around it."""
    before, after = "The pump:\n![pump](data:image/png;base64,", ")\nIt is started first."
    assert embedded(before + data + after) == before + data[:32] + after


@pytest.mark.parametrize("width", [64, 76])
def test_lines_of_encoded_data_are_cut_to_their_beginning(width: int) -> None:
    """A key or an attachment in lines of base64 is cut, and the lines around it stay."""
    data = base64.b64encode(BYTES).decode()
    lines = "\n".join(data[start : start + width] for start in range(0, len(data), width))
    text = f"-----BEGIN KEY-----\n{lines}\n-----END KEY-----\nKeep it safe.\n"
    assert embedded(text) == f"-----BEGIN KEY-----\n{data[:32]}\n-----END KEY-----\nKeep it safe.\n"


def test_the_headings_above_a_chunk_are_embedded_with_it() -> None:
    """A chunk is found by its headings: they stand before its content, outermost first."""
    context = Context((Heading(1, "Boats"), Heading(2, "Kestrel")))
    assert embedded("It holds four people.", context) == "Boats › Kestrel\nIt holds four people."


def test_of_many_headings_the_inner_ones_are_embedded() -> None:
    """A path that is too long loses its outermost words, which distinguish least."""
    context = Context((Heading(1, "Outer " * 60), Heading(2, "Inner")))
    text = embedded("It holds four people.", context)
    assert len(text) < 260
    assert text.endswith(" › Inner\nIt holds four people.")


@pytest.mark.parametrize(
    ("policy", "most"),
    [
        (ChunkingPolicy(), 40_000),
        (ChunkingPolicy(256, 50), 40_000),
        (ChunkingPolicy(8, 0), 500_000),
    ],
)
def test_a_text_may_have_three_times_the_windows_of_prose(
    policy: ChunkingPolicy, most: int
) -> None:
    """The limit follows the text's own size, and grows for chunks smaller than a window."""
    assert most_windows(5_000_000, policy) == most
    assert most_windows(20_000_000, policy) == 4 * most


def test_a_small_text_may_have_more() -> None:
    """What takes seconds is accepted, whatever it is."""
    assert most_windows(1, ChunkingPolicy()) == most_windows(1024 * 1024, ChunkingPolicy()) == 8_388


@pytest.mark.parametrize("policy", [ChunkingPolicy(8, 0), ChunkingPolicy(8, 3)])
def test_the_size_of_a_text_counts_nothing_twice(policy: ChunkingPolicy) -> None:
    """It is that of the text in UTF-8, whether chunks overlap or not."""
    text = "Ein Satz über Möwen, 维修部门的电话. " * 20
    spans = [match.span() for match in re.finditer(r"\w+|[^\w\s]", text)]
    assert size_of(split(text, spans, policy)) == len(text.encode())
    assert size_of([]) == 0


def test_only_a_text_that_may_have_too_many_vectors_has_to_be_counted() -> None:
    """A small text cannot exceed the limit of a document; enough of anything may."""
    assert not may_exceed(["Ein Satz über Möwen."] * 100, 1000)
    assert may_exceed(["€" * 15] * 100, 199)
    assert not may_exceed(["€" * 15] * 100, 200)
    assert may_exceed([""] * 3, 2)
