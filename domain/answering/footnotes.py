"""The citations of an answer as footnotes: where each stands in its text, and what it says."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from domain.answering.record import markers_of
from domain.citations.citation import Citation
from domain.citations.wording import SearchableText, Wording
from domain.conversation.message import Message, TextFormat
from domain.documents.place import Place
from domain.retrieval.passages import Passage
from domain.text.code_spans import CodeTracker
from domain.text.markdown import escaped


@dataclass(frozen=True, slots=True)
class Footnote:
    """What an answer draws on at one or more places of its text.

    Attributes:
        place: Where it is in the document.
        quoted: The words of the document; None if the answer names a source and quotes nothing.
        verified: Whether these exact words are in the document.
        gone: Whether the document has been deleted since.
    """

    place: Place
    quoted: str | None
    verified: bool
    gone: bool


@dataclass(frozen=True, slots=True)
class FootnotedAnswer:
    """The text of an answer, and its footnotes in the order of the text.

    Attributes:
        pieces: The text without its markers; a number, from 1, is where that footnote stands. In
            Markdown, verified words are escaped, so that they are shown as they are stored.
    """

    pieces: tuple[str | int, ...]
    footnotes: tuple[Footnote, ...]


@dataclass(frozen=True, slots=True)
class _Mark:
    """Something to put in place of `start` to `end` of the text."""

    start: int
    end: int
    citations: tuple[Citation, ...]
    source_id: int


def footnoted(answer: Message, gone: Container[UUID]) -> FootnotedAnswer:
    """Return an answer with footnotes in place of its markers.

    A citation without a marker stands behind its sentence, or behind the code that it ends in.
    Equal quotations are one footnote.

    Args:
        answer: The answer.
        gone: The documents that have been deleted since.
    """
    text, verbatim = answer.content, _verbatim(answer)
    pieces: list[str | int] = []
    numbers: dict[Footnote, int] = {}
    position = 0
    for mark in _marks(answer):
        found = list(_notes_at(mark, answer, gone))
        if not found:
            continue
        pieces.append(_escaped(text, position, mark.start, verbatim))
        here = dict.fromkeys(numbers.setdefault(each, len(numbers) + 1) for each in found)
        in_line = text[mark.start - 1 : mark.start] != "\n"
        pieces += here if in_line else [*here, "\n\n"]
        position = mark.end
    pieces.append(_escaped(text, position, len(text), verbatim))
    return FootnotedAnswer(tuple(each for each in pieces if each != ""), tuple(numbers))


def _marks(answer: Message) -> list[_Mark]:
    at_marker: dict[int | None, list[Citation]] = {}
    for citation in answer.citations:
        at_marker.setdefault(citation.marker_start, []).append(citation)
    marks = [
        _Mark(each.start, each.end, tuple(at_marker.pop(each.start, ())), each.source)
        for each in markers_of(answer)
    ]
    ends = _ends_of_code(answer)
    for citation in (each for rest in at_marker.values() for each in rest):
        end = citation.answer_end
        end = next((after for start, after in ends if start < end < after), end)
        marks.append(_Mark(end, end, (citation,), citation.source_id))
    return sorted(marks, key=lambda mark: (mark.start, mark.end))


def _verbatim(answer: Message) -> list[tuple[int, int]]:
    """Return the (start, end) of verified words that stand in Markdown as they are stored."""
    if answer.metadata.format is TextFormat.LITERAL:
        return []
    spans, code = list[tuple[int, int]](), _ends_of_code(answer)
    for each in sorted(answer.citations, key=lambda citation: citation.answer_start):
        if not each.verified or escaped(each.cited_text) == each.cited_text:
            continue
        sentence = answer.content[each.answer_start : each.answer_end]
        found = SearchableText(sentence).locate(Wording(each.cited_text))
        if found is None or _alike(sentence[slice(*found)]) != _alike(each.cited_text):
            continue
        start, end = (each.answer_start + place for place in found)
        in_code = sentence.count("`", 0, found[0]) % 2 or any(a <= start < b for a, b in code)
        if not in_code and (not spans or spans[-1][1] <= start):
            spans.append((start, end))
    return spans


def _alike(words: str) -> str:
    return " ".join(words.split()).casefold()


def _escaped(text: str, start: int, end: int, verbatim: Sequence[tuple[int, int]]) -> str:
    """Return `text[start:end]` with its verbatim parts escaped."""
    parts, position = list[str](), start
    for first, last in verbatim:
        if position < last and first < end:
            here, behind = max(first, position), min(last, end)
            parts += [text[position:here], escaped(text[here:behind])]
            position = behind
    return "".join([*parts, text[position:end]])


def _ends_of_code(answer: Message) -> list[tuple[int, int]]:
    """Return the (start, end) of each fenced block: nothing can stand in it but code."""
    has_fence = any(fence in answer.content for fence in ("```", "~~~"))
    if answer.metadata.format is TextFormat.LITERAL or not has_fence:
        return []
    tracker, blocks, start = CodeTracker(), list[tuple[int, int]](), None
    for at, character in enumerate(answer.content):
        tracker.read(character)
        if tracker.fenced and start is None:
            start = at
        elif not tracker.fenced and start is not None:
            blocks.append((start, at + 1))
            start = None
    if start is not None:
        blocks.append((start, len(answer.content) + 1))
    return blocks


def _notes_at(mark: _Mark, answer: Message, gone: Container[UUID]) -> Iterator[Footnote]:
    for each in mark.citations:
        is_gone = each.place.document_id in gone
        yield Footnote(each.place, each.cited_text, each.verified, is_gone)
    if not mark.citations and 0 < mark.source_id <= len(answer.sources):
        source: Passage = answer.sources[mark.source_id - 1]
        yield Footnote(source.place, None, False, source.place.document_id in gone)
