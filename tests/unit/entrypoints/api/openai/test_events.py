"""Whatever an answer does, its streams in OpenAI's forms are well-formed and say the same."""

from dataclasses import replace
from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.answering.events import (
    AnswerDelta,
    AnswerEvent,
    AnswerFailed,
    AnswerFinished,
    AnswerStarted,
    CitationAdded,
)
from domain.answering.record import events_of
from entrypoints.api.openai.chat_events import CompletionChunks, Head, WholeAnswer
from entrypoints.api.openai.chat_schemas import Chunk, ChunkWithUsage
from entrypoints.api.openai.errors import ErrorEnvelope
from entrypoints.api.openai.response_events import ResponseEvents, ResponseHead, ResponseState
from entrypoints.api.openai.response_schemas import RESULTS, OutputText, ResponseOptions
from tests.unit.domain.answering.test_record import ANSWER, kept, streams

HEAD = Head("chatcmpl-1", 0, "quoth")
OPTIONS = ResponseOptions("quoth", include=[RESULTS])
RESPONSE = ResponseHead(ANSWER.id, int(datetime.now(UTC).timestamp()), OPTIONS)


def sent(events: list[AnswerEvent]) -> list[dict[str, object]]:
    """Return the stream of a response, as a client receives it."""
    stream = ResponseEvents(RESPONSE)
    raw = [each for event in events for each in stream.of(event)]
    received: list[dict[str, object]] = msgspec.json.decode(msgspec.json.encode(raw))
    return received


def verified(event: AnswerEvent) -> AnswerEvent:
    """Return an event; if it is a citation, a verified one."""
    if isinstance(event, CitationAdded):
        return CitationAdded(replace(event.citation, verified=True))
    return event


def test_no_delta_costs_the_text_before_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """The text of a response is put together for its end, however many pieces it came in."""
    joined = 0

    def text(_: ResponseState) -> OutputText:
        nonlocal joined
        joined += 1
        return OutputText("", [])

    monkeypatch.setattr(ResponseState, "text", text)
    sent([AnswerStarted(ANSWER.id, "What?", cached=False), *[AnswerDelta("so ")] * 100])
    assert joined == 0


@settings(max_examples=50)
@given(streams())
def test_the_events_of_a_response_follow_the_protocol(events: list[AnswerEvent]) -> None:
    """Numbers count from 0, items are open while they are written to, and one end is last."""
    stream = sent([verified(each) for each in events])
    assert [each["sequence_number"] for each in stream] == list(range(len(stream)))
    kinds = [str(each["type"]).removeprefix("response.") for each in stream]
    if events:
        assert kinds[:2] == ["created", "in_progress"]
    ended = bool(events) and isinstance(events[-1], AnswerFinished | AnswerFailed)
    ends = {"completed", "incomplete", "failed"}
    assert [kind in ends for kind in kinds] == [*[False] * (len(kinds) - ended), *[True] * ended]
    open_items: set[object] = set()
    closed: set[object] = set()
    for each, kind in zip(stream, kinds, strict=True):
        index = each.get("output_index")
        if kind == "output_item.added":
            assert index == len(open_items) + len(closed)
            open_items.add(index)
        elif kind == "output_item.done":
            open_items.remove(index)
            closed.add(index)
        elif index is not None:
            assert index in open_items
    if ended and kinds[-1] != "failed":
        assert not open_items


@settings(max_examples=50)
@given(streams())
def test_what_is_not_verified_is_no_annotation(events: list[AnswerEvent]) -> None:
    """It is left out, and all other events have their numbers, whenever that is found out."""
    stream = sent(events)
    annotations = [each["annotation"] for each in stream if "annotation" in each]
    citations = [each.citation for each in events if isinstance(each, CitationAdded)]
    assert len(annotations) == sum(each.verified for each in citations)
    of_all = sent([verified(each) for each in events])
    numbered = {each["sequence_number"]: each["type"] for each in of_all}
    for each in stream:
        assert numbered.pop(each["sequence_number"]) == each["type"]
    assert set(numbered.values()) <= {"response.output_text.annotation.added"}


@settings(max_examples=50)
@given(streams())
def test_the_end_of_a_response_is_what_was_streamed(events: list[AnswerEvent]) -> None:
    """Deltas, annotations and items of the stream are those of the response at its end."""
    stream = sent(events)
    state = ResponseState(RESPONSE)
    for event in events:
        state.add(event)
    view = msgspec.json.decode(msgspec.json.encode(state.view()))
    done = [each["item"] for each in stream if each["type"] == "response.output_item.done"]
    if events and isinstance(events[-1], AnswerFinished):
        assert view["output"] == done
        assert stream[-1]["response"] == view
    pieces = [each["delta"] for each in stream if each["type"] == "response.output_text.delta"]
    assert "".join(map(str, pieces)) == state.text().text
    added = [each["annotation"] for each in stream if "annotation" in each]
    assert added == msgspec.json.decode(msgspec.json.encode(state.citations))


@settings(max_examples=50)
@given(streams(), st.integers(0, 12))
def test_a_stored_answer_gives_the_same_stream(events: list[AnswerEvent], seen: int) -> None:
    """A client that comes back after any event misses none and gets none twice."""
    before = sent(events[:seen])
    again = sent(list(events_of(kept(events))))
    assert again[: len(before)] == before
    assert again == sent(events)


@settings(max_examples=50)
@given(streams(), st.booleans())
def test_the_chunks_of_a_completion_add_up(events: list[AnswerEvent], with_usage: bool) -> None:
    """Contents, sources and citations of the chunks are those of the whole completion."""
    chunks = CompletionChunks(HEAD, with_usage=with_usage, for_open_webui=False)
    stream = [each for event in events for each in chunks.of(event)]
    whole = WholeAnswer()
    for event in events:
        whole.add(event)
    if whole.failed is not None:
        assert isinstance(stream.pop(), ErrorEnvelope)
    sent_chunks = [each for each in stream if isinstance(each, Chunk)]
    deltas = [choice.delta for each in sent_chunks for choice in each.choices]
    assert "".join(each.content or "" for each in deltas) == whole.text
    if whole.end is not None:
        [choice] = whole.completion(HEAD, whole.end).choices
        for name in ("sources", "citations"):
            added = [each for delta in deltas for each in getattr(delta, name) or []]
            assert added == getattr(choice.message, name)
            assert [each.index for each in added] == list(range(len(added)))
        last = sent_chunks[-1]
        usage = last.usage if isinstance(last, ChunkWithUsage) else None
        assert (usage is not None, bool(last.choices)) == (with_usage, not with_usage)
