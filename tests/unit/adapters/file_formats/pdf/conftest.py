"""Reads PDFs that the tests draw."""

from collections.abc import Callable
from pathlib import Path

import pytest

from adapters.file_formats.pdf.pdf_reader import read
from adapters.file_formats.reader import SourceFile
from domain.documents.document import ExtractedText

ReadBytes = Callable[[bytes], ExtractedText]


@pytest.fixture
def read_pdf(tmp_path: Path) -> ReadBytes:
    """Return a function that reads the bytes of a PDF."""

    def read_bytes(content: bytes) -> ExtractedText:
        path = tmp_path / "file.pdf"
        path.write_bytes(content)
        return read(SourceFile(path, "file.pdf"))

    return read_bytes
