"""A conversation as Markdown, whose footnotes are the words that the answers quote."""

import re
from collections.abc import Container, Iterator, Sequence
from uuid import UUID

from domain.answering.footnotes import Footnote, footnoted
from domain.conversation.message import FinishReason, Message, MessageRole, TextFormat
from domain.conversation.session import ChatSession
from domain.documents.place import Place
from domain.text.markdown import escaped

UNTITLED = "Conversation"
WITHHELD = "This answer rests on documents that you may not read."
ENDINGS = {
    None: "This answer is still being written.",
    FinishReason.LENGTH: "This answer reached its maximum length.",
    FinishReason.CANCELLED: "This answer was stopped.",
    FinishReason.INTERRUPTED: "This answer was interrupted.",
    FinishReason.ERROR: "This answer broke off with an error.",
}
"""What is said below an answer that did not end by itself."""

_AT_LINE_START = re.compile(r"^([ \t]*)([-+=]|\d+(?=[.)]))", re.MULTILINE)


def transcript(
    session: ChatSession, messages: Sequence[Message], gone: Container[UUID]
) -> Iterator[str]:
    """Yield a conversation as Markdown, piece by piece.

    Args:
        session: The conversation.
        messages: Its messages, oldest first.
        gone: The documents that have been deleted since.
    """
    yield f"# {literally(session.title or UNTITLED)}\n"
    exchange = 0
    for message in messages:
        if message.role is MessageRole.USER:
            exchange += 1
            quoted = "\n".join(f"> {line}" for line in literally(message.content).split("\n"))
            yield f"\n## Question {exchange}\n\n{quoted}\n"
        else:
            yield "".join(f"\n{part}\n" for part in _parts(message, exchange, gone) if part)


def _parts(answer: Message, exchange: int, gone: Container[UUID]) -> Iterator[str]:
    """Yield the paragraphs of an answer."""
    if answer.withheld:
        yield f"*{WITHHELD}*"
        return
    noted = footnoted(answer, gone)
    is_literal = answer.metadata.format is TextFormat.LITERAL
    yield "".join(
        f"[^{exchange}-{each}]"
        if isinstance(each, int)
        else literally(each)
        if is_literal
        else each
        for each in noted.pieces
    ).strip()
    if ending := ending_of(answer):
        yield f"*{ending}*"
    yield "\n".join(
        f"[^{exchange}-{number}]: {_says(note)}" for number, note in enumerate(noted.footnotes, 1)
    )


def ending_of(answer: Message) -> str:
    """Return what is said below an answer; empty if it ended by itself."""
    return ENDINGS.get(answer.finish_reason, "")


def _says(note: Footnote) -> str:
    words = "" if note.quoted is None else f"“{literally(' '.join(note.quoted.split()))}” — "
    return f"{words}{literally(place_in_words(note.place))} ({standing_of(note)})"


def standing_of(note: Footnote) -> str:
    """Return how far a footnote can be relied on, in words."""
    if note.quoted is None:
        found = "named by the answer, no quotation found"
    else:
        found = "verified" if note.verified else "not verified"
    if not note.gone:
        return found
    return "document deleted" if note.verified else f"{found}, document deleted"


def place_in_words(place: Place) -> str:
    """Return a place as people name it: `report.pdf, page 12, Liquidity`."""
    named = {"page": place.page, "slide": place.slide, "sheet": place.sheet, "row": place.row}
    words = [f"{name} {value}" for name, value in named.items() if value is not None]
    words += [place.part] if place.part else []
    # a slide without a title and a sheet stand under headings that only say so
    said = (place.sheet, f"Slide {place.slide}")
    words += [heading for heading in place.section[-1:] if heading not in said]
    within = ", ".join(words) or f"characters {place.char_start}–{place.char_end}"
    return " ".join(f"{place.filename}, {within}".split())


def literally(text: str) -> str:
    """Return Markdown that shows exactly this text."""
    return _AT_LINE_START.sub(_escaped_start, escaped(text))


def _escaped_start(match: re.Match[str]) -> str:
    blanks, mark = match.groups()
    return f"{blanks}{mark}\\" if mark.isdigit() else f"{blanks}\\{mark}"
