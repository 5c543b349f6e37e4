"""Conversations as files, over HTTP."""

import asyncio
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Any
from uuid import UUID, uuid4

import pytest
from markdown_it import MarkdownIt

from application.conversation.read_transcript import ReadTranscript, WholeConversation
from application.limits.workspace_turns import WorkspaceTurns
from domain.answering.events import AnswerDelta, AnswerFinished, CitationAdded
from domain.answering.record import AnswerRecord
from domain.answering.transcript import literally, transcript
from domain.citations.citation import Citation
from domain.conversation.message import (
    FinishReason,
    Message,
    MessageRole,
    TextFormat,
    Timings,
    Usage,
)
from domain.conversation.session import ChatSession
from domain.documents.place import Place
from entrypoints.api.controllers import sessions
from entrypoints.api.html_transcript import html_transcript
from tests.api.client import LIGHTHOUSE, Client
from tests.fakes.wiring import Fakes

ANSWER = f"{LIGHTHOUSE} [1]\n\n| it | is |\n| --- | --- |\n| <b>tall</b> | ![x](http://y/z) |\n"


async def conversation(client: Client, fakes: Fakes) -> str:
    """Return a session with two answers that quote a document."""
    await client.upload()
    session = await client.create_session()
    fakes.model.enqueue(ANSWER)
    await client.ask(session, "Who *built* <it>?")
    fakes.model.enqueue(f"Again: {LIGHTHOUSE} [1]")
    await client.ask(session, "Who?", cache=False)
    return session


async def exported(client: Client, session: str, **params: str) -> Any:
    """Return the response with a file."""
    response = await client.http.get(f"/api/session/{session}/export/", params=params)
    assert response.status_code == 200
    return response


async def test_a_conversation_is_exported_as_markdown(client: Client, fakes: Fakes) -> None:
    """Its footnotes have the quoted words and their place; questions show what was typed."""
    session = await conversation(client, fakes)
    response = await exported(client, session)
    assert response.headers["content-type"] == "text/markdown; charset=utf-8"
    assert response.headers["content-disposition"].startswith("attachment; filename=")
    text = response.text
    assert text.startswith("# Who \\*built\\* \\<it\\>?\n\n## Question 1\n\n> Who \\*built\\*")
    assert f"{LIGHTHOUSE} [^1-1]" in text
    place = "lighthouse.txt, characters 0–79 (verified)"
    for exchange in (1, 2):
        assert f"\n[^{exchange}-1]: “{LIGHTHOUSE}” — {place}\n" in text


async def test_a_conversation_is_exported_as_html(client: Client, fakes: Fakes) -> None:
    """Each footnote is linked from its place; nothing in the file runs or loads anything."""
    session = await conversation(client, fakes)
    response = await exported(client, session, format="html")
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert '<html lang="en">' in response.text
    assert "sandbox" in response.headers["content-security-policy"]
    page = Page()
    page.feed(response.text)
    assert page.links >= {"#note-1-1", "#note-2-1"}
    assert page.ids == {"note-1-1", "note-2-1"}
    assert page.tags.isdisjoint({"img", "script", "b", "link", "iframe"})
    assert "table" in page.tags
    assert f"<q>{LIGHTHOUSE}</q> — <bdi>lighthouse.txt, characters 0–79</bdi>" in response.text
    assert "<title>Who *built* &lt;it&gt;?</title>" in response.text


async def test_links_show_where_they_lead_and_lead_to_pages_only(
    client: Client, fakes: Fakes
) -> None:
    """An address stands behind its words; one that opens a program stays text; none is hidden."""
    await client.upload()
    session = await client.create_session()
    fakes.model.enqueue(
        "[the bank](https://evil.example/a[1] 'a [1] title') <https://plain.example/>"
        " [call](ms-word:ofe|u|x) [data](data:text/html,x) [file](//share/x)\n\n"
        f"```py [1]\nx = 1\n```\n\n{LIGHTHOUSE} [1]"
    )
    await client.ask(session, "Who?")
    text = (await exported(client, session, format="html")).text
    page = Page()
    page.feed(text)
    assert page.links == {"https://evil.example/a", "https://plain.example/", "#note-1-2"}
    assert "the bank</a> (https://evil.example/a)" in text
    assert "https://plain.example/</a> [call](ms-word:ofe|u|x)" in text
    assert not any(each in value for value in page.values for each in "<\ufdd0\ufdd1")
    assert "default-src 'none'" in text


ODD = "The form of |_|_| is *marked* with <id> and `code` ~ \\[a_b\\] $x$."


def answer_of(before: str, after: str, text_format: TextFormat) -> Message:
    """Return an answer that quotes ODD between other words, with a verified citation."""
    answer = Message(uuid4(), uuid4(), MessageRole.ASSISTANT, "", datetime.now(UTC))
    record = AnswerRecord(answer)
    text = f"{before}{ODD}{after}"
    record.add(AnswerDelta(text, None, text_format))
    place = Place(uuid4(), "odd.txt", 0, len(ODD))
    cited = Citation(uuid4(), 1, place, ODD, 0, len(text), verified=True)
    record.add(CitationAdded(cited))
    return record.message(AnswerFinished(answer.id, FinishReason.STOP, Usage(), Timings()))


@pytest.mark.parametrize(
    ("before", "after", "text_format"),
    [
        ("", "", TextFormat.LITERAL),
        ("It says “", "”.", TextFormat.MARKDOWN),
        ("**So** it says *now*: “", "” Or _not_.", TextFormat.MARKDOWN),
    ],
)
def test_verified_words_are_exported_as_they_are_stored(
    before: str, after: str, text_format: TextFormat
) -> None:
    """Words of a document that look like Markdown are none in the file of a conversation."""
    answer = answer_of(before, after, text_format)
    session = ChatSession(answer.session_id, answer.created_at, answer.created_at)
    markdown = "".join(transcript(session, [answer], set()))
    for text in (
        MarkdownIt("commonmark").enable(["strikethrough", "table"]).render(markdown),
        "".join(html_transcript(session, [answer], set())),
    ):
        page = Page()
        page.feed(text)
        body = page.text.partition("odd.txt")[0].rpartition("\n")[0]
        assert ODD in body
        if text_format is TextFormat.MARKDOWN:
            assert "*" not in body.replace(ODD, "").rpartition("}")[2]


def test_words_within_code_stay_code() -> None:
    """Nothing is escaped where a backslash would be shown."""
    answer = answer_of("Run:\n\n```\n", "\n```\n", TextFormat.MARKDOWN)
    session = ChatSession(answer.session_id, answer.created_at, answer.created_at)
    assert f"\n{ODD}\n" in "".join(transcript(session, [answer], set()))


async def test_a_long_conversation_is_exported_whole(
    client: Client, fakes: Fakes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All pages of messages are in the file, in order."""
    monkeypatch.setattr("application.conversation.read_transcript.MAX_PAGE", 2)
    monkeypatch.setattr("application.conversation.read_session.MAX_PAGE", 2)
    session = await conversation(client, fakes)
    await client.ask(session, "And when?")
    text = (await exported(client, session)).text
    questions = [text.index(f"\n> {each}\n") for each in ("Who?", "And when?")]
    assert text.index("## Question 1\n") < questions[0] < questions[1]


async def test_a_conversation_is_not_read_before_its_turn(
    client: Client, fakes: Fakes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those that wait for a thread hold no conversation meanwhile."""
    session = await conversation(client, fakes)
    turns, read, reads = WorkspaceTurns(1), ReadTranscript.execute, list[UUID]()

    async def recorded(self: ReadTranscript, session_id: UUID) -> WholeConversation:
        reads.append(session_id)
        return await read(self, session_id)

    monkeypatch.setattr(sessions, "_RENDERING", turns)
    monkeypatch.setattr(ReadTranscript, "execute", recorded)
    async with turns.turn():
        asked = asyncio.create_task(exported(client, session))
        await asyncio.wait([asked], timeout=0.2)
        assert reads == []
    await asked
    assert reads == [UUID(session)]


def test_what_is_escaped_reads_as_it_was() -> None:
    """Markdown of a literal text shows exactly its characters."""
    for text in ("1. a_b_c", "- *x* [y](z)", "# <b>&amp;", "+ `code` ~~x~~ | $a$", "= 2) \\x"):
        [paragraph] = [
            each for each in MarkdownIt("commonmark").parse(literally(text)) if each.children
        ]
        shown = "".join(each.content for each in paragraph.children or [])
        assert shown == text.strip()


class Page(HTMLParser):
    """The tags, ids and links of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags, self.ids, self.links = set[str](), set[str](), set[str]()
        self.values: list[str] = []
        self.text = ""

    def handle_data(self, data: str) -> None:
        """Note text."""
        self.text += data

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        named = dict(attrs)
        self.values += [value or "" for value in named.values()]
        self.tags.add(tag)
        self.ids |= {named["id"] or ""} if "id" in named else set()
        self.links |= {named["href"] or ""} if "href" in named else set()
