"""Whether the rectangles of quoted words cover these words and no others.

python -m tests.benchmarks.file_formats.highlights FOLDER [--quotations 300] [--seed 1]

Quotations of two to ten words are drawn from the pages of all PDFs in the folder. What PDFium
finds inside the rectangles of each has to have the same letters and digits, each as often.
"""

import argparse
import random
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pypdfium2 as pdfium

from adapters.file_formats.pdf.rectangles import rectangles
from adapters.file_formats.read_file import read_file
from domain.documents.document import ExtractedText
from domain.documents.highlights import source_ranges
from domain.documents.parts import Part
from domain.errors import QuothError
from tests.benchmarks.__main__ import print_at_once

_WORD = re.compile(r"\S+")
_LEAST_WORDS, _MOST_WORDS = 2, 10


def main() -> None:
    """Print each quotation whose rectangles cover something else, then how many there are."""
    parser = argparse.ArgumentParser(description="Read quotations back from their rectangles.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--quotations", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    read = dict(_read(sorted(arguments.folder.rglob("*.pdf"))))
    drawing = random.Random(arguments.seed)  # noqa: S311 - chooses quotations
    wrong = 0
    for _ in range(arguments.quotations):
        file = drawing.choice([*read])
        extracted = read[file]
        part, start, end = _drawn(extracted, drawing)
        covered = _covered(file, part, start, end)
        if _letters(covered) != _letters(extracted.text[start:end]):
            wrong += 1
            quoted = extracted.text[start:end]
            print_at_once(f"{file.name}, page {part.number}: {quoted!r} covers {covered!r}")
    print_at_once(f"{arguments.quotations} quotations of {len(read)} PDFs, {wrong} not exact")


def _read(files: list[Path]) -> Iterator[tuple[Path, ExtractedText]]:
    for file in files:
        try:
            extracted = read_file(str(file), file.name)
        except QuothError:
            continue
        if len(_WORD.findall(extracted.text)) > _MOST_WORDS:
            yield file, extracted


def _drawn(extracted: ExtractedText, drawing: random.Random) -> tuple[Part, int, int]:
    """Return a page, and the start and end of words on it."""
    ends = [*(after.start for _, after in pairwise(extracted.parts)), len(extracted.text)]
    while True:
        number = drawing.randrange(len(extracted.parts))
        part = extracted.parts[number]
        words = list(_WORD.finditer(extracted.text, part.start, ends[number]))
        if len(words) >= _MOST_WORDS:
            first = drawing.randrange(len(words) - _MOST_WORDS + 1)
            last = first + drawing.randint(_LEAST_WORDS, _MOST_WORDS) - 1
            return part, words[first].start(), words[last].end()


def _covered(file: Path, part: Part, start: int, end: int) -> str:
    ranges = source_ranges(part, start, end)
    with pdfium.PdfDocument(file) as document:
        text = document[part.number - 1].get_textpage()
        return " ".join(
            text.get_text_bounded(*each) for each in rectangles(file, part.number, ranges)
        )


def _letters(text: str) -> Counter[str]:
    return Counter(filter(str.isalnum, unicodedata.normalize("NFKC", text)))


if __name__ == "__main__":
    main()
