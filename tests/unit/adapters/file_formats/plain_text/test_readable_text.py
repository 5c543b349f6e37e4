"""What a person reads of a text: markup, metadata and data are left out, and noted."""

import base64
import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.file_formats.plain_text.readable_text import readable_text
from tests.support.odd_texts import UNITS, odd_texts

PICTURE = base64.b64encode(random.Random(1).randbytes(225_000)).decode()  # noqa: S311 - no secret
PLAIN = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0\r\u00ad<>[]&!`~-+\\")
)


def read(text: str) -> str:
    return readable_text(text, markdown=True).text


@given(PLAIN)
def test_text_without_markup_is_unchanged(text: str) -> None:
    """A text without the signs of markup is read as it is."""
    assert read(text) == text


@given(odd_texts(400), st.booleans())
def test_what_is_left_was_in_the_text(text: str, markdown: bool) -> None:
    """Nothing is added but blanks, line ends and marks of tables; nothing changes its order."""
    text = text.replace("\r", "").replace("&", "")
    marks = "|-\\" if "<table" in text.lower() else ""
    rest = iter(text)
    left = readable_text(text, markdown=markdown).text
    kept = (each for each in left if not each.isspace() and each not in marks)
    assert all(character in rest for character in kept)


@pytest.mark.parametrize("unit", [*UNITS, "<b>", "<b ", '<a x="', "<!--", "![a](", '](a "', "](a("])
def test_endless_repetitions_are_read(unit: str) -> None:
    """200 kB of the same unit are read: no pattern goes over them again and again."""
    text = unit * (200_000 // len(unit))
    assert len(readable_text(text, markdown=True).text) <= len(text) + 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Open it. <!-- code: 4711 --> Close it.", "Open it. Close it."),
        ("One.\n\n<!-- two\n\nlines -->\n\nTwo.", "One.\n\nTwo."),
        ("One.\n<!-- hidden -->\nTwo.", "One.\n\nTwo."),
        ("An arrow <!-- is never closed", "An arrow <!-- is never closed"),
        ("Hold the <b>chip</b> to H<sub>2</sub>O.", "Hold the chip to H₂O."),
        (
            "<details open>\n<summary>Pump</summary>\n\nIt hangs\n\n</details>\n",
            "Pump\n\nIt hangs\n\n",
        ),
        ("First line<br>second line<br/>\nthird", "First line\nsecond line\nthird"),
        ("| left<br>right | b |", "| left right | b |"),
        ("## Open<br>Close", "## Open Close"),
        ('A <img src="a.png" alt="green light"> shines.', "A green light shines."),
        ("<td>a</td><td>b</td>", "a b"),
        ("<style>\np { color: red }\n</style>\nText.", "Text."),
        ("Tom &amp; Jo&nbsp;&lt;3 &bogus; &#0;", "Tom & Jo\u00a0<3 &bogus; \ufffd"),
    ],
)
def test_comments_and_tags_are_left_out(text: str, expected: str) -> None:
    """Comments and tags go, their words stay, and a break becomes a line end where it may."""
    assert read(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "A vector<int> and a Map<string, List<b>> are types.",
        "Here a < b and c > d, and a <b and c> d.",
        "Write to <name@example.org> or see <https://example.org/a>.",
        "Call it with <title> and <code>, then <file>.",
        "An <unknown>element</unknown> and </b> alone.",
        "Run `a <b>x</b> [c](d)` and ``<!-- ` -->``.",
        "```html\n<b>x</b> <!-- c --> [a](b)\n```\n",
        "~~~~\n<b>x</b>\n~~~\n<i>y</i>\n~~~~\n",
        "Run this:\n\n    <b>x</b> <!-- c -->\n\n    [a](b)\n",
        "- [ ] open\n- [x] done\n\nvalues[0](1), the range [1, 3], described in [14].",
        "A note.[^1]\n\n[^1]: It is here.\n",
        "[Anna]: Hello\n[Ben]: Hello, Anna.",
        "# Title\n\n**bold** _and_ *so on*\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n> 1. x\n",
        "See https://example.org/a?b=c&d=e#f.",
        r"It costs 5\$ \[sic\]\(really\).",
    ],
)
def test_what_is_no_markup_stays(text: str) -> None:
    """Code, types, comparisons, placeholders, bare addresses and the structure of a text stay."""
    assert read(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("See [the plan](https://example.org/a_(b)).", "See the plan."),
        ('See [the plan](<a b.md> "Title").', "See the plan."),
        ("See [](https://example.org) and [](#top).", "See https://example.org and ."),
        ("[https://a.org](https://a.org)", "https://a.org"),
        ("![the plan](plan.png){width=50%} is new", "the plan is new"),
        ("![](plan.png)\n\nText.", "Text."),
        ("![[photo.png|300]]\nText.", "Text."),
        ("[![build](b.svg)](https://ci.example.org) Text.", "build Text."),
        ("See [the plan][1] and [Plan].\n\n[1]: https://a.org 'T'\n[plan]: plan.md\n", None),
        ("[//]: # (a comment)\nText.", "Text."),
    ],
)
def test_links_and_pictures_leave_their_words(text: str, expected: str | None) -> None:
    """Addresses and definitions go; a link without words leaves its address."""
    assert read(text) == (expected or "See the plan and Plan.\n\n")


def test_the_addresses_of_links_are_metadata() -> None:
    """A link keeps its words in the text and its address beside it, each address once."""
    text = (
        "See [the **plan**](plan.md), [Plan][1], [again](plan.md), [top](#top), [![b](b.svg)](x/y)"
        " and [](https://c.example).\n\n[1]: <https://a.example/p> 'T'\n"
    )
    assert readable_text(text, markdown=True).metadata["links"] == (
        "the plan <plan.md>",
        "Plan <https://a.example/p>",
        "b <x/y>",
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10<sup>6</sup> m", "10⁶ m"),
        ("the 2<sup>nd</sup>", "the 2nd"),
        ("| a&#124;b | c |", "| a\\|b | c |"),
    ],
)
def test_what_tags_and_references_stand_for_is_not_lost(text: str, expected: str) -> None:
    """A power stays one, and a `|` in a cell does not divide it."""
    assert read(text) == expected


@pytest.mark.parametrize(
    "data",
    [
        f"![plan](data:image/png;base64,{PICTURE})",
        f'<img alt="plan" src="data:image/png;base64,{PICTURE}">',
    ],
)
@pytest.mark.parametrize("markdown", [True, False])
def test_a_picture_as_data_costs_nothing(data: str, markdown: bool) -> None:
    """A picture of 300 kB leaves its words alone: no data is embedded, indexed or quoted."""
    text = "Die Pumpe wird zuerst gestartet.\n\n{}\n\nDann öffnet man das Ventil.\n"
    assert readable_text(text.format(data), markdown=markdown).text == text.format("plan")


def test_notes_say_what_was_left_out() -> None:
    """Each kind is counted, and data with its size."""
    text = (
        "---\ntitle: Shed\ntags: [a]\n---\n<!-- a --><!-- b -->The [plan](a.md), <b>bold</b>.\n"
        f"![p](data:image/png;base64,{PICTURE})\nThe circu-\nlation pump."
    )
    read = readable_text(text, markdown=True)
    assert read.text == "The plan, bold.\np\nThe circulation\npump."
    assert read.metadata == {"title": "Shed", "tags": ("a",), "links": ("plan <a.md>",)}
    assert read.notes == (
        "Front matter was read as metadata: title, tags.",
        "The words of 1 link are in the text, and the addresses are in the metadata.",
        "2 comments, 2 HTML tags, 1 picture and 1 block of encoded data (300 kB)"
        " were left out of the text.",
        "1 word that a line broke was joined.",
    )
    assert readable_text("A <!-- b --> c.", markdown=True).notes == (
        "1 comment was left out of the text.",
    )


def test_a_text_file_is_read_as_markdown_by_its_signs() -> None:
    """A text with links or comments is Markdown whatever its name; one with brackets is not."""
    assert readable_text("See [it](https://a.org).", markdown=False).text == "See it."
    assert readable_text("A <!-- b --> c.", markdown=False).text == "A c."
    plain = "---\ntitle: x\n---\n[a]: b.c\nf[a](b) &amp; <p>\n"
    assert readable_text(plain, markdown=False).text == plain


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        (
            "<table><tr><th>Crew</th><th>Shift</th></tr>\n  <tr><td>Harbour\n  <b>master</b></td>"
            "<td>06:00 | 14:00</td></tr><tr><td>Night</td></tr></table>",
            "| Crew | Shift |\n| --- | --- |\n| Harbour master | 06:00 \\| 14:00 |\n| Night |  |",
        ),
        (
            "<table><caption>Rates [here](http://a.example)</caption><thead><tr><th>A<th>B</thead>"
            "<tr><td>1<td>2<br>3</table>",
            "Rates here\n\n| A | B |\n| --- | --- |\n| 1 | 2 3 |",
        ),
        (
            "<table><tr><td>1</td><td></td></tr><tr><td>3</td><td>4</td></tr></table>",
            "|  |  |\n| --- | --- |\n| 1 |  |\n| 3 | 4 |",
        ),
    ],
    ids=["with a header", "with a caption", "without a header"],
)
def test_a_table_in_html_is_read_as_a_table(table: str, rows: str) -> None:
    """A row is a line, an empty line stands before the table and behind it, and code stays."""
    code = f"```\n{table}\n```"
    above = "\n" if "caption" in table else ""
    text = f"Above\n{above}{table}\nbelow\n\n{code}\n"
    assert read(text) == f"Above\n\n{rows}\n\nbelow\n\n{code}\n"


@pytest.mark.parametrize(
    "table",
    [
        "<table><tr><td>one column</td></tr><tr><td>b</td></tr></table>",
        "<table><tr><td colspan=2>merged</td></tr><tr><td>b</td><td>c</td></tr></table>",
        "<table><tr><td><table><tr><td>a</td><td>b</td></tr></table></td><td>c</td></tr></table>",
        "<table><tr>word<td>a</td><td>b</td></tr></table>",
    ],
)
def test_a_table_that_is_not_simple_is_read_as_words(table: str) -> None:
    """A table for layout, or with merged cells loses its tags and no words."""
    left = read(f"{table}\n\nend")
    assert re.findall(r"\w+", left) == [*re.findall(r"\w+", re.sub("<[^>]*>", " ", table)), "end"]
