"""PDFs that cannot be read, or only in part."""

from pathlib import Path

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption

from adapters.file_formats.pdf import pdf_reader
from adapters.file_formats.pdf.rectangles import rectangles
from domain.documents.highlights import SourceRange
from domain.errors import (
    DocumentHasNoText,
    DocumentPasswordRequired,
    FileDamaged,
    FileTooComplex,
    UnsupportedFileType,
)
from tests.support.pdf_files import Sheet
from tests.unit.adapters.file_formats.pdf.conftest import ReadBytes


def encrypted(user_password: str) -> bytes:
    """Return an encrypted PDF."""
    sheet = Sheet(StandardEncryption(user_password, "owner", strength=128))
    sheet.line("The heron nests in the mill.")
    return sheet.content()


def with_pages(*has_text: bool) -> bytes:
    """Return a PDF whose pages have text, or only a picture."""
    sheet = Sheet()
    for number, is_text in enumerate(has_text):
        if number:
            sheet.next_page()
        if is_text:
            sheet.line(f"The heron nests in mill {'ABCDEF'[number]}.")
        else:
            sheet.canvas.rect(100, 100, 200, 200, fill=1)
    return sheet.content()


def test_an_empty_password_opens_a_pdf(read_pdf: ReadBytes) -> None:
    """A PDF that is encrypted with an empty password is read."""
    assert read_pdf(encrypted("")).text == "The heron nests in the mill."


def test_a_password_is_asked_for(read_pdf: ReadBytes) -> None:
    """A PDF that opens only with a password is refused with that reason."""
    with pytest.raises(DocumentPasswordRequired):
        read_pdf(encrypted("secret"))


def test_a_pdf_without_text_names_the_way_to_read_it(read_pdf: ReadBytes) -> None:
    """A PDF of pictures only is refused, and the message names what can read it."""
    with pytest.raises(DocumentHasNoText, match=r"no text on its 2 pages.*quoth\[ocr\]"):
        read_pdf(with_pages(False, False))


def test_pages_without_text_are_named(read_pdf: ReadBytes) -> None:
    """Of a PDF with text on some pages, these are read, and a note names the others."""
    extracted = read_pdf(with_pages(True, False, True, False))
    assert extracted.text == "The heron nests in mill A.\n\nThe heron nests in mill C."
    assert extracted.notes == (
        "Pages 2 and 4 have no text: empty, or pictures only, which `pip install quoth[ocr]` on"
        " the server reads.",
    )
    assert [part.number for part in extracted.parts] == [1, 2, 3, 4]


@pytest.mark.parametrize("content", [b"%PDF-1.7\nnothing", with_pages(True)[:300]])
def test_a_damaged_pdf_is_refused(read_pdf: ReadBytes, content: bytes) -> None:
    """A PDF that ends too early is refused as damaged."""
    with pytest.raises(FileDamaged, match="damaged"):
        read_pdf(content)


def test_what_is_no_pdf_is_refused(read_pdf: ReadBytes) -> None:
    """A file that only has the name of a PDF is refused."""
    with pytest.raises(UnsupportedFileType):
        read_pdf(b"plain text")


def test_too_many_pages_are_refused(read_pdf: ReadBytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """A PDF with more pages than the limit is refused before any page is read."""
    monkeypatch.setattr(pdf_reader, "_MOST_PAGES", 2)
    with pytest.raises(FileTooComplex, match="3 pages"):
        read_pdf(with_pages(True, True, True))


@pytest.mark.parametrize("drawn", [b"/AP ", b"/XP "], ids=["drawn", "not drawn"])
def test_the_values_of_a_form_are_read_beside_its_fields(
    read_pdf: ReadBytes, tmp_path: Path, drawn: bytes
) -> None:
    """A value stands behind the name of its field, drawn in the file or not, and is found there."""
    sheet = Sheet()
    sheet.line("Name of the ship:")
    sheet.canvas.acroForm.textfield(name="ship", value="Borealis", x=200, y=716, height=14)
    sheet.line("Insured: no", gap=30)
    content = sheet.content().replace(b"/AP ", drawn)
    extracted = read_pdf(content)
    lines = list(filter(None, extracted.text.split("\n")))
    assert lines == ["Name of the ship:", "Borealis", "Insured: no"]
    assert extracted.notes == ()
    (tmp_path / "form.pdf").write_bytes(content)
    value = next(run for run in extracted.parts[0].runs if run.length == len("Borealis"))
    found = [SourceRange(value.source, value.source + value.length)]
    [box] = rectangles(tmp_path / "form.pdf", 1, found)
    assert box.left >= 200
