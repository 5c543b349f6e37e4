"""How well the tables of PDFs are read.

python -m tests.benchmarks.file_formats.pdf_tables FOLDER

A pair is a label and the first of at least two figures to its right at the same height of a page.
Pairs are found from the boxes of the words alone, so they do not depend on the reader.
"""

import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pypdfium2 as pdfium

from adapters.file_formats.pdf.pdf_reader import read
from adapters.file_formats.reader import SourceFile
from tests.benchmarks.__main__ import print_at_once

_WORD = re.compile(r"[^\s\ufffe]+")
_FIGURE = re.compile(r"\(?\$?\(?\d[\d,.]*\)?%?\)?")
_SIGNS = frozenset("$%)—–-")
_TOKEN = re.compile(r"\d[\d,.]*\d|\w+")
_SAME_HEIGHT = 2.5  # points
_LEAST_FIGURES = 2
_GAP = 20  # points, between a label and its figure
_YEARS = re.compile(r"(?:19|20)\d\d")


def main() -> None:
    """Print for each PDF of a folder how many pairs there are, and how many are read."""
    totals = [0, 0, 0]
    pages, seconds, reference = 0, 0.0, 0.0
    for path in sorted(Path(sys.argv[1]).rglob("*.pdf")):
        start = time.process_time()
        extracted = read(SourceFile(path, path.name))
        seconds += time.process_time() - start
        counts, missed = [0, 0, 0], []
        start = time.process_time()
        document = pdfium.PdfDocument(path)
        for page in document:
            page.get_textpage().get_text_range()
        reference += time.process_time() - start
        pages += len(document)
        ends = [*(part.start for part in extracted.parts[1:]), len(extracted.text)]
        for number, (part, end) in enumerate(zip(extracted.parts, ends, strict=True)):
            text = extracted.text[part.start : end]
            tokens = f" {' '.join(_TOKEN.findall(text))} "
            rows = [
                f" {' '.join(_TOKEN.findall(line))} "
                for line in text.split("\n")
                if line.startswith("| ")
            ]
            for pair in _pairs(document[number]):
                wanted = f" {' '.join(_TOKEN.findall(pair))} "
                is_read, in_table = wanted in tokens, any(wanted in row for row in rows)
                counts = [counts[0] + 1, counts[1] + is_read, counts[2] + in_table]
                if not in_table:
                    missed.append(f"  {number + 1}: {pair}")
        totals = [total + count for total, count in zip(totals, counts, strict=True)]
        print_at_once(f"{path.name}: {_shares(counts)}")
        if "-v" in sys.argv:
            print_at_once("\n".join(missed))
    milliseconds = [1000 * each / max(1, pages) for each in (seconds, reference)]
    print_at_once(
        f"all: {_shares(totals)}; {pages} pages, {milliseconds[0]:.2f} ms CPU a page,"
        f" PDFium's text alone {milliseconds[1]:.2f} ms"
    )


def _shares(counts: list[int]) -> str:
    pairs, read_pairs, in_tables = counts
    total = max(1, pairs)
    return (
        f"{pairs} pairs, {read_pairs / total:.3f} with the label directly before its figure,"
        f" {in_tables / total:.3f} in a table with a header"
    )


def _pairs(page: pdfium.PdfPage) -> Iterator[str]:
    """Return the labels and their first figures, as `label figure`."""
    rows: list[tuple[float, list[tuple[float, float, str]]]] = []
    characters = page.get_textpage()
    text = characters.get_text_range(errors="replace")
    if len(text) != characters.count_chars():
        return
    for word in _WORD.finditer(text):
        left, bottom, _, _ = characters.get_charbox(word.start(), loose=True)
        right = characters.get_charbox(word.end() - 1, loose=True)[2]
        row = next((row for row in rows if abs(row[0] - bottom) < _SAME_HEIGHT), None)
        if row is None:
            rows.append(row := (bottom, []))
        row[1].append((left, right, word[0]))
    for _, words in rows:
        words.sort()
        yield from _pair([word for word in words if word[2] not in _SIGNS])


def _pair(words: list[tuple[float, float, str]]) -> Iterator[str]:
    first = len(words)
    while first and _FIGURE.fullmatch(words[first - 1][2]):
        first -= 1
    figures, label = words[first:], words[:first]
    if len(figures) < _LEAST_FIGURES or not any(any(map(str.isalpha, word[2])) for word in label):
        return
    is_apart = all(
        after[0] - before[1] > _GAP
        for before, after in zip([label[-1], *figures], figures, strict=False)
    )
    if is_apart and not all(_YEARS.fullmatch(figure[2]) for figure in figures):
        yield " ".join(word[2] for word in [*label, figures[0]])


if __name__ == "__main__":
    main()
