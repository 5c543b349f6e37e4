"""A conversation as a page of HTML that needs nothing else, such as to send or to print it."""

import re
from collections.abc import Container, Iterator, Sequence
from html import escape
from uuid import UUID

from markdown_it import MarkdownIt
from markdown_it.token import Token

from domain.answering.footnotes import Footnote, footnoted
from domain.answering.transcript import (
    UNTITLED,
    WITHHELD,
    ending_of,
    place_in_words,
    standing_of,
)
from domain.conversation.message import Message, MessageRole, TextFormat
from domain.conversation.session import ChatSession

_NONCHARACTERS = re.compile("[\ufdd0-\ufdef\ufffe\uffff]")
# what stands for a footnote while Markdown is parsed
_NOTE = re.compile("\ufdd0([0-9]+)\ufdd1")
_WEB = re.compile("https?://", re.IGNORECASE)
# a file that is opened elsewhere loads and runs nothing
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_STYLE = """
body { max-width: 44rem; margin: 2rem auto; padding: 0 1rem; color: #1f1d1a; background: #fff;
  font: 1rem/1.6 system-ui, sans-serif; overflow-wrap: anywhere }
h1 { font-size: 1.6rem } h2 { margin-top: 2.5rem; font-size: 1.15rem; white-space: pre-wrap }
p, li, h1, h2, td { unicode-bidi: plaintext; text-align: start }
.literal { white-space: pre-wrap }
.ending, .notes { color: #5f5a52; font-size: .875rem }
.notes { border-top: 1px solid #dcd7cd; padding-top: .5rem }
.notes q { color: #1f1d1a; white-space: pre-wrap } .notes :target { background: #ffe58a }
sup { line-height: 0 } sup a { color: #0b5d57; text-decoration: none }
pre { padding: .75rem; background: #f3f1ec; white-space: pre-wrap }
table { border-collapse: collapse } th, td { padding: .25rem .5rem; border: 1px solid #dcd7cd }
@media print {
  body { max-width: none; margin: 0 } h2 { break-after: avoid } li { break-inside: avoid }
}
"""


class _Markdown(MarkdownIt):
    """Markdown without HTML and images, whose links show where they lead."""

    def __init__(self) -> None:
        super().__init__("commonmark", {"html": False})
        self.enable(["table", "strikethrough"])
        self.disable("image")

    def validateLink(self, url: str) -> bool:  # noqa: N802 - the parser calls it
        """Return whether a link may lead there; another one stays text."""
        return _WEB.match(url) is not None

    def normalizeLink(self, url: str) -> str:  # noqa: N802 - the parser calls it
        """Return an address without the footnotes in it."""
        return super().normalizeLink(_NOTE.sub("", url))

    def drawn(self, text: str) -> str:
        """Return a text as HTML. What stands for footnotes is nowhere but in the content."""
        tokens = self.parse(text)
        for token in tokens:
            token.info = _NOTE.sub("", token.info)
            token.children = _with_addresses(token.children or []) or None
        return str(self.renderer.render(tokens, self.options, {}))


def _with_addresses(tokens: Sequence[Token]) -> list[Token]:
    """Return the parts of a line of Markdown, behind each link the address that it leads to."""
    parts: list[Token] = []
    begin = 0
    for token in tokens:
        parts.append(token)
        if token.type == "link_open":
            begin = len(parts)
            token.attrs = {"href": token.attrs["href"], "rel": "noreferrer"}
        elif token.type == "link_close":
            address = str(parts[begin - 1].attrs["href"])
            if "".join(each.content for each in parts[begin:]) != address:
                parts.append(Token("text", "", 0, content=f" ({address})"))
    return parts


_MARKDOWN = _Markdown()


def html_transcript(
    session: ChatSession, messages: Sequence[Message], gone: Container[UUID]
) -> Iterator[str]:
    """Yield a conversation as HTML, piece by piece.

    Args:
        session: The conversation.
        messages: Its messages, oldest first.
        gone: The documents that have been deleted since.
    """
    title = escape(session.title or UNTITLED)
    yield (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f'<h1 dir="auto">{title}</h1>\n'
    )
    exchange = 0
    for message in messages:
        if message.role is MessageRole.USER:
            exchange += 1
            yield f'<h2 dir="auto">{escape(message.content)}</h2>\n'
        else:
            yield from _answer(message, exchange, gone)
    yield "</body>\n</html>\n"


def _answer(answer: Message, exchange: int, gone: Container[UUID]) -> Iterator[str]:
    if answer.withheld:
        yield f'<p class="ending">{WITHHELD}</p>\n'
        return
    noted = footnoted(answer, gone)
    text = "".join(
        f"\ufdd0{each}\ufdd1" if isinstance(each, int) else _NONCHARACTERS.sub("\ufffd", each)
        for each in noted.pieces
    )
    if answer.metadata.format is TextFormat.LITERAL:
        paragraphs = re.split(r"\n\s*\n", text.strip("\n"))
        drawn = "".join(f'<p class="literal">{escape(each)}</p>\n' for each in paragraphs)
    else:
        drawn = _MARKDOWN.drawn(text)
    yield '<div dir="auto">\n'
    yield _NOTE.sub(rf'<sup><a href="#note-{exchange}-\1">\1</a></sup>', drawn)
    yield "</div>\n"
    if ending := ending_of(answer):
        yield f'<p class="ending">{ending}</p>\n'
    if noted.footnotes:
        notes = "".join(
            f'<li id="note-{exchange}-{number}">{_says(note)}</li>\n'
            for number, note in enumerate(noted.footnotes, 1)
        )
        yield f'<ol class="notes">\n{notes}</ol>\n'


def _says(note: Footnote) -> str:
    words = "" if note.quoted is None else f"<q>{escape(note.quoted.strip())}</q> — "
    return f"{words}<bdi>{escape(place_in_words(note.place))}</bdi> ({standing_of(note)})"
