"""A page is read as a whole: its main content, its encoding, and what it says about itself."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.file_formats.html.reader import read, read_page
from adapters.file_formats.reader import SourceFile
from domain.errors import FileEmpty, FileTooComplex, TextUndecodable
from tests.support.news_pages import GERMAN, SPANISH, Page, page_of

STORY = "<p>Der Reiher ist wieder an der Mühle.</p>"


@pytest.mark.parametrize("page", [GERMAN, SPANISH], ids=lambda page: page.language)
def test_the_article_of_a_news_page_is_read(page: Page) -> None:
    """All paragraphs, headings, lists and tables of the article are read, in order."""
    text = read_page(page_of(page).encode()).text
    position = 0
    for block in page.article:
        assert block in text[position:]
        position = text.index(block, position)


@pytest.mark.parametrize("page", [GERMAN, SPANISH], ids=lambda page: page.language)
def test_nothing_around_the_article_is_read(page: Page) -> None:
    """Menus, teasers, banners, share buttons, comments and footers are left out, and noted."""
    read = read_page(page_of(page).encode())
    assert [words for words in page.around if words in read.text] == []
    assert "were left out" in read.notes[0]


def test_the_code_of_a_manual_is_read() -> None:
    """Code between the paragraphs of a page with menus is content, whatever stands above it."""
    menu = "<nav><ul><li><a href=/a>Guides</a></li><li><a href=/b>Reference</a></li></ul></nav>"
    prose = "<p>The pump is started by the program that reads the level of the water first.</p>"
    code = "<div class=header>py</div><pre><code>pump.start(level=3)</code></pre>"
    page = (
        f"<html><body>{menu}<main><h1>Pumps</h1>{prose * 4}{code}{prose * 4}</main></body></html>"
    )
    text = read_page(page.encode()).text
    assert "```\npump.start(level=3)\n```" in text
    assert "Guides" not in text


def test_a_page_without_surroundings_is_read_whole() -> None:
    """A short page has nothing to leave out, whatever its elements are called."""
    page = "<html><body><h1>Tools</h1><ul><li><a href=a>Wrench</a></li></ul>Bring them.</body>"
    read = read_page(page.encode())
    assert read.text == "# Tools\n\n- Wrench\n\nBring them."
    assert read.notes == ()


def test_a_short_page_is_read_without_its_menu_and_its_footer() -> None:
    """What a page marks as a menu, a sidebar or a footer is left out, however short the page is."""
    around = "<nav><a href=/>Home</a><a href=/sport>Sport</a></nav>{}<footer>Imprint</footer>"
    story = read_page(around.format(STORY).encode())
    assert story.text == "Der Reiher ist wieder an der Mühle."
    assert "16 characters around it" in story.notes[0]
    assert "Sport" in read_page(around.format("").encode()).text


@pytest.mark.parametrize(
    ("page", "encoding"),
    [
        (f"<html><meta charset=windows-1252>{STORY}", "cp1252"),
        (f"<html><meta charset=iso-8859-1>{STORY}", "cp1252"),
        (f"<html><meta charset=koi8-r><p>Цапля вернулась</p>{STORY[:3]}", "koi8-r"),
        (
            f'<html><meta http-equiv=x content="text/html; charset=gb2312">{"<p>苍鹭</p>"}',
            "gb18030",
        ),
        (f'<?xml version="1.0" encoding="iso-8859-2"?><html>{"<p>čáp</p>"}', "iso8859-2"),
        (f"<html><meta charset=iso-2022-jp>{'<p>アオサギ</p>'}", "iso2022_jp"),
        (f"<html><meta charset=iso-8859-1>{STORY}", "utf-8"),
        (f"<html>{STORY}", "utf-16"),
        (f"<html>{STORY}", "utf-8-sig"),
        (f"<html><meta charset=nonsense>{STORY}", "utf-8"),
    ],
)
def test_the_declared_encoding_is_believed_unless_it_is_utf_8(page: str, encoding: str) -> None:
    """A byte order mark comes first, then UTF-8, then what the page declares."""
    text = read_page(page.encode(encoding)).text
    assert text in (
        "Der Reiher ist wieder an der Mühle.",
        "Цапля вернулась",
        "苍鹭",
        "čáp",
        "アオサギ",
    )


def test_an_encoding_that_is_guessed_is_noted() -> None:
    """Without a declaration the encoding is detected, and a note says so."""
    read = read_page(f"<html>{STORY * 5}".encode("cp1252"))
    assert "Mühle" in read.text
    assert "Windows-1252" in read.notes[0]


def test_a_page_states_its_title_author_date_and_language() -> None:
    """The title is the headline without the name of the site; links keep their addresses."""
    read = read_page(page_of(GERMAN).encode())
    assert read.title == "Die Reiher sind zurück an der Mühle"
    assert read.metadata["author"] == "Ada Ried"
    assert read.metadata["date"] == "2024-05-03T08:00:00+02:00"
    assert read.metadata["language"] == "de"
    assert read.metadata["links"] == ("den Bericht <https://tal.example/bericht.pdf>",)


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("<title>Pumps – Shed</title>", "Pumps – Shed"),
        ("<title>Pumps – Shed</title><meta property=og:title content=Pumps>", "Pumps"),
        ("", "The pump"),
    ],
)
def test_a_title_is_stated_in_several_ways(head: str, title: str) -> None:
    """What is made for sharing comes before the title of the window, and that before a heading."""
    assert read_page(f"<head>{head}</head><h1>The pump</h1><p>It runs.".encode()).title == title


@pytest.mark.parametrize("page", ["<html></html>", "<script>a()</script>", "<img src=a alt=b>"])
def test_a_page_without_text_is_refused(page: str) -> None:
    """The error says that scripts may show the text, and what to do."""
    with pytest.raises(FileEmpty):
        read_page(page.encode())


def test_the_reader_reads_a_file(tmp_path: Path) -> None:
    """The reader reads the file at a path."""
    path = tmp_path / "page"
    path.write_text(f"<html>{STORY}")
    assert read(SourceFile(path, "page.html")).text == "Der Reiher ist wieder an der Mühle."


@given(st.binary(max_size=300), st.sampled_from([bytes.upper, bytes.title, lambda part: part]))
def test_any_bytes_are_a_page_or_refused(content: bytes, change: Callable[[bytes], bytes]) -> None:
    """Whatever stands in a page, there is a text or an error with a reason."""
    with suppress(FileEmpty, FileTooComplex, TextUndecodable):
        read = read_page(change(b"<html><table><tr><td>a<td>") + content + b"</div></li><h1>b")
        assert read.text.strip()
        assert "\0" not in read.text
