"""The events of an answer are restored exactly from its stored record."""

from dataclasses import replace
from datetime import UTC, datetime

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from application.identifiers import new_id
from domain.answering.events import (
    TERMINAL_EVENTS,
    AnswerDelta,
    AnswerEvent,
    AnswerFailed,
    AnswerFinished,
    AnswerStarted,
    CitationAdded,
    SourcesFound,
)
from domain.answering.parts import AnswerPart, grown, unwritten
from domain.answering.record import AnswerRecord, Replay, events_of, markers_of
from domain.citations.citation import Citation
from domain.conversation.message import (
    FinishReason,
    Message,
    MessageRole,
    TextFormat,
    Timings,
    Usage,
)
from domain.documents.place import Place
from domain.errors import AnswerInterrupted, LanguageModelFailed
from domain.retrieval.passages import Passage, Scores
from domain.retrieval.selection import DropReason
from domain.retrieval.trace import TracedPassage

ANSWER = Message(new_id(), new_id(), MessageRole.ASSISTANT, "", datetime(2026, 1, 1, tzinfo=UTC))
PIECE = st.text(max_size=4)
COUNT = st.integers(0, 99)
MAYBE_TIME = st.none() | st.floats(0, 1e6)

places = st.builds(Place, st.uuids(), st.text(max_size=3), COUNT, COUNT)
passages = st.builds(Passage, places, COUNT, PIECE, COUNT, st.floats(-1, 1))
citations = st.builds(
    Citation,
    st.uuids(),
    COUNT,
    places,
    PIECE,
    COUNT,
    COUNT,
    st.booleans(),
    st.none() | COUNT,
    st.none() | COUNT,
)
RANK = st.none() | COUNT
considered = st.builds(
    TracedPassage,
    places,
    COUNT,
    st.builds(
        Scores,
        *(st.floats(-1, 1), st.floats(0, 99), st.floats(0, 1)),
        *(RANK, RANK, COUNT, RANK, st.none() | st.floats(-9, 9)),
    ),
    *(COUNT, RANK, st.none() | st.sampled_from(DropReason)),
)
markers = st.integers(1, 999).map(lambda source: AnswerDelta(f"[{source}]", source))
finished = st.builds(
    AnswerFinished,
    st.just(ANSWER.id),
    st.sampled_from(
        [FinishReason.STOP, FinishReason.LENGTH, FinishReason.ABSTAINED, FinishReason.CANCELLED]
    ),
    st.builds(Usage, COUNT, COUNT),
    st.builds(Timings, *[MAYBE_TIME] * 5),
    st.none(),
    *(st.none() | st.floats(0, 1), RANK, RANK),
)


@st.composite
def streams(draw: st.DrawFn) -> list[AnswerEvent]:
    """Any possible stream of an answer, ended or not."""
    events: list[AnswerEvent] = []
    if draw(st.booleans()):
        events.append(AnswerStarted(ANSWER.id, draw(PIECE), draw(st.booleans())))
    if draw(st.booleans()):
        found = draw(st.lists(considered, max_size=3))
        events.append(
            SourcesFound(
                tuple(draw(st.lists(passages, max_size=3))),
                draw(st.none() | st.floats(0, 1)),
                tuple(found),
            )
        )
    text_format = draw(st.sampled_from(TextFormat))
    deltas = (st.builds(AnswerDelta, PIECE) | markers).map(
        lambda delta: replace(delta, format=text_format)
    )
    events += draw(st.lists(deltas | st.builds(CitationAdded, citations), max_size=8))
    partial = any(isinstance(event, AnswerDelta) and event.content for event in events)
    failed = st.builds(
        AnswerFailed,
        st.just(ANSWER.id),
        st.text(min_size=1, max_size=9),
        st.sampled_from([AnswerInterrupted.code, LanguageModelFailed.code]),
        st.just(partial),
    )
    end = draw(st.none() | finished | failed)
    return events if end is None else [*events, end]


def kept(events: list[AnswerEvent]) -> Message:
    """Return the stored message of some events, after a round trip through JSON."""
    record = AnswerRecord(ANSWER)
    for event in events:
        record.add(event)
    last = events[-1] if events else None
    message = record.message(last if isinstance(last, TERMINAL_EVENTS) else None)
    return msgspec.json.decode(msgspec.json.encode(message), type=Message)


@given(streams())
def test_the_events_of_what_is_kept_are_the_events(events: list[AnswerEvent]) -> None:
    """Pieces, citations, their order and the end are restored."""
    assert list(events_of(kept(events))) == events


@given(streams(), st.integers(0, 12))
def test_what_is_kept_on_the_way_is_a_beginning(events: list[AnswerEvent], number: int) -> None:
    """A record saved before the end restores the events so far."""
    so_far = events[:number]
    assert list(events_of(kept(so_far))) == so_far


@given(streams(), st.lists(st.integers(0, 12), max_size=4))
def test_parts_are_the_answer_wherever_it_is_cut(
    events: list[AnswerEvent], numbers: list[int]
) -> None:
    """Part by part, what is read grows to the answer, and each of its events comes once."""
    record, replay, read = AnswerRecord(ANSWER), Replay(), list[AnswerEvent]()
    known = unwritten(ANSWER)
    spoken = [each for each in events if not isinstance(each, TERMINAL_EVENTS)]
    number = 0
    for place, event in enumerate([*spoken, None]):
        if event is None or place in numbers:
            while (part := record.take_part()) is not None:
                assert part.number == number
                known, number = grown(known, part), number + 1
                read += replay.events(known)
        if event is not None:
            record.add(event)
    assert known == record.message()
    assert record.last_part() == AnswerPart(ANSWER.id, number, last=True)
    assert [*read, *replay.events(kept(events))] == events


@given(streams(), st.lists(st.integers(0, 12), max_size=4))
def test_a_replay_goes_on_with_a_later_version(
    events: list[AnswerEvent], numbers: list[int]
) -> None:
    """Whatever versions of an answer are read, each event comes once, in order."""
    replay, read = Replay(), list[AnswerEvent]()
    for number in [*sorted(numbers), len(events)]:
        read += replay.events(kept(events[:number]))
    assert read == events


@given(streams())
def test_the_markers_of_what_is_kept_are_those_that_were_emitted(events: list[AnswerEvent]) -> None:
    """Each marker has its place in the text, and other brackets are not markers."""
    answer = kept(events)
    found = list(markers_of(answer))
    emitted = [event.source for event in events if isinstance(event, AnswerDelta)]
    assert [marker.source for marker in found] == [source for source in emitted if source]
    for marker in found:
        assert answer.content[marker.start : marker.end] == f"[{marker.source}]"


def test_an_answer_that_was_killed_ends_as_interrupted() -> None:
    """The end of an interrupted answer is restored with the default message."""
    record = AnswerRecord(ANSWER)
    record.add(AnswerStarted(ANSWER.id, "What?", cached=False))
    record.add(AnswerDelta("So far"))
    read = replace(record.message(), finish_reason=FinishReason.INTERRUPTED)
    end = [*events_of(read)][-1]
    assert end == AnswerFailed(ANSWER.id, AnswerInterrupted().message, "interrupted", partial=True)
