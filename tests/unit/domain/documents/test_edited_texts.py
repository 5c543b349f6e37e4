"""Chunking: after an edit, few chunks are new."""

import random
import re
import textwrap

import pytest

from domain.documents.chunking import ChunkingPolicy, split
from domain.documents.chunks import Chunk
from tests.support.edited_texts import Shape, edits, new_share

WORDS = [f"{first}{second}" for first in "bdfklmnprst" for second in ("andor", "elin", "ios", "um")]
CHARACTERS = 120_000
PLACES = 5
MOST_NEW = 6  # of the 600 chunks of a megabyte: one percent


def prose(seed: int) -> str:
    """Return paragraphs of sentences, in lines of a page's width."""
    drawn = random.Random(seed)  # noqa: S311 - a text that is always the same
    paragraphs: list[str] = []
    while sum(map(len, paragraphs)) < CHARACTERS:
        sentences = [
            " ".join(drawn.choices(WORDS, k=drawn.randint(5, 30))).capitalize() + "."
            for _ in range(drawn.randint(2, 9))
        ]
        paragraphs.append(textwrap.fill(" ".join(sentences), 80))
    return "\n\n".join(paragraphs)


def markdown(seed: int) -> str:
    """Return prose with headings, lists and tables between its paragraphs."""
    drawn = random.Random(seed)  # noqa: S311 - a text that is always the same
    blocks: list[str] = []
    for number, paragraph in enumerate(prose(seed).split("\n\n")):
        if number % 9 == 0:
            blocks.append(f"{'#' * drawn.randint(1, 3)} Chapter {number}")
        lines = paragraph.split("\n")
        if number % 5 == 0:
            blocks.append("\n".join(f"- {line}" for line in lines))
        elif number % 7 == 0:
            rows = "\n".join(f"| {drawn.random():.3f} | {line} |" for line in lines)
            blocks.append(f"| share | name |\n|---|---|\n{rows}")
        else:
            blocks.append(paragraph)
    return "\n\n".join(blocks)


def chunks_of(text: str) -> list[Chunk]:
    spans = [match.span() for match in re.finditer(r" ?\w{1,5}|[^\w\s]|\s", text)]
    return split(text, spans, ChunkingPolicy())


@pytest.mark.parametrize(
    "text",
    [*(shape.of(prose(seed)) for seed, shape in enumerate(Shape)), markdown(7)],
    ids=[*Shape, "Markdown"],
)
def test_an_edit_changes_the_chunks_around_it(text: str) -> None:
    """After a word, a sentence or a paragraph changed, a handful of chunks are new."""
    before = chunks_of(text)
    assert len(before) > 40
    for edit in edits(text, prose(99).split("\n\n")[0], PLACES):
        after = chunks_of(edit.of(text))
        assert round(new_share(before, after) * len(after)) <= MOST_NEW, edit.what
