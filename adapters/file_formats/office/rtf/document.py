"""Follows the groups and control words of an RTF document."""

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from adapters.file_formats.office.blocks import Block, Paragraph
from adapters.file_formats.office.markdown import one_line
from adapters.file_formats.office.notes import Notes
from adapters.file_formats.office.rtf import encodings
from adapters.file_formats.office.rtf.declarations import BODY_LEVEL, Declarations
from adapters.file_formats.office.rtf.story import Layout, Story
from adapters.file_formats.office.rtf.tokens import Kind, Token, tokens
from adapters.file_formats.scripts import lowered, raised

_CHARACTERS: Final = {
    "tab": "\t", "line": "\n", "lbr": "\n", "page": "\n", "column": "\n", "emdash": "—",
    "endash": "–", "emspace": " ", "enspace": " ", "qmspace": " ", "bullet": "\N{BULLET}",
    "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "nestcell": " ",
    "nestrow": " ", "zwj": "\u200d", "zwnj": "\u200c",
}  # fmt: skip
_SYMBOLS: Final = {"~": " ", "_": "-", "{": "{", "}": "}", "\\": "\\"}
_SKIPPED: Final = frozenset({
    "annotation", "atnauthor", "atnid", "bkmkend", "bkmkstart", "colortbl", "comment", "company",
    "datafield", "do", "doccomm", "falt", "ffname", "filetbl", "fldinst", "fontemb", "footer",
    "footerf", "footerl", "footerr", "ftncn", "ftnsep", "ftnsepc", "generator", "header", "headerf",
    "headerl", "headerr", "listoverridetable", "listtable", "nonesttables", "nonshppict", "objdata",
    "operator", "pict", "pn", "printim", "revtbl", "revtim", "rxe", "shprslt", "sn", "sp", "tc",
    "template", "txe", "xe",
})  # fmt: skip
_READ_THOUGH_IGNORABLE: Final = frozenset({"moMath", "moMathPara", "shpinst"})
_TEXTS: Final = {
    "title": "title", "author": "author", "subject": "subject", "keywords": "keywords",
}  # fmt: skip
_DESTINATIONS: Final = {
    "fonttbl": "fonts", "stylesheet": "styles", "info": "info", "creatim": "created",
    "listtext": "label", "pntext": "label", "footnote": "note", "shptxt": "box", "upr": "upr",
    "ud": "",
}  # fmt: skip
_ROW_WORDS: Final = frozenset({"clmrg", "clvmrg", "trhdr", "cellx"})
_FIRST_HALVES: Final = range(0xD800, 0xDC00)
_SECOND_HALVES: Final = range(0xDC00, 0xE000)
_ENDS: Final = ("par", "sect", "cell", "row", "trowd")


class _Group(NamedTuple):
    """What holds in a group until it ends, but for what its words change.

    Attributes:
        destination: What its text is; empty for text of the document.
        begins: The destination that began in it, which ends with it.
        position: 1 if the text is raised, -1 if it is lowered.
        fallback: The number of bytes behind a Unicode character for those that cannot show it.
    """

    destination: str = ""
    begins: str = ""
    is_hidden: bool = False
    is_deleted: bool = False
    position: int = 0
    font: int | None = None
    fallback: int = 1


class Document:
    """A document that is being read.

    Attributes:
        declarations: What it declares.
        is_complete: Whether its last group ended.
        has_deletions: Whether tracked deletions were left out.
        has_hidden_text: Whether hidden text was left out.
        has_pictures: Whether it has pictures.
        title: The paragraph that is its title.
    """

    def __init__(self) -> None:
        self.declarations = Declarations()
        self.is_complete = self.has_deletions = self.has_hidden_text = self.has_pictures = False
        self.title: str | None = None
        self._notes = Notes()
        self._stories = [(Story(), Layout())]
        self._groups: list[_Group] = []
        self._group = _Group()
        self._bytes = bytearray()
        self._label = ""
        self._to_skip = 0
        self._first_half = 0
        self._is_ignorable = False

    def read(self, content: bytes) -> Iterator[Block]:
        """Yield the blocks of a document; its attributes hold when the last one was read."""
        return self._notes.below_sections(self._blocks(content), lambda text: [Paragraph(text)])

    def _blocks(self, content: bytes) -> Iterator[Block]:
        story = self._stories[0][0]
        for token in tokens(content):
            self._take(token)
            yield from story.take()
            if token.kind is Kind.CLOSE and not self._groups:
                self.is_complete = True
                break
        self._flush()
        while len(self._stories) > 1:
            self._end_story("box")
        yield from story.end(self._stories[0][1])
        self.title = story.title

    def _take(self, token: Token) -> None:
        if token.kind is Kind.TEXT:
            self._add(token.text)
            return
        self._flush()
        if token.kind is not Kind.WORD or token.name != "u":
            self._to_skip = 0
        if token.kind is Kind.OPEN:
            self._groups.append(self._group)
            self._group = self._group._replace(begins="")
        elif token.kind is Kind.CLOSE:
            self._close()
        elif token.kind is Kind.SYMBOL:
            self._is_ignorable = token.name == "*"
            self._write(_SYMBOLS.get(token.name, ""))
            if token.name in "\r\n" and self._group.destination == "":
                self._end("par")
        else:
            is_ignorable, self._is_ignorable = self._is_ignorable, False
            if self._group.destination != "skipped":
                self._word(token.name, token.value, is_ignorable=is_ignorable)

    def _add(self, text: bytes) -> None:
        """Add bytes to those that are decoded together, but for what is a fallback."""
        if self._to_skip:
            skipped = min(self._to_skip, len(text))
            self._to_skip -= skipped
            text = text[skipped:]
        if self._group.destination != "skipped":
            self._bytes += text

    def _flush(self) -> None:
        if self._bytes:
            encoding = self.declarations.encoding_of(self._group.font)
            text = self._bytes.decode(encoding, "replace")
            self._bytes.clear()
            self._write(text)

    def _write(self, text: str) -> None:
        """Write text to where the text of the group belongs."""
        group = self._group
        if not text:
            return
        if group.destination == "":
            if group.is_deleted:
                self.has_deletions = True
            elif group.is_hidden:
                self.has_hidden_text = True
            else:
                if group.position:
                    text = raised(text) if group.position > 0 else lowered(text)
                self._stories[-1][0].write(text)
        elif group.destination == "label":
            self._label += text
        elif group.destination == "styles":
            self.declarations.style_text(text)
        elif group.destination in _TEXTS:
            texts = self.declarations.texts
            texts[group.destination] = texts.get(group.destination, "") + text

    def _close(self) -> None:
        ended, self._group = self._group, self._groups.pop() if self._groups else _Group()
        if ended.begins == "label":
            self._stories[-1][1].label = self._label
        elif ended.begins in ("note", "box") and len(self._stories) > 1:
            self._end_story(ended.begins)

    def _end_story(self, kind: str) -> None:
        story, layout = self._stories.pop()
        blocks = story.end(layout)
        outer = self._stories[-1][0]
        if kind == "box":
            outer.set_aside(blocks)
        elif blocks:
            outer.write(self._notes.mark(one_line(blocks)))

    def _word(self, word: str, value: int | None, *, is_ignorable: bool) -> None:
        number = 1 if value is None else value
        if self._begins(word, is_ignorable=is_ignorable) or self._declares(word, number):
            return
        if word == "u":
            self._unicode(number & 0xFFFF)
        elif word in _CHARACTERS:
            self._write(_CHARACTERS[word])
        elif self._group.destination == "" and word in _ENDS:
            self._end(word)
        elif self._group.destination == "" and word in _ROW_WORDS:
            self._stories[-1][0].define(word)
        elif change := _CHANGES.get(word):
            self._group = change(self._group, number)
        elif self._group.destination == "":
            self._lay_out(self._stories[-1][1], word, number)

    def _begins(self, word: str, *, is_ignorable: bool) -> bool:
        """Begin the destination that a word names; return whether it names one."""
        is_read = word in _READ_THOUGH_IGNORABLE or word in _DESTINATIONS
        if word in _SKIPPED or (is_ignorable and not is_read):
            self.has_pictures = self.has_pictures or word == "pict"
            self._begin("skipped")
        elif word in _DESTINATIONS:
            self._begin(_DESTINATIONS[word])
        elif word in _TEXTS and self._group.destination == "info":
            self._begin(word)
        else:
            return False
        return True

    def _declares(self, word: str, number: int) -> bool:
        """Take up a word of the document's head; return whether it is one."""
        declarations = self.declarations
        if self._group.destination == "fonts":
            declarations.font_word(word, number)
        elif self._group.destination == "styles":
            declarations.style_word(word, number)
        elif self._group.destination == "created":
            declarations.created[word] = number
        elif word == "deff":
            declarations.default_font = number
        elif word == "ansicpg":
            declarations.encoding = encodings.of_code_page(number)
        elif encoding := encodings.of_word(word):
            declarations.encoding = encoding
        else:
            return False
        return True

    def _begin(self, destination: str) -> None:
        """Begin a destination, which ends with the group."""
        if destination == "label":
            self._label = ""
        elif destination in ("note", "box"):
            self._stories.append((Story(), Layout()))
        inner = "" if destination in ("note", "box") else destination
        self._group = self._group._replace(destination=inner, begins=destination)

    def _unicode(self, number: int) -> None:
        """Write a character, of which each half may have a control word of its own."""
        self._to_skip = self._group.fallback
        if number in _FIRST_HALVES:
            self._first_half = number
        elif number in _SECOND_HALVES:
            first, self._first_half = self._first_half, 0
            if first:
                self._write(chr(0x10000 + ((first & 0x3FF) << 10) + (number & 0x3FF)))
        else:
            self._write(chr(number))

    def _end(self, word: str) -> None:
        story, layout = self._stories[-1]
        if word == "cell":
            story.end_cell(layout)
        elif word == "row":
            story.end_row()
        elif word == "trowd":
            if not layout.in_table:
                story.end_paragraph(layout)
            story.begin_row()
        else:
            story.end_paragraph(layout)
        layout.label = None

    def _lay_out(self, layout: Layout, word: str, number: int) -> None:
        """Take up a word that says what kind of paragraph it is."""
        if word == "pard":
            self._stories[-1] = (self._stories[-1][0], Layout(label=layout.label))
        elif word == "s":
            layout.level = self.declarations.heading_levels.get(number, 0)
            layout.is_title = number in self.declarations.titles
        elif word == "outlinelevel":
            layout.level = number + 1 if number < BODY_LEVEL else 0
        elif word == "intbl":
            layout.in_table = True
        elif word == "ilvl":
            layout.item_level = max(0, min(number, BODY_LEVEL))


def _moved(group: _Group, position: int, number: int) -> _Group:
    return group._replace(position=position if number else 0)


_CHANGES: Final[dict[str, Callable[[_Group, int], _Group]]] = {
    "plain": lambda group, _: group._replace(is_hidden=False, position=0, font=None),
    "v": lambda group, number: group._replace(is_hidden=number != 0),
    "deleted": lambda group, number: group._replace(is_deleted=number != 0),
    "super": lambda group, number: _moved(group, 1, number),
    "sub": lambda group, number: _moved(group, -1, number),
    "nosupersub": lambda group, _: _moved(group, 0, 0),
    "f": lambda group, number: group._replace(font=number),
    "uc": lambda group, number: group._replace(fallback=max(0, number)),
}
"""What the words that change how text looks do to the properties of a group."""
