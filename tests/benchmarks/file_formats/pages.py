"""Whether quoted words are on the page that is named, by the own text of the PDF.

python -m tests.benchmarks.file_formats.pages FOLDER

Every sentence, row and item of the chunks of all PDFs in the folder counts as a quotation, in the
chunks as they are and merged with their neighbours. Its words, as far as the named page goes, have
to be on that page: one after the other, or each by itself if a table or a hyphen stands between.
"""

import argparse
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pypdfium2 as pdfium

from adapters.file_formats.read_file import read_file
from domain.documents.chunking import ChunkingPolicy, split
from domain.documents.document import ExtractedText
from domain.errors import QuothError
from domain.retrieval.merging import merge_adjacent
from domain.retrieval.passages import Passage, passage_of
from domain.text.structure.units import units_of
from tests.benchmarks.__main__ import print_at_once

_TOKEN = re.compile(r"\w+|[^\w\s]")
_MERGED = 3  # chunks


@dataclass
class Count:
    """How many quotations were looked for, found word by word alone, and not found."""

    quotations: int = 0
    by_word: int = 0
    missing: int = 0


def main() -> None:
    """Print a row for each PDF, those that cannot be read included, and the sum."""
    parser = argparse.ArgumentParser(description="Check the pages of quotations.")
    parser.add_argument("folder", type=Path)
    total = Count()
    print_at_once(
        "| file | quotations | word by word | not on their page |\n| --- | --- | --- | --- |"
    )
    for file in sorted(parser.parse_args().folder.rglob("*.pdf")):
        try:
            extracted = read_file(str(file), file.name)
        except QuothError as error:
            print_at_once(f"| {file.name} | {error.code} | | |")
            continue
        count = _checked(file, extracted)
        print_at_once(f"| {file.name} | {count.quotations} | {count.by_word} | {count.missing} |")
        total.quotations += count.quotations
        total.by_word += count.by_word
        total.missing += count.missing
    print_at_once(f"| all | {total.quotations:,} | {total.by_word:,} | {total.missing:,} |")


def _checked(file: Path, extracted: ExtractedText) -> Count:
    with pdfium.PdfDocument(file) as document:
        pages = [_letters(page.get_textpage().get_text_range()) for page in document]
    ends = [*(part.start for part in extracted.parts[1:]), len(extracted.text)]
    count = Count()
    for passage in _passages(extracted):
        for unit in units_of(passage.content, passage.context):
            place = passage.place_of(unit.start, unit.end)
            if place.page is None:
                raise ValueError(f"{file} has words on no page")
            words = extracted.text[place.char_start : min(place.char_end, ends[place.page - 1])]
            count.quotations += 1
            if _letters(words) not in pages[place.page - 1]:
                found = all(_letters(word) in pages[place.page - 1] for word in words.split())
                count.by_word += found
                count.missing += not found
    return count


def _passages(extracted: ExtractedText) -> Iterator[Passage]:
    spans = [match.span() for match in _TOKEN.finditer(extracted.text)]
    chunks = split(extracted.text, spans, ChunkingPolicy(), extracted.parts)
    found = [passage_of(chunk, UUID(int=0), "", 0.0) for chunk in chunks]
    yield from found
    for start in range(0, len(found), _MERGED):
        yield from merge_adjacent(found[start : start + _MERGED])


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text))).casefold()


if __name__ == "__main__":
    main()
