"""Which files the extractor reads by OCR."""

from typing import Any

import pytest

from adapters.file_formats.pdf import ocr
from adapters.file_formats.sandbox.parser_processes import ParserProcesses
from adapters.file_formats.sandbox.tasks import READ_FILE, READ_SCANS, Result, Task
from adapters.file_formats.sandboxed_text_extractor import SandboxedTextExtractor
from domain.documents.document import ExtractedText
from domain.documents.parts import Part, PartKind
from domain.errors import DocumentHasNoText, UnsupportedFileType
from tests.support.uploads import an_upload

SCANNED = ExtractedText("read by OCR")


class ScriptedProcesses(ParserProcesses):
    """Gives prepared results or errors for tasks instead of running them."""

    def __init__(self, results: dict[str, ExtractedText | Exception]) -> None:
        super().__init__([])
        self._results = results

    async def run(self, task: Task[Result], *_: Any) -> Result:
        """Return the result of a task."""
        result: Any = self._results[task.function]
        if isinstance(result, Exception):
            raise result
        return result  # type: ignore[no-any-return]  # the task says its type


def pages(*starts: int) -> ExtractedText:
    """Return a text of ten characters with pages that start at these places."""
    parts = tuple(Part(PartKind.PAGE, start, number) for number, start in enumerate(starts, 1))
    return ExtractedText("0123456789", parts=parts)


async def extracted(
    first: ExtractedText | Exception, scanned: ExtractedText | Exception = SCANNED
) -> ExtractedText:
    """Return what the extractor makes of the results of its two tasks."""
    results = {READ_FILE.function: first, READ_SCANS.function: scanned}
    return await SandboxedTextExtractor(ScriptedProcesses(results)).extract(
        an_upload("scan.pdf", b"%PDF-")
    )


@pytest.fixture
def _with_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "IS_INSTALLED", True)


@pytest.mark.usefixtures("_with_ocr")
@pytest.mark.parametrize("first", [DocumentHasNoText(), pages(0, 5, 5), pages(0, 10)])
async def test_a_pdf_with_pages_without_text_is_read_by_ocr(
    first: ExtractedText | Exception,
) -> None:
    """A PDF without text, or with a page without any, is read by OCR."""
    assert await extracted(first) is SCANNED


@pytest.mark.usefixtures("_with_ocr")
async def test_a_pdf_with_text_on_all_pages_is_not() -> None:
    """A PDF with text on all of its pages is read once."""
    text = pages(0, 5)
    assert await extracted(text) is text


@pytest.mark.usefixtures("_with_ocr")
async def test_a_file_of_another_format_keeps_its_error() -> None:
    """A file of pictures that is no PDF is refused as before."""
    error = DocumentHasNoText("The presentation has pictures only.")
    with pytest.raises(DocumentHasNoText, match="presentation"):
        await extracted(error, UnsupportedFileType())


async def test_without_ocr_a_scan_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the extra is not installed, a PDF without text is refused."""
    monkeypatch.setattr(ocr, "IS_INSTALLED", False)
    with pytest.raises(DocumentHasNoText):
        await extracted(DocumentHasNoText())
