"""The contract of answers that are being written: whose they are while documents are limited."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from uuid import UUID

import pytest

from application.answering import checked_answer_log, followed_answers
from application.answering.cancel_answer import CancelAnswer
from application.answering.follow_answer import FollowAnswer
from application.answering.followed_answers import FollowedAnswers
from application.answering.running_answers import LiveAnswerLog, RunningAnswers
from domain.answering.events import (
    AnswerDelta,
    AnswerEvent,
    AnswerFailed,
    AnswerStarted,
    SourcesFound,
)
from domain.answering.record import AnswerRecord
from domain.documents.place import Place
from domain.errors import AnswerWithheld
from domain.retrieval.passages import Passage
from tests.contracts.stores import Chats, Shelf, exchange
from tests.contracts.test_reading_limits import admin, heron, member
from tests.fakes.answers import InMemoryAnswerSignals


async def test_an_answer_being_written_is_for_who_reads_what_its_asker_may(shelf: Shelf) -> None:
    """Once its writer is gone, or it has ended, it is for who may read what it rests on so far."""
    library, chats = shelf.library, shelf.chats
    limited, free = await heron(library), await heron(library, "free heron")
    await library.limits.limit_document(limited.id, ("a",))
    asked_by: list[tuple[Callable[[], AbstractContextManager[None]], set[str]]] = [
        (lambda: member("a"), {"a"}),
        (admin, set()),
    ]
    for asker, may in asked_by:
        for document, after in ((limited, {"a"}), (free, {"", "a", "b"})):
            session = await chats.open_session()
            asked, answer = exchange(session.id, "who?")
            source = Passage(Place(document.id, "a.txt", 0, 5), 0, "heron", 1, 0.5)
            with asker():
                await chats.messages.begin(asked, answer)
            assert await readers(chats, answer.id) == may
            await chats.write(replace(answer, content="heron", sources=(source,), stream=(5,)))
            assert await readers(chats, answer.id) == may
            await chats.expire_lease(answer.id)
            assert await readers(chats, answer.id) == after
            # the next question stores what was written of it
            await chats.messages.begin(*exchange(session.id, "and?"))
            assert await readers(chats, answer.id) == after
            assert (await chats.messages.get(answer.id)).content == "heron"


async def test_an_answer_written_elsewhere_is_neither_followed_nor_cancelled_by_others(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who lacks the asker's group learns nothing; who follows it loses it when it rests on more."""
    monkeypatch.setattr(followed_answers, "LOOK_SECONDS", 0.0)
    library, chats = shelf.library, shelf.chats
    limited, later = await heron(library), await heron(library, "later heron")
    await library.limits.limit_document(limited.id, ("a",))
    here = RunningAnswers()  # has none: another server writes them
    follow = FollowAnswer(
        here, chats.messages, FollowedAnswers(chats.messages, chats.parts, chats.leases)
    )
    cancel = CancelAnswer(here, chats.messages, chats.leases, InMemoryAnswerSignals())
    session = await chats.open_session()
    asked, answer = exchange(session.id, "who?")
    with member("a"):
        await chats.messages.begin(asked, answer)
    record, told = AnswerRecord(answer), list[AnswerEvent]()

    async def write(*events: AnswerEvent) -> None:
        told.extend(events)
        for event in events:
            record.add(event)
        part = record.take_part()
        assert part is not None
        await chats.parts.append([part])

    def source(document_id: UUID) -> Passage:
        return Passage(Place(document_id, "a.txt", 0, 5), 0, "heron", 1, 0.5)

    async def is_kept_from_others() -> None:
        for groups in ((), ("b",)):
            with member(*groups):
                with pytest.raises(AnswerWithheld):
                    await follow.execute(answer.id)
                with pytest.raises(AnswerWithheld):
                    await cancel.execute(answer.id)
        assert not await chats.leases.renew([answer.id])

    await is_kept_from_others()
    await write(AnswerStarted(answer.id, "who?", cached=False))
    await is_kept_from_others()
    with member("a"):
        log = await follow.execute(answer.id)
        assert await log.read(0, 5.0) == told
        await write(SourcesFound((source(limited.id),), None), AnswerDelta("heron"))
        await is_kept_from_others()
        assert await log.read(1, 5.0) == told[1:]
        await library.limits.limit_document(later.id, ("b",))
        await write(SourcesFound((source(later.id),), None), AnswerDelta("secret"))
        [end] = await log.read(3, 5.0)
        assert isinstance(end, AnswerFailed)
        assert (end.code, log.finished) == (AnswerWithheld.code, True)
    with member("a", "b"):
        log = await follow.execute(answer.id)
        assert [type(each) for each in await log.read(0, 5.0)] == [type(each) for each in told]
        await cancel.execute(answer.id)
    assert await chats.leases.renew([answer.id]) == {answer.id}


async def test_an_answer_written_elsewhere_ends_for_whom_a_limit_locks_out(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is looked now and then, though the answer rests on nothing more."""
    monkeypatch.setattr(followed_answers, "LOOK_SECONDS", 0.0)
    library, chats = shelf.library, shelf.chats
    document = await heron(library)
    session = await chats.open_session()
    asked, answer = exchange(session.id, "who?")
    source = Passage(Place(document.id, "a.txt", 0, 5), 0, "heron", 1, 0.5)
    followed = FollowedAnswers(chats.messages, chats.parts, chats.leases)
    follow = FollowAnswer(RunningAnswers(), chats.messages, followed)
    monkeypatch.setattr(checked_answer_log, "SECONDS_BETWEEN_CHECKS", 3600.0)
    with member("a"):
        await chats.messages.begin(asked, answer)
        await chats.write(replace(answer, content="heron", sources=(source,), stream=(5,)))
        log = await follow.execute(answer.id)
        told = await log.read(0, 5.0)
        await library.limits.limit_document(document.id, ("b",))
        assert await log.read(len(told), 0.0) == []
        monkeypatch.setattr(checked_answer_log, "SECONDS_BETWEEN_CHECKS", 0.0)
        [end] = await log.read(len(told), 5.0)
        assert isinstance(end, AnswerFailed)
        assert (end.code, log.finished) == (AnswerWithheld.code, True)


async def test_an_answer_written_here_ends_for_whom_a_limit_locks_out(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on any other server, and it goes on for the others and for who reads all."""
    monkeypatch.setattr(checked_answer_log, "SECONDS_BETWEEN_CHECKS", 3600.0)
    library, chats = shelf.library, shelf.chats
    document = await heron(library)
    session = await chats.open_session()
    asked, answer = exchange(session.id, "who?")
    source = Passage(Place(document.id, "a.txt", 0, 5), 0, "heron", 1, 0.5)
    goes_on, here = asyncio.Event(), RunningAnswers()
    told: list[AnswerEvent] = [
        AnswerStarted(answer.id, "who?", cached=False),
        SourcesFound((source,), None),
    ]

    async def write(log: LiveAnswerLog) -> None:
        for event in told:
            log.emit(event)
        await chats.write(replace(answer, content="heron", sources=(source,), stream=(5,)))
        await goes_on.wait()
        log.emit(AnswerDelta("heron"))
        log.emit(AnswerFailed(answer.id, "", "", partial=True))

    followed = FollowedAnswers(chats.messages, chats.parts, chats.leases)
    follow = FollowAnswer(here, chats.messages, followed)
    with member("a"):
        await chats.messages.begin(asked, answer)
        here.start(answer.id, write)
        mine = await follow.execute(answer.id)
        assert await mine.read(0, 5.0) == told
    with member("a", "b"):
        theirs = await follow.execute(answer.id)
    everything = await follow.execute(answer.id)
    await library.limits.limit_document(document.id, ("b",))
    with member("a"):
        assert await mine.read(2, 0.0) == []
    monkeypatch.setattr(checked_answer_log, "SECONDS_BETWEEN_CHECKS", 0.0)
    with member("a"):
        [end] = await mine.read(2, 5.0)
        assert isinstance(end, AnswerFailed)
        assert (end.code, mine.finished) == (AnswerWithheld.code, True)
    goes_on.set()
    await here.drain(5.0)
    with member("a", "b"):
        assert await theirs.read(2, 5.0) == await everything.read(2, 5.0) != []


async def readers(chats: Chats, answer_id: UUID) -> set[str]:
    """Return which of the groups a, b and none may read an answer, besides who reads all."""
    assert not (await chats.messages.get(answer_id)).withheld
    allowed = set()
    for group in ("", "a", "b"):
        with member(*group):
            shown = await chats.messages.get(answer_id)
            assert await chats.messages.may_read(answer_id) is not shown.withheld
            if not shown.withheld:
                allowed.add(group)
            else:
                assert (shown.content, shown.sources, shown.stream) == ("", (), ())
    return allowed
