"""The contract of AnswerParts and AnswerLeases: answers that are being written."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from adapters.postgres.database import Database
from application.access.acting import acting_as
from application.identifiers import new_id
from domain.answering.events import TERMINAL_EVENTS, AnswerEvent, AnswerStarted
from domain.answering.parts import AnswerPart, PartPlace, grown, unwritten
from domain.answering.record import AnswerRecord, events_of
from domain.conversation.message import AnswerMetadata, FinishReason, Message
from domain.errors import AnswerInProgress, MessageNotFound
from tests.contracts.stores import Chats, chats_in, exchange
from tests.contracts.test_message_store import CITATION, CONSIDERED, PASSAGE
from tests.support.workspaces import member_of
from tests.unit.domain.answering.test_record import streams


async def begun(chats: Chats) -> Message:
    """Begin an exchange in a session of its own, and return the empty answer."""
    session = await chats.open_session()
    question, answer = exchange(session.id)
    await chats.messages.begin(question, answer)
    return answer


def first_of(answer: Message) -> AnswerPart:
    return AnswerPart(
        answer.id,
        0,
        "Grüße 🦜",
        (-1, 7, -2),
        (CITATION,),
        (PASSAGE,),
        CONSIDERED,
        AnswerMetadata("Wer? 🦜"),
    )


def second_of(answer: Message) -> AnswerPart:
    return AnswerPart(answer.id, 1, " [1]", (-11, -2), (replace(CITATION, citation_id=new_id()),))


async def test_parts_are_read_as_they_were_appended(chats: Chats) -> None:
    """From any place on, of several answers in one read, and none of what is not there."""
    answer, other = await begun(chats), await begun(chats)
    parts = [first_of(answer), second_of(answer), AnswerPart(answer.id, 2, last=True)]
    await chats.parts.append(parts[:2])
    await chats.parts.append([parts[2], AnswerPart(other.id, 0, "Else", (4,))])
    places = [
        PartPlace(answer.id, 1),
        PartPlace(new_id()),
        PartPlace(other.id),
        PartPlace(answer.id),
        PartPlace(answer.id, 3),
    ]
    assert await chats.parts.since(places) == [
        *(tuple(parts[1:]), (), (AnswerPart(other.id, 0, "Else", (4,)),), tuple(parts), ())
    ]


async def test_an_answer_reads_as_its_parts(chats: Chats) -> None:
    """Wherever it is read while it is written, and after its end as it was stored with that."""
    answer = await begun(chats)
    known = answer
    for part in (first_of(answer), second_of(answer)):
        await chats.parts.append([part])
        known = grown(known, part)
        assert await chats.messages.get(answer.id) == known
        assert (await chats.read(answer.session_id))[1] == replace(known, considered=())
    assert (known.content, len(known.citations)) == ("Grüße 🦜 [1]", 2)
    ended = replace(known, content="Grüße 🦜.", finish_reason=FinishReason.STOP)
    assert await chats.messages.save(ended)
    await chats.parts.append([AnswerPart(answer.id, 2, last=True)])
    assert await chats.messages.get(answer.id) == ended


async def test_a_part_is_stored_once(chats: Chats) -> None:
    """Whoever does not know whether a part was stored can send it again, also with the next one."""
    answer = await begun(chats)
    await chats.parts.append([first_of(answer)])
    await chats.parts.append([first_of(answer)])
    second = second_of(answer)
    await chats.parts.append([replace(first_of(answer), content="changed"), second])
    assert await chats.messages.get(answer.id) == grown(grown(answer, first_of(answer)), second)


async def test_what_a_killed_writer_stored_stays(chats: Chats) -> None:
    """Its answer is interrupted with its parts: as it is read, and when the next one begins."""
    answer = await begun(chats)
    parts = [first_of(answer), second_of(answer)]
    await chats.parts.append(parts)
    await chats.expire_lease(answer.id)
    interrupted = replace(
        grown(grown(answer, parts[0]), parts[1]), finish_reason=FinishReason.INTERRUPTED
    )
    assert await chats.messages.get(answer.id) == interrupted
    await chats.parts.prune()
    await chats.messages.begin(*exchange(answer.session_id))
    assert await chats.messages.get(answer.id) == interrupted
    await chats.parts.append([AnswerPart(answer.id, 2, "late", (4,))])
    assert await chats.messages.get(answer.id) == interrupted


async def test_a_removed_answer_has_no_parts(chats: Chats) -> None:
    """They go with its session, and none is stored afterwards."""
    answer = await begun(chats)
    await chats.parts.append([first_of(answer)])
    await chats.sessions.remove(answer.session_id)
    await chats.parts.append([second_of(answer)])
    assert await chats.parts.since([PartPlace(answer.id)]) == [()]
    with pytest.raises(MessageNotFound):
        await chats.messages.get(answer.id)


async def test_parts_are_kept_for_ten_minutes_after_the_end(chats: Chats) -> None:
    """Old parts of what has ended go, and no others."""
    ended, going_on = await begun(chats), await begun(chats)
    for each in (ended, going_on):
        await chats.parts.append([first_of(each), second_of(each)])
    await chats.messages.save(replace(ended, finish_reason=FinishReason.STOP))
    places = [PartPlace(ended.id), PartPlace(going_on.id)]
    await chats.parts.prune()
    assert [len(each) for each in await chats.parts.since(places)] == [2, 2]
    await chats.age_parts()
    await chats.parts.append([AnswerPart(ended.id, 2, last=True)])
    await chats.parts.prune()
    assert [len(each) for each in await chats.parts.since(places)] == [1, 2]


async def test_a_lease_is_renewed_and_read(chats: Chats) -> None:
    """An answer has ended without a lease, with its end, and when it is gone."""
    answer, other = await begun(chats), await begun(chats)
    asked = [answer.id, other.id, new_id()]
    assert await chats.leases.ended(asked) == {asked[2]}
    await chats.expire_lease(answer.id)
    assert await chats.leases.ended(asked) == {answer.id, asked[2]}
    assert await chats.leases.renew(asked) == {asked[2]}
    assert await chats.leases.ended(asked) == {asked[2]}
    with pytest.raises(AnswerInProgress):
        await chats.messages.begin(*exchange(answer.session_id))
    await chats.messages.save(replace(other, finish_reason=FinishReason.STOP))
    assert await chats.leases.renew(asked) == set(asked[1:])
    assert await chats.leases.ended(asked) == set(asked[1:])
    await chats.sessions.remove(answer.session_id)
    assert await chats.leases.renew(asked) == set(asked)


async def test_a_stop_is_heard_of_by_whoever_renews(chats: Chats) -> None:
    """Asking for the stop of one answer changes nothing of others."""
    answer, other = await begun(chats), await begun(chats)
    await chats.leases.request_stop(answer.id)
    for _ in range(2):
        assert await chats.leases.renew([answer.id, other.id]) == {answer.id}
    await chats.messages.save(replace(answer, finish_reason=FinishReason.CANCELLED))
    await chats.leases.request_stop(answer.id)
    assert await chats.leases.renew([answer.id, other.id]) == {answer.id}
    assert await chats.leases.renew([other.id]) == frozenset()


async def test_nothing_is_seen_of_another_workspace(database: Database) -> None:
    """Neither parts nor leases of an answer are found, renewed or changed elsewhere."""
    chats = chats_in(database)
    answer = await begun(chats)
    await chats.parts.append([first_of(answer)])
    with acting_as(member_of(1)):
        assert await chats.parts.since([PartPlace(answer.id)]) == [()]
        await chats.parts.append([second_of(answer)])
        await chats.leases.request_stop(answer.id)
        assert await chats.leases.ended([answer.id]) == {answer.id}
    assert await chats.leases.renew([answer.id]) == frozenset()
    assert await chats.parts.since([PartPlace(answer.id)]) == [(first_of(answer),)]


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(streams(), st.lists(st.integers(0, 12), max_size=4))
async def test_events_are_told_again_from_any_parts(
    chats: Chats, events: list[AnswerEvent], cuts: list[int]
) -> None:
    """However a stream is cut into parts, what is stored of it tells the same events."""
    assume("\\x00" not in repr(events))  # no text of an answer has NUL
    answer = await begun(chats)
    record, spoken = (
        AnswerRecord(answer),
        [each for each in events if not isinstance(each, TERMINAL_EVENTS)],
    )
    parts: list[AnswerPart] = []
    for place, event in enumerate(spoken):
        record.add(event)
        if place in cuts and (part := record.take_part()):
            parts.append(part)
    if part := record.take_part():
        parts.append(part)
    await chats.parts.append(parts[:1])
    await chats.parts.append(parts[1:])
    known = unwritten(answer)
    for part in (await chats.parts.since([PartPlace(answer.id)]))[0]:
        known = grown(known, part)
    assert known == record.message() == await chats.messages.get(answer.id)
    own = (
        replace(each, message_id=answer.id) if isinstance(each, AnswerStarted) else each
        for each in spoken
    )
    assert list(events_of(known)) == list(own)
