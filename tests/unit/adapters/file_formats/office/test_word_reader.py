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
    source_file,
    table,
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


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


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


def test_tracked_changes_are_read_as_accepted(tmp_path: Path) -> None:
    """Deletions and what was moved away are left out, insertions are read, and a note says so."""
    body = (
        f"<w:p>{run('a ')}<w:del>{run('gone')}</w:del><w:ins>{run('new ')}</w:ins>"
        f"<w:moveFrom>{run('moved')}</w:moveFrom><w:moveTo>{run('here')}</w:moveTo></w:p>"
        f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{run('two parts ')}</w:p>"
        f"<w:p>{run('of one')}</w:p>"
        "<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc/></w:tr></w:tbl>"
    )
    found = read_docx(tmp_path, docx(body))
    assert found.text == "a new here\n\ntwo parts of one"
    assert found.notes == ("Deletions that were tracked but not yet accepted were left out.",)


def test_a_large_initial_is_part_of_its_word(tmp_path: Path) -> None:
    """An initial that stands in a frame of its own is joined with the paragraph behind it."""
    body = paragraph("H", properties='<w:framePr w:dropCap="drop"/>') + paragraph("erons nest.")
    assert text_of(tmp_path, body) == "Herons nest."


def test_hidden_text_is_left_out(tmp_path: Path) -> None:
    """Text that a run or a style hides is not read; a run can show what its style hides."""
    styles = (
        '<w:style w:type="character" w:styleId="H"><w:name w:val="x"/>'
        "<w:rPr><w:vanish/></w:rPr></w:style>"
    )
    shown, styled = '<w:vanish w:val="0"/>', '<w:rStyle w:val="H"/>'
    body = f"<w:p>{run('a')}{run('b', '<w:vanish/>')}{run('c', shown)}{run('d', styled)}</w:p>"
    found = read_docx(tmp_path, docx(body, styles=styles))
    assert found.text == "ac"
    assert found.notes == ("Hidden text was left out.",)


def test_fields_show_their_result(tmp_path: Path) -> None:
    """The code of a field is left out, also that of a field within it, and its result is read."""
    begin, separate, end = (
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
    )
    code = "<w:r><w:instrText>REF x</w:instrText></w:r>"
    body = (
        f"<w:p>{run('see ')}{begin}{code}{begin}{code}{separate}{run('inner')}{end}{separate}"
        f"{run('page 3')}{end}{run('.')}</w:p>"
        f"<w:p>{begin}{code}</w:p><w:p>{run('next')}</w:p>"
        f'<w:p><w:fldSimple w:instr="PAGE">{run("7")}</w:fldSimple></w:p>'
    )
    assert text_of(tmp_path, body) == "see page 3.\n\nnext\n\n7"


def test_text_boxes_are_read_once(tmp_path: Path) -> None:
    """A text box stands in two ways in a file and is read behind its paragraph, once."""
    box = f"<w:txbxContent>{paragraph('boxed')}</w:txbxContent>"
    body = (
        f"<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        f"{run('before')}</w:p>"
    )
    assert text_of(tmp_path, body) == "before\n\nboxed"


def test_content_controls_and_checkboxes(tmp_path: Path) -> None:
    """Content controls show their content, but not what asks to fill them in; boxes are marked."""

    def control(properties: str, content: str) -> str:
        return (
            f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"
        )

    checked = '<w14:checkbox><w14:checked w14:val="1"/></w14:checkbox>'
    unchecked = '<w14:checkbox><w14:checked w14:val="0"/></w14:checkbox>'
    body = (
        control("", paragraph("cover"))
        + control("<w:showingPlcHdr/>", paragraph("Click here to enter text."))
        + f"<w:p>{run('Name: ')}{control('', run('Ann'))}</w:p>"
        + f"<w:p>{control(checked, run('☒'))}{run('tea')}</w:p>"
        + f"<w:p>{control(unchecked, run('☐'))}{run('milk')}</w:p>"
    )
    assert text_of(tmp_path, body) == "cover\n\nName: Ann\n\n- [x] tea\n- [ ] milk"


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


def test_merged_cells_are_repeated(tmp_path: Path) -> None:
    """Each row can be read alone: merged cells stand in all their places, long ones once."""

    def cell(text: str, properties: str) -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"

    long = "A long remark on the nests of herons in mills and what they weigh. " * 2
    wide, begins = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>'
    body = (
        f"<w:tbl><w:tr>{cell('2024', wide)}{cell('note', '')}</w:tr>"
        f"<w:tr>{cell('heron', begins)}{cell('1', '')}{cell(long, begins)}</w:tr>"
        f"<w:tr>{cell('', '<w:vMerge/>')}{cell('2', '')}{cell('', '<w:vMerge/>')}</w:tr>"
        '<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>'
        f"{cell('3', '')}</w:tr></w:tbl>"
    )
    assert text_of(tmp_path, body).split("\n") == [
        "| 2024 | 2024 | note |",
        "| --- | --- | --- |",
        f"| heron | 1 | {long.strip()} |",
        "| heron | 2 |  |",
        "|  | 3 |  |",
    ]


def test_rows_of_a_header_become_one(tmp_path: Path) -> None:
    """Several rows that are marked as header become one, column by column."""
    header = "<w:trPr><w:tblHeader/></w:trPr>"
    rows = [
        f"<w:tr>{header}<w:tc><w:tcPr/>{paragraph('')}</w:tc><w:tc><w:tcPr>"
        f'<w:gridSpan w:val="2"/></w:tcPr>{paragraph("2024")}</w:tc></w:tr>',
        f"<w:tr>{header}<w:tc>{paragraph('bird')}</w:tc><w:tc>{paragraph('May')}</w:tc>"
        f"<w:tc>{paragraph('June')}</w:tc></w:tr>",
        f"<w:tr><w:tc>{paragraph('heron')}</w:tc><w:tc>{paragraph('2')}</w:tc>"
        f"<w:tc>{paragraph('3')}</w:tc></w:tr>",
    ]
    assert text_of(tmp_path, f"<w:tbl>{''.join(rows)}</w:tbl>") == (
        "| bird | 2024 May | 2024 June |\n| --- | --- | --- |\n| heron | 2 | 3 |"
    )


def test_tables_that_frame_and_tables_in_cells(tmp_path: Path) -> None:
    """A table of one column is its content; a table in a cell is the text of its cells."""
    inner = table([["a", "b"], ["1", "2"]])
    framed = f"<w:tbl><w:tr><w:tc>{paragraph('intro')}{inner}</w:tc></w:tr></w:tbl>"
    assert text_of(tmp_path, framed) == "intro\n\n| a | b |\n| --- | --- |\n| 1 | 2 |"
    nested = f"<w:tbl><w:tr><w:tc>{inner}</w:tc><w:tc>{paragraph('x')}</w:tc></w:tr></w:tbl>"
    assert text_of(tmp_path, nested) == "| a b 1 2 | x |\n| --- | --- |"


def test_equations_are_lines_of_text(tmp_path: Path) -> None:
    """Fractions, exponents and roots are written so that their parts stay apart."""

    def maths(text: str) -> str:
        return f"<m:r><m:t>{text}</m:t></m:r>"

    fraction = (
        f"<m:f><m:num>{maths('-b±')}<m:rad><m:deg/><m:e>{maths('b')}</m:e></m:rad></m:num>"
        f"<m:den>{maths('2a')}</m:den></m:f>"
    )
    power = f"<m:sSup><m:e>{maths('x')}</m:e><m:sup>{maths('n+1')}</m:sup></m:sSup>"
    body = (
        f"<w:p>{run('where ')}<m:oMath>{maths('x=')}{fraction}{maths('c')}</m:oMath>"
        f"<m:oMath>{power}</m:oMath></w:p>"
    )
    assert text_of(tmp_path, body) == "where x=(-b±√b)/2a c x^(n+1)"


def test_raised_and_lowered_figures_stay_apart(tmp_path: Path) -> None:
    """10² is not read as 102; words that are raised stay as they are."""
    raised, lowered = (f'<w:vertAlign w:val="{way}script"/>' for way in ("super", "sub"))
    body = (
        f"<w:p>{run('10')}{run('2', raised)}{run(' H')}{run('2', lowered)}{run('O 1')}"
        f"{run('st', raised)}</w:p>"
    )
    assert text_of(tmp_path, body) == "10² H₂O 1st"


def test_code_is_fenced(tmp_path: Path) -> None:
    """Styles of code and lines in monospaced letters with code's signs are one listing."""
    styles = (
        '<w:style w:type="paragraph" w:styleId="C"><w:name w:val="Source Code"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="R"><w:name w:val="Source Reference"/></w:style>'
    )
    mono = '<w:rFonts w:ascii="Courier New"/>'
    body = (
        paragraph("def f():", "C")
        + paragraph("    return 1", "C")
        + f"<w:p>{run('f()', mono)}</w:p>"
        + f"<w:p>{run('A memo in typewriter letters', mono)}</w:p>"
        + paragraph("See f().", "R")
    )
    assert text_of(tmp_path, body, styles=styles) == (
        "```\ndef f():\n    return 1\nf()\n```\n\nA memo in typewriter letters\n\nSee f()."
    )


def test_charts_and_diagrams_are_read(tmp_path: Path) -> None:
    """A chart is a table of its values; a SmartArt diagram is a list."""
    drawing = '<w:p><w:r><w:drawing><x r:id="c"/><y r:dm="d"/></w:drawing></w:r></w:p>'
    body = drawing.replace("<x ", '<c:chart xmlns:c="c" ').replace("<y ", '<g:relIds xmlns:g="g" ')
    chart = (
        "<chartSpace><chart><title><tx><rich><p><r><t>Weights</t></r></p></rich></tx></title>"
        "<plotArea><barChart><ser><tx><strRef><strCache><pt idx='0'><v>kg</v></pt></strCache>"
        "</strRef></tx><cat><strRef><strCache><pt idx='0'><v>heron</v></pt>"
        "<pt idx='1'><v>wren</v></pt></strCache></strRef></cat><val><numRef><numCache>"
        "<pt idx='0'><v>2</v></pt><pt idx='1'><v>0.010000000000000002</v></pt></numCache></numRef>"
        "</val></ser></barChart></plotArea></chart></chartSpace>"
    )
    data = (
        "<dataModel><ptLst><pt modelId='0' type='doc'/>"
        "<pt modelId='2'><t><p><r><t>egg</t></r></p></t></pt>"
        "<pt modelId='1'><t><p><r><t>nest</t></r></p></t></pt></ptLst>"
        "<cxnLst><cxn srcId='0' destId='1' srcOrd='0'/><cxn srcId='1' destId='2' srcOrd='0'/>"
        "</cxnLst></dataModel>"
    )
    links = {"c": ("chart", "chart1.xml"), "d": ("diagramData", "data1.xml")}
    content = docx(body, links=links, parts={"chart1.xml": chart, "data1.xml": data})
    assert read_docx(tmp_path, content).text == (
        "Weights\n\n|  | kg |\n| --- | --- |\n| heron | 2 |\n| wren | 0.01 |\n\n- nest\n    - egg"
    )


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


def test_headers_and_comments_are_left_out_with_a_note(tmp_path: Path) -> None:
    """Running headers are not read, nor are comments, and notes say so."""
    body = f'<w:p><w:commentRangeStart w:id="1"/>{run("text")}<w:commentRangeEnd w:id="1"/></w:p>'
    content = docx(
        body, links={"h": ("header", "header1.xml")}, parts={"header1.xml": f"<w:hdr {WORD}/>"}
    )
    assert read_docx(tmp_path, content).notes == (
        "Comments were left out.",
        "Headers and footers were left out.",
    )


def test_symbols_of_fonts_become_characters(tmp_path: Path) -> None:
    """Symbols that fonts draw become the characters that they look like."""
    bullet = "\uf0b7 x"
    symbols = "".join(
        f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'
        for font, code in (("Wingdings", "F0FC"), ("Symbol", "F061"), ("Wingdings", "F0FF"))
    )
    assert text_of(tmp_path, f"<w:p>{symbols}{run(bullet)}</w:p>") == "✓α• x"


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


def test_links_out_of_the_file_are_not_followed(tmp_path: Path) -> None:
    """A relationship to a place outside the file leads nowhere."""
    chart = '<w:r><w:drawing><c:chart xmlns:c="c" r:id="c"/></w:drawing></w:r>'
    body = f"<w:p>{run('a')}{chart}</w:p>"
    content = docx(body, links={"c": ("chart", "../../../../etc/passwd")})
    assert read_docx(tmp_path, content).text == "a"
