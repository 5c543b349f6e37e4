"""The text of a Markdown file as a person reads it: without comments, tags and addresses."""

import html
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from adapters.file_formats.plain_text.edits import Edit
from adapters.file_formats.plain_text.html_tables import table_edits
from adapters.file_formats.plain_text.html_tags import TAG, TagReader
from adapters.file_formats.scripts import lowered, raised

_LABEL = 200  # characters of the label of a reference
_TITLE = 200
_ROW = 2_000  # characters that are looked at for the start of a row

_TOKEN = re.compile(
    r"(?=[\n`~<&\\!\[\] \t>*+\-0-9])(?:"
    r"(?P<fence>^[ \t]{0,12}(?:(?:>|[-*+]|[0-9]{1,9}[.)])[ \t]{1,4}){0,4}"
    r"(?P<mark>`{3,}(?=[^`\n]*$)|~{3,}))"
    r"|(?P<definition>^ {0,3}\[(?!\^)[^\[\]\n]{1,200}\]:)"
    r"|(?P<blank>\n[ \t]*\n)"
    r"|(?P<escape>\\[!-/:-@\[-`{-~])"
    r"|(?P<ticks>`+)"
    r"|(?P<comment><!--)"
    r"|(?P<autolink><(?:[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*|[^\s<>@]{1,64}@[^\s<>@]{1,255})>)"
    rf"|(?P<tag>{TAG})"
    r"|(?P<entity>&(?:[A-Za-z][A-Za-z0-9]{1,31}|\#[0-9]{1,7}|\#[xX][0-9A-Fa-f]{1,6});)"
    r"|(?P<embed>!\[\[[^\[\]\n]{1,300}\.(?:avif|bmp|gif|jpe?g|png|svg|webp)(?:\|[^\[\]\n]{0,99})?\]\])"
    r"|(?P<open>!?\[)"
    r"|(?P<shut>\]))",
    re.MULTILINE,
)
_TITLE_PART = (
    rf"(?:\s{{1,9}}(?:\"[^\"]{{0,{_TITLE}}}\"|'[^']{{0,{_TITLE}}}'|\([^()]{{0,{_TITLE}}}\)))?"
)
_TARGET = re.compile(
    r"\(\s{0,9}(?P<address><[^<>\n]*>|(?:[^\s()\\<]|\\.|\((?:[^\s()\\]|\\.)*\))*)"
    rf"{_TITLE_PART}\s{{0,9}}\)(?:\{{[^{{}}\n]{{1,{_LABEL}}}\}})?"
)
_REFERENCE = re.compile(rf"\[(?P<label>[^\[\]\n]{{0,{_LABEL}}})\]")
_DEFINITION = re.compile(
    rf"^ {{0,3}}\[(?P<label>(?!\^)[^\[\]\n]{{1,{_LABEL}}})\]:[ \t]*(?P<address><[^<>\n]*>|\S+)"
    rf"(?:[ \t]+(?:\"[^\"\n]{{0,{_TITLE}}}\"|'[^'\n]{{0,{_TITLE}}}'|\([^()\n]{{0,{_TITLE}}}\)))?"
    r"[ \t]*(?:\n|\Z)",
    re.MULTILINE,
)
_ADDRESS = re.compile(
    r"[a-z][a-z0-9+.-]*:|\.{0,2}/|#|<|\S*(?:[^\W\d][./]\w|\w[./][^\W\d])", re.IGNORECASE
)
_BLANKS = re.compile(r"\s*")
_WORDS = re.compile(r"!?\[|\](?:\([^()\s]*\))?|[*`]+")  # what is no word of a link
_SCRIPT = re.compile(
    r"<(?P<name>su[pb])>(?P<figures>[0-9+\-−=()n]{1,9})</(?P=name)>", re.IGNORECASE
)
_LIST_LINE = re.compile(r"[ \t]|[-*+] |[0-9]{1,9}[.)] ")
_INDENTED_CODE = re.compile(r"(?:(?: {4}|\t)[^\n]*(?:\n|\Z)|[ \t]*\n)+")

_SIGNS = re.compile(
    r"<!--|<img\s|<br\s?/?>|&nbsp;|!\[[^\[\]\n]{0,200}\]\([^\s()]|\[[^\[\]\n]{1,200}\]\((?:https?:|mailto:|\.{0,2}/)"
    r"|</(?:a|b|code|details|div|em|i|kbd|li|p|span|strong|sub|summary|sup|table|td|tr|ul)>"
)


def looks_like_markup(text: str) -> bool:
    """Return whether a text has links, pictures, comments or tags as Markdown has them."""
    return _SIGNS.search(text) is not None


@dataclass(slots=True)
class Markup:
    """The markup of a text.

    Attributes:
        edits: What is read in the place of markup, in any order.
        code: The spans of code in reading order, which nothing may change.
        comments: The number of comments.
        tags: The number of HTML tags.
        links: The words and the address of each link whose address is not read.
        pictures: The number of pictures.
    """

    edits: list[Edit] = field(default_factory=list)
    code: list[tuple[int, int]] = field(default_factory=list)
    comments: int = 0
    tags: int = 0
    links: list[tuple[str, str]] = field(default_factory=list)
    pictures: int = 0


def find_markup(text: str) -> Markup:
    """Return the markup of a Markdown text, which a person does not read.

    Comments, the tags of HTML, scripts and styles, the addresses of links and the marks of pictures
    are markup. The words of links and pictures are not; a link without words leaves its address.
    References to characters leave the characters. Code, bare addresses, emphasis, headings, lists,
    tables and footnotes stay as they are.
    """
    return _Reader(text).read()


class _Reader:
    """Walks once through a text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._markup = Markup()
        self._tags = TagReader(text)
        self._ticks = _TickRuns(text)
        self._last_comment = text.rfind("-->")
        self._of_tables: dict[int, int] = {}  # where edits of tables start and end
        self._opened: list[tuple[int, int]] = []  # brackets: where each and its words begin
        self._addresses = {
            _label(each["label"]): each["address"].strip("<>")
            for each in _DEFINITION.finditer(text)
            if _ADDRESS.match(each["address"])
        }

    def read(self) -> Markup:
        """Return the markup."""
        readers: dict[str, Callable[[re.Match[str]], int]] = {
            "fence": self._fence,
            "blank": self._blank_line,
            "ticks": self._code_span,
            "comment": self._comment,
            "definition": self._definition,
            "tag": self._tag,
            "entity": self._entity,
            "embed": self._embed,
            "open": self._open,
            "shut": self._link,
        }
        position = self._indented_code(0)
        while found := _TOKEN.search(self._text, position):
            read = readers.get(found.lastgroup or "")
            position = read(found) if read else found.end()
        return self._markup

    # Each of these reads one sign and returns where reading goes on.

    def _fence(self, found: re.Match[str]) -> int:
        return self._code(found.start(), _after_fence(self._text, found))

    def _blank_line(self, found: re.Match[str]) -> int:
        self._opened.clear()
        # the line end that begins the next line is read again
        return max(self._indented_code(found.end()), found.end()) - 1

    def _code_span(self, found: re.Match[str]) -> int:
        return self._code(found.start(), self._ticks.after_span(*found.span()))

    def _entity(self, found: re.Match[str]) -> int:
        character = html.unescape(found[0])
        if character == "|" and self._is_in_row(found.start()):
            character = "\\|"
        if character != found[0] and (character.isprintable() or character == "\u00a0"):
            self._markup.edits.append(Edit(*found.span(), character))
        return found.end()

    def _is_in_row(self, position: int) -> bool:
        """Return whether a place is in the row of a table."""
        least = max(0, position - _ROW)
        line = self._text.rfind("\n", least, position) + 1
        return (line > 0 or least == 0) and self._text.startswith("|", line)

    def _embed(self, found: re.Match[str]) -> int:
        self._markup.edits.append(Edit(*found.span()))
        self._markup.pictures += 1
        return found.end()

    def _open(self, found: re.Match[str]) -> int:
        self._opened.append(found.span())
        return found.end()

    def _code(self, start: int, end: int) -> int:
        self._markup.code.append((start, end))
        return end

    def _indented_code(self, start: int) -> int:
        """Return the end of the indented code that begins here, behind a blank line, or 0."""
        text = self._text
        if not text.startswith(("    ", "\t"), start):
            return 0
        end = start
        while end and text[end - 1].isspace():
            end -= 1
        if end and _LIST_LINE.match(text, text.rfind("\n", 0, end) + 1):
            return 0
        code = _INDENTED_CODE.match(text, start)
        return self._code(start, code.end()) if code else 0

    def _comment(self, found: re.Match[str]) -> int:
        start = found.start()
        if start >= self._last_comment:
            return found.end()  # it is never closed
        end = self._text.index("-->", start + 2) + 3
        self._markup.edits.append(Edit(start, end))
        self._markup.comments += 1
        return end

    def _tag(self, found: re.Match[str]) -> int:
        if figures := _SCRIPT.match(self._text, found.start()):
            script = raised if figures["name"].lower() == "sup" else lowered
            self._markup.edits.append(Edit(*figures.span(), script(figures["figures"])))
            self._markup.tags += 2
            return figures.end()
        if found["name"].lower() == "table" and not found["close"]:
            edits = table_edits(self._text, found.start())
            self._markup.edits += edits
            self._of_tables.update((edit.start, edit.end) for edit in edits)
        if end := self._of_tables.get(found.start(), 0):
            return end
        shown = self._tags.shown(found)
        if shown is None:
            return found.start() + 1
        self._markup.edits.append(Edit(found.start(), shown.end, shown.text))
        self._markup.tags += 1
        return shown.end

    def _definition(self, found: re.Match[str]) -> int:
        definition = _DEFINITION.match(self._text, found.start())
        if definition and _ADDRESS.match(definition["address"]):
            self._markup.edits.append(Edit(*definition.span()))
            return definition.end() - 1
        bracket = self._text.index("[", found.start())
        self._opened.append((bracket, bracket + 1))
        return bracket + 1

    def _link(self, found: re.Match[str]) -> int:
        if not self._opened:
            return found.end()
        start, words = self._opened.pop()
        shut, end = found.span()
        text, markup = self._text, self._markup
        target = _TARGET.match(text, end)
        if target and start and text[start - 1].isalnum() and not _ADDRESS.match(target["address"]):
            return end  # f[0](1)
        reference = None if target else self._reference(words, shut, end)
        if not target and not reference:
            return end
        after = target.end() if target else reference[0] if reference else end
        address = target["address"].strip("<>") if target else reference[1] if reference else ""
        left = ""
        if text[start] == "!":
            markup.pictures += 1
        elif _BLANKS.fullmatch(text, words, shut) and not address.startswith("#"):
            left = address
        else:
            markup.links.append((_WORDS.sub("", text[words : min(shut, words + _LABEL)]), address))
        markup.edits += (Edit(start, words), Edit(shut, after, left))
        return after

    def _reference(self, words: int, shut: int, end: int) -> tuple[int, str] | None:
        """Return where a link by its label ends, and its address; None if it is none."""
        if not self._addresses or shut - words > _LABEL:
            return None
        reference = _REFERENCE.match(self._text, end)
        label = (reference and reference["label"]) or self._text[words:shut]
        address = self._addresses.get(_label(label))
        return (reference.end() if reference else end, address) if address else None


class _TickRuns:
    """The runs of backticks in a text, to find where a code span ends."""

    def __init__(self, text: str) -> None:
        self._starts: dict[int, list[int]] = defaultdict(list)
        for run in re.finditer("`+", text):
            self._starts[len(run[0])].append(run.start())
        self._blank_lines = [line.start() for line in re.finditer(r"\n[ \t]*(?=\n)", text)]

    def after_span(self, start: int, end: int) -> int:
        """Return where the code span ends that this run opens; the end of the run if none does."""
        runs = self._starts[end - start]
        index = bisect_right(runs, start)
        if index == len(runs):
            return end
        blank = bisect_right(self._blank_lines, start)
        if blank < len(self._blank_lines) and self._blank_lines[blank] < runs[index]:
            return end
        return runs[index] + (end - start)


def _after_fence(text: str, opening: re.Match[str]) -> int:
    mark = opening["mark"]
    closing = re.compile(
        rf"^[ \t>]*{re.escape(mark[0])}{{{len(mark)},}}[ \t]*$", re.MULTILINE
    ).search(text, opening.end())
    return closing.end() if closing else len(text)


def _label(label: str) -> str:
    return " ".join(label.casefold().split())
