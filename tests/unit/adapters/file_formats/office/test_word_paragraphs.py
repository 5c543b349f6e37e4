"""What stands in the paragraphs of Word documents."""

from pathlib import Path

from adapters.file_formats.office.word.reader import read
from domain.documents.document import ExtractedText
from tests.support.office_files import docx, paragraph, run, source_file


def read_docx(folder: Path, content: bytes) -> ExtractedText:
    return read(source_file(folder, content, "file.docx"))


def text_of(folder: Path, body: str, styles: str = "") -> str:
    return read_docx(folder, docx(body, styles=styles)).text


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


def test_symbols_of_fonts_become_characters(tmp_path: Path) -> None:
    """Symbols that fonts draw become the characters that they look like."""
    bullet = "\uf0b7 x"
    symbols = "".join(
        f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'
        for font, code in (("Wingdings", "F0FC"), ("Symbol", "F061"), ("Wingdings", "F0FF"))
    )
    assert text_of(tmp_path, f"<w:p>{symbols}{run(bullet)}</w:p>") == "✓α• x"


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


def test_links_out_of_the_file_are_not_followed(tmp_path: Path) -> None:
    """A relationship to a place outside the file leads nowhere."""
    chart = '<w:r><w:drawing><c:chart xmlns:c="c" r:id="c"/></w:drawing></w:r>'
    body = f"<w:p>{run('a')}{chart}</w:p>"
    content = docx(body, links={"c": ("chart", "../../../../etc/passwd")})
    assert read_docx(tmp_path, content).text == "a"
