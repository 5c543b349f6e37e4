"""What a page shows is written as Markdown: headings, lists, tables, code; nothing hidden."""

import pytest

from adapters.file_formats.html.blocks import as_markdown
from adapters.file_formats.html.reader import all_blocks
from domain.errors import FileTooComplex


def shown(markup: str) -> str:
    return as_markdown(all_blocks(f"<html><body>{markup}</body></html>"))


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<h1>Die Pumpe</h1><p>Sie\n  läuft <b>leise</b>.</p>", "# Die Pumpe\n\nSie läuft leise."),
        ("<h3>Open<br>Close</h3>", "### Open Close"),
        ("<p>Mühlweg 4<br>12345 Au</p>", "Mühlweg 4\n12345 Au"),
        ("<div>One<div>two</div>three</div>", "One\n\ntwo\n\nthree"),
        ("<p>Elle dit <q>bonjour</q>.</p>", "Elle dit “bonjour”."),
        ("<p>10<sup>6</sup> m, H<sub>2</sub>O, the mill<sup><a href=#n>4</a></sup></p>", None),
        ("<p>soft\u00adware and zero\u200bwidth</p>", "software and zerowidth"),
        ("<p>漢<ruby>字<rt>じ</rt></ruby></p>", "漢字"),
        ("<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul><p>d</p>", "- a\n- b\n  - c\n\nd"),
        ("<ol start=3><li>a<ol><li>b</li></ol></li><li>c</li></ol>", "3. a\n   1. b\n4. c"),
        ("<ul><li><p>a</p><p>b</p></li></ul>", "- a\n\n  b"),
        ("<ul><li><h2>Valve</h2><p>Open it.</p></li></ul>", "## Valve\n\nOpen it."),
        (
            "<dl><dt>Pump</dt><dd>moves water</dd><dt>Valve</dt><dd>stops it</dd></dl>",
            "- Pump\n  - moves water\n- Valve\n  - stops it",
        ),
        ("<details><summary>Tools</summary>A wrench.</details>", "Tools\n\nA wrench."),
        ("<pre><code>if a:\n    b()\n</code></pre>", "```\nif a:\n    b()\n```"),
        ("<pre>```\nx\n```</pre>", "````\n```\nx\n```\n````"),
        ("<ul><li><input type=checkbox checked>done</li></ul>", "- [x] done"),
        ("<h2><button aria-expanded=false>Wann öffnet er?</button></h2>", "## Wann öffnet er?"),
        ("<p>Read.</p><button>Share</button>", "Read."),
    ],
)
def test_structure_is_written_as_markdown(markup: str, expected: str | None) -> None:
    """Headings, lists, definitions, details and code have their marks; other text has none."""
    assert shown(markup) == (expected or "10⁶ m, H₂O, the mill[4]")


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        (
            "<table><caption>Birds</caption><tr><th>bird</th><th>a|b</th></tr>"
            "<tr><td>heron<br>grey</td><td><ul><li>3</li><li>4</li></ul></td></tr></table>",
            "Birds\n\n| bird | a\\|b |\n| --- | --- |\n| heron grey | 3 4 |",
        ),
        (
            "<table><tr><td rowspan=2>2024</td><td>May</td></tr><tr><td>June</td></tr></table>",
            "| 2024 | May |\n| --- | --- |\n| 2024 | June |",
        ),
        (
            "<table><tr><th colspan=2>weight</th></tr><tr><td>1</td><td>2</td></tr></table>",
            "| weight | weight |\n| --- | --- |\n| 1 | 2 |",
        ),
        (
            "<table><tr><td>a</td><td></td><td>b</td></tr><tr><td>1</td><td></td><td>2</td></tr>"
            "</table>",
            "| a | b |\n| --- | --- |\n| 1 | 2 |",
        ),
        ("<table><tr><td><p>left</p></td><td><p>right</p></td></tr></table>", "left\n\nright"),
        (
            "<table><tr><td><table><tr><th>a</th><th>b</th></tr></table></td></tr></table>",
            "| a | b |\n| --- | --- |",
        ),
    ],
)
def test_tables_of_data_are_rows_and_others_are_not(markup: str, expected: str) -> None:
    """A cell that spans rows stands in each; empty columns go; a table for layout is no table."""
    assert shown(markup) == expected


@pytest.mark.parametrize(
    "hidden",
    [
        "<p hidden>secret</p>",
        "<p style='color:red; display : none'>secret</p>",
        "<p style='visibility:hidden'>secret</p>",
        "<span style='font-size:0px'>secret</span>",
        "<template><p>secret</p></template>",
        "<noscript>secret</noscript>",
        "<script>secret</script>",
        "<style>secret</style>",
        "<dialog>secret</dialog>",
        "<select><option>secret</option></select>",
        "<textarea>secret</textarea>",
        "<span class='sr-only'>secret</span>",
        "<div aria-hidden=true>secret</div>",
        "<svg><text>secret</text></svg>",
        "<!-- secret -->",
        "<div id='cookie-consent'>secret: we use cookies <a href=/p>More</a></div>",
        "<p style='mso-hide:all'>secret</p>",
    ],
)
def test_what_nobody_sees_is_left_out(hidden: str) -> None:
    """Whatever a browser does not show is not read, and what stands behind it is."""
    text = shown(f"<p>The pump runs day and night.</p>{hidden}behind<p>After it.</p>")
    assert text == "The pump runs day and night.\n\nbehind\n\nAfter it."


def test_a_text_about_cookies_is_read() -> None:
    """Only a banner is left out: not an article, whatever its name, and no other words."""
    recipe = "<div class='recipe-cookies'><h1>Cookies</h1><p>Bake the cookies.</p></div>"
    assert shown(recipe) == "# Cookies\n\nBake the cookies."
    assert shown("<div class='consent'><p>The consent of the owner.</p></div>") == (
        "The consent of the owner."
    )


def test_a_page_that_only_scripts_show_is_read() -> None:
    """A page that hides all of its text until a script has run has its text."""
    assert shown("<div style='visibility:hidden'><p>All of the text.</p></div>") == (
        "All of the text."
    )
    assert shown("<noscript><p>All of the text.</p></noscript>") == "All of the text."


def test_xhtml_is_read_as_xml() -> None:
    """An empty `<title/>` does not swallow the page, and entities of HTML are known."""
    page = '<html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head><body>{}</body></html>'
    assert as_markdown(all_blocks(page.format("<p>a&nbsp;&amp;&eacute;</p>"))) == "a &é"


def test_entities_that_a_page_declares_are_not_expanded() -> None:
    """A page cannot multiply its text."""
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    page = f'<!DOCTYPE html [<!ENTITY a0 "boom">{entities}]><html xmlns="x"><p>&a9;</p></html>'
    assert len(as_markdown(all_blocks(page))) < len(page)


@pytest.mark.parametrize("tag", ["div", "b", "ul", "table", "blockquote"])
def test_a_page_that_is_nested_too_deeply_is_refused(tag: str) -> None:
    """Where the parser would leave the text out without a word, an error says so."""
    with pytest.raises(FileTooComplex, match="nested"):
        shown(f"<{tag}>" * 5_000 + "text")


def test_deep_and_large_pages_are_read() -> None:
    """A page a thousand elements deep is read, and so is one with an attribute of 20 MB."""
    assert shown("<div>" * 1_000 + "text" + "</div>" * 1_000) == "text"
    assert shown(f"<p>before</p><img src='{'a' * 20_000_000}'><p>after</p>") == "before\n\nafter"


@pytest.mark.parametrize(
    "unit",
    [
        *("<p>a", "<ul><li>a</ul>", "<td>", "<a href=x>a", "<b>a</b>", "<!-- x -->", "&nbsp;"),
        *("<span hidden>a</span>b", "<tr><td rowspan=9>a", "<pre>a</pre>", "<sup>1</sup>"),
        *("<dt>a</dt>", "<br>"),
    ],
)
def test_endless_repetitions_are_read(unit: str) -> None:
    """Tens of thousands of the same unit are read: nothing is gone over again and again."""
    page = "<table>" + unit * (60_000 // len(unit))
    assert len(shown(page)) <= 10 * len(page)


def test_spans_do_not_multiply_a_table_without_end() -> None:
    """A table whose spans would make it a hundred times larger than the limit is refused."""
    wide = "".join(f"<th rowspan=65534>{'x' * 10_000}</th>" for _ in range(100))
    with pytest.raises(FileTooComplex, match="span"):
        shown(f"<table><tr>{wide}<td>a</td></tr>{'<tr><td>b</td></tr>' * 1_000}</table>")
