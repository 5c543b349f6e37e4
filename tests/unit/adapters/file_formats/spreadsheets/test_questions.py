"""Questions whose answer is a cell of a sheet."""

from pathlib import Path
from uuid import UUID

import pytest
from openpyxl import Workbook

from adapters.extractive_language_model import ExtractiveLanguageModel
from application.ports.language_model import TextDelta
from domain.answering.prompt import Prompt
from domain.documents.place import Place
from domain.retrieval.passages import Passage
from tests.fakes.embedder import FakeEmbedder
from tests.unit.adapters.file_formats.spreadsheets.workbooks import read_book, rows_by_number


@pytest.mark.parametrize(
    ("question", "header", "row"),
    [
        ("What was the revenue of North in March?", 3, 4),
        ("How much revenue did South have in January?", 3, 5),
        ("Which office does Cleo Hart work in?", 8, 10),
    ],
)
async def test_an_answer_quotes_the_row_and_its_header(
    question: str, header: int, row: int, tmp_path: Path
) -> None:
    """What the figures are is said by the row of the header, and each has its number."""
    book = Workbook()
    for values in (
        ["Revenue by region, in thousand euro"],
        [],
        ["Region", "January", "February", "March"],
        ["North", 120.5, 98.1, 143.9],
        ["South", 77.3, 81, 79.2],
        [],
        [],
        ["Name", "Role", "Office"],
        ["Ann Baker", "Accountant", "Leeds"],
        ["Cleo Hart", "Head of sales", "Hull"],
    ):
        book.active.append(values)
    extracted = read_book(book, tmp_path)
    passage = Passage(
        place=Place(UUID(int=1), "book.xlsx", 0, len(extracted.text)),
        chunk_index=0,
        content=extracted.text,
        token_count=1,
        similarity=0.6,
    )
    model = ExtractiveLanguageModel(FakeEmbedder())
    events = [event async for event in model.stream(Prompt(question, (passage,)))]
    answer = "".join(event.text for event in events if isinstance(event, TextDelta))
    rows = rows_by_number(extracted)
    assert [line.strip() for line in answer.split("\n")] == [rows[header], rows[row]]
