"""The contract of PageHighlighter."""

from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from adapters.file_formats.sandbox.parser_processes import ParserProcesses
from adapters.file_formats.sandboxed_page_highlighter import SandboxedPageHighlighter
from application.ports.page_highlighter import PageHighlighter
from domain.documents.highlights import SourceRange
from tests.fakes.page_highlighter import FakePageHighlighter
from tests.support.uploads import a_file

WORDS = "The heron nests here"


@pytest.fixture(params=["memory", "sandbox"])
async def highlighter(request: pytest.FixtureRequest) -> AsyncIterator[PageHighlighter]:
    if request.param == "memory":
        yield FakePageHighlighter()
        return
    processes = ParserProcesses(["adapters.file_formats.pdf.highlight"], most=1)
    yield SandboxedPageHighlighter(processes)
    await processes.close()


@pytest.fixture(scope="module")
def pdf() -> Path:
    """A file of two pages, each with WORDS at its left."""
    content = BytesIO()
    canvas = Canvas(content, pagesize=(600, 800), invariant=True)
    for bottom in (700, 100):
        canvas.drawString(0, bottom, WORDS)
        canvas.showPage()
    canvas.save()
    return a_file(content.getvalue())


async def test_ranges_have_rectangles_in_their_order(
    highlighter: PageHighlighter, pdf: Path
) -> None:
    """Words have a rectangle for each range, from left to right as on the page."""
    ranges = [SourceRange(4, 9), SourceRange(10, 15)]
    heron, nests = await highlighter.rectangles(pdf, 2, ranges)
    assert heron.left < heron.right <= nests.left < nests.right
    assert heron.bottom < heron.top
    assert await highlighter.rectangles(pdf, 2, ranges[::-1]) == (nests, heron)


async def test_no_range_has_no_rectangle(highlighter: PageHighlighter, pdf: Path) -> None:
    """Nothing is highlighted where nothing was asked for."""
    assert await highlighter.rectangles(pdf, 1, []) == ()
