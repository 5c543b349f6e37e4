"""The Python client's streams: events in pieces, and what is requested after a break."""

import json
from collections.abc import Mapping
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoth._calls import conversations, documents
from quoth._stream import EventLines
from quoth.errors import AnswerFailed, ResponseNotUnderstood
from quoth.events import AnswerParts, ContentEvent, DoneEvent, StartEvent

MESSAGE = "01a20476-e8a0-7bc9-8965-4281f7d176bb"
START = {"type": "start", "message_id": MESSAGE, "question": "Why?", "cached": False}
DONE = {
    "type": "done",
    "message_id": MESSAGE,
    "finish_reason": "stop",
    "usage": {"prompt_tokens": 1, "completion_tokens": 2},
    "timings": {"embed": 1.0, "search": 2.0, "first_token": 3.0, "total": 4.0},
    "reason": None,
    "new_field": {"of": "a later version"},
}


def event(number: int, data: Mapping[str, object]) -> bytes:
    """Return an event as the server writes it."""
    return f"id: {number}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode()


@given(st.lists(st.text(max_size=8), max_size=6), st.lists(st.integers(0, 400), max_size=8))
def test_events_are_the_same_however_they_are_cut(texts: list[str], cuts: list[int]) -> None:
    """Pieces may end anywhere, also within a character; comments and strange line ends are none."""
    body = b": keep-alive\n\n".join(
        event(number, {"type": "content", "content": f"\u2028{text}\x0b"})
        for number, text in enumerate(texts, 1)
    )
    edges = sorted({0, len(body), *(min(cut, len(body)) for cut in cuts)})
    lines = EventLines()
    received = [
        (int(number), json.loads(data)["content"])
        for start, end in pairwise(edges)
        for number, data in lines.feed(body[start:end])
    ]
    assert received == [(number, f"\u2028{text}\x0b") for number, text in enumerate(texts, 1)]


def test_a_stream_is_continued_where_it_broke() -> None:
    """Before `start` the question is sent again with its key; after it, the answer is followed."""
    stream = conversations.ask(MESSAGE, "Why?", None, None, cache=True)
    first = stream.request()
    assert stream.request() == first
    assert first.method == "POST"
    assert "Idempotency-Key" in first.headers
    content = {"type": "content", "content": "Because"}
    later = {"type": "of_a_later_version"}
    body = event(1, START) + event(2, content) + event(3, later) + b'id: 4\ndata: {"type"'
    assert [type(each) for each in stream.feed(body)] == [StartEvent, ContentEvent]
    again = stream.request()
    assert (again.method, again.path) == ("GET", f"/api/chat/{MESSAGE}/events/")
    assert again.headers == {"Last-Event-ID": "3"}
    [last] = stream.feed(event(4, DONE))
    assert isinstance(last, DoneEvent)
    assert stream.ended


def test_the_work_on_a_document_is_followed_from_the_last_event() -> None:
    """A stream of a document goes on at the same address."""
    stream = documents.events(MESSAGE)
    progress = {"type": "progress", "stage": "reading", "done": 0, "total": 0, "seconds_left": None}
    assert len(list(stream.feed(event(7, progress)))) == 1
    assert stream.request().headers == {"Last-Event-ID": "7"}
    assert not stream.ended


def test_what_is_no_event_of_quoth_is_said() -> None:
    """An event that is not JSON raises an error of its own."""
    stream = documents.events(MESSAGE)
    with pytest.raises(ResponseNotUnderstood, match="not Quoth's"):
        list(stream.feed(b"data: <html>\n\n"))


def test_an_answer_is_made_of_its_events() -> None:
    """The text is all content, an error is raised, and fields that are new are ignored."""
    stream = conversations.follow(MESSAGE, 0)
    parts = AnswerParts()
    pieces = (event(n, {"type": "content", "content": each}) for n, each in ((2, "a"), (3, "b")))
    answers = [parts.add(each) for each in stream.feed(event(1, START) + b"".join(pieces))]
    assert answers == [None, None, None]
    [done] = stream.feed(event(4, DONE))
    answer = parts.add(done)
    assert answer is not None
    assert (answer.content, answer.question, answer.finish_reason) == ("ab", "Why?", "stop")
    failed = {
        "type": "error", "error": "It broke.", "code": "interrupted", "message_id": MESSAGE,
        "partial": True,
    }  # fmt: skip
    [error] = conversations.follow(MESSAGE, 4).feed(event(5, failed))
    with pytest.raises(AnswerFailed, match="It broke") as raised:
        AnswerParts().add(error)
    assert (raised.value.code, raised.value.partial) == ("interrupted", True)
