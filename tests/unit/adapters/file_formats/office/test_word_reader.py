"""What is read of Word documents."""

import io
from pathlib import Path

import docx as python_docx
import pytest
from docx.enum.text import WD_BREAK

from adapters.file_formats.office.word.reader import read
from domain.documents.document import ExtractedText
from domain.errors import DocumentHasNoText, FileEmpty, UnsupportedFileType
from tests.support.office_files import (
    WORD,
    core_properties,
    docx,
    paragraph,
    pptx,
    run,
    source_file,
)

HEADINGS = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Own"><w:name w:val="Kapitel"/>'
    '<w:basedOn w:val="berschrift1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Deep"><w:name w:val="Absatztitel"/>'
    '<w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>'
)


def read_docx(folder: Path, content: bytes) -> ExtractedText:
    return read(source_file(folder, content, "file.docx"))


def text_of(folder: Path, body: str, styles: str = "", footnotes: str = "") -> str:
    return read_docx(folder, docx(body, styles=styles, footnotes=footnotes)).text


def test_a_document_of_python_docx(tmp_path: Path) -> None:
    """Titles, headings, lists, tables and line breaks come out as Markdown in their order."""
    document = python_docx.Document()
    document.core_properties.author = "Ann Lee"
    document.core_properties.title = "Herons"
    document.add_heading("All about herons", 0)
    document.add_heading("Nests", 1)
    document.add_paragraph("They nest in the mill.").add_run().add_break(WD_BREAK.LINE)
    document.paragraphs[-1].add_run("Since 1901.")
    for style in ("List Number", "List Number", "List Bullet", "List Bullet 2", "List Bullet"):
        document.add_paragraph(f"in {style}", style)
    cells = document.add_table(2, 2).rows
    cells[0].cells[0].text, cells[0].cells[1].text = "bird", "weight"
    cells[1].cells[0].text, cells[1].cells[1].text = "heron | grey", "2 kg"
    buffer = io.BytesIO()
    document.save(buffer)

    found = read_docx(tmp_path, buffer.getvalue())

    assert found.text == (
        "# All about herons\n\n## Nests\n\nThey nest in the mill.\nSince 1901.\n\n"
        "1. in List Number\n2. in List Number\n- in List Bullet\n    - in List Bullet 2\n"
        "- in List Bullet\n\n"
        "| bird | weight |\n| --- | --- |\n| heron \\| grey | 2 kg |"
    )
    assert found.title == "All about herons"
    assert found.metadata["author"] == "Ann Lee"
    assert found.media_type.endswith("wordprocessingml.document")


def test_headings_are_known_by_their_outline_and_the_style_that_theirs_is_based_on(
    tmp_path: Path,
) -> None:
    """Localised styles, derived ones and outline levels of single paragraphs make headings."""
    body = (
        paragraph("One", "berschrift1")
        + paragraph("Two", "Own")
        + paragraph("Three", "Deep")
        + paragraph("Four", properties='<w:outlineLvl w:val="1"/>')
        + paragraph("Five", "Own", '<w:outlineLvl w:val="9"/>')
    )
    assert text_of(tmp_path, body, styles=HEADINGS) == (
        "# One\n\n# Two\n\n### Three\n\n## Four\n\nFive"
    )


def test_headings_stand_below_the_title(tmp_path: Path) -> None:
    """The title has the first level, and the headings below it are one deeper."""
    body = paragraph("Herons", "T") + paragraph("Nests", "berschrift1")
    assert text_of(tmp_path, body, styles=HEADINGS) == "# Herons\n\n## Nests"


def test_a_paragraph_in_large_letters_is_no_heading(tmp_path: Path) -> None:
    """A heading of hundreds of letters is read as a paragraph."""
    words = "heron " * 60
    assert text_of(tmp_path, paragraph(words, "berschrift1"), styles=HEADINGS) == words.strip()


def test_bold_lines_are_the_headings_of_a_document_without_styles(tmp_path: Path) -> None:
    """A bold line above other text is a heading, unless the document has real ones."""
    bold = "<w:b/>"
    body = (
        f"<w:p>{run('Cover', bold)}</w:p><w:p>{run('Phase 1', bold)}</w:p>"
        f"<w:p>{run('It ', bold)}{run('begins.')}</w:p><w:p>{run('A warning.', bold)}</w:p>"
        f"<w:p>{run('The end.')}</w:p>"
    )
    read_alone = "Cover\n\n## Phase 1\n\nIt begins.\n\nA warning.\n\nThe end."
    assert text_of(tmp_path, body) == read_alone
    with_heading = paragraph("Real", properties='<w:outlineLvl w:val="1"/>') + body
    assert "## Phase 1" not in text_of(tmp_path, with_heading)


def test_footnotes_stand_at_the_end_of_their_section(tmp_path: Path) -> None:
    """Notes are numbered in the text and stand before the next heading."""
    reference = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    body = (
        paragraph("One", "berschrift1")
        + f"<w:p>{run('Herons nest')}{reference.format(2)}{run(' here')}{reference.format(5)}</w:p>"
        + paragraph("They do.")
        + paragraph("Two", "berschrift1")
        + paragraph("End.")
    )
    footnotes = (
        f'<w:footnote w:type="separator" w:id="0">{paragraph("---")}</w:footnote>'
        f'<w:footnote w:id="2">{paragraph("In trees.")}{paragraph("Mostly.")}</w:footnote>'
    )
    assert text_of(tmp_path, body, styles=HEADINGS, footnotes=footnotes) == (
        "# One\n\nHerons nest[^1] here\n\nThey do.\n\n[^1]: In trees. Mostly.\n\n# Two\n\nEnd."
    )


def test_a_strict_file_is_read(tmp_path: Path) -> None:
    """Strict Office Open XML has other namespaces and relationships, and is read alike."""
    content = docx(paragraph("One", "berschrift1"), styles=HEADINGS, strict=True)
    assert read_docx(tmp_path, content).text == "# One"


def test_properties_are_metadata(tmp_path: Path) -> None:
    """The author, the dates and the keywords are metadata, and the stated title is the title."""
    core = core_properties(
        title="Herons", creator="Ann;Bo", created="2024-05-06T07:08:09Z", keywords="nest, egg"
    )
    found = read_docx(tmp_path, docx(paragraph("Text"), core=core))
    assert found.title == "Herons"
    assert found.metadata == {
        "author": ("Ann", "Bo"),
        "created": "2024-05-06T07:08:09Z",
        "keywords": ("nest", "egg"),
    }


def test_what_is_left_out_is_noted(tmp_path: Path) -> None:
    """Running headers are not read, nor are comments and embedded files, and notes say so."""
    body = f"<w:altChunk/><w:p><w:commentRangeStart/>{run('text')}<w:commentRangeEnd/></w:p>"
    content = docx(
        body, links={"h": ("header", "header1.xml")}, parts={"header1.xml": f"<w:hdr {WORD}/>"}
    )
    assert read_docx(tmp_path, content).notes == (
        "Comments were left out.",
        "Files of other formats that Word shows as text were left out. Open and save the document"
        " in Word, and add it again.",
        "Headers and footers were left out.",
    )


def test_a_document_without_text(tmp_path: Path) -> None:
    """Without text a document is empty, or has pictures only."""
    with pytest.raises(FileEmpty, match="Word document contains no text"):
        read_docx(tmp_path, docx("<w:p/>"))
    with pytest.raises(DocumentHasNoText, match="has pictures and no text"):
        read_docx(tmp_path, docx("<w:p/>", parts={"media/image1.png": ""}))


def test_another_office_file_is_no_word_document(tmp_path: Path) -> None:
    """A presentation is refused for what it is not."""
    with pytest.raises(UnsupportedFileType, match="no Word document"):
        read_docx(tmp_path, pptx([]))
