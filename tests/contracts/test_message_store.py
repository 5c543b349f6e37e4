"""The contract of a MessageStore."""

import asyncio
from dataclasses import replace

import pytest

from domain.citations import Citation
from domain.conversation import FinishReason, Message, Usage
from domain.errors import AnswerInProgress, MessageNotFound, SessionNotFound
from domain.identifiers import new_id
from domain.retrieval import Passage
from tests.contracts.stores import Chats, exchange

PASSAGE = Passage(new_id(), "נוסח.txt", 2, 'Grüße "🦜"\n', 10, 21, 5, 0.123456789012345, page=3)
CITATION = Citation(new_id(), 1, PASSAGE.document_id, "נוסח.txt", 10, 15, "Grüße", 0, 9, True)


async def test_a_begun_exchange_can_be_read(chats: Chats) -> None:
    """The question and its unfinished answer are there at once, in their order."""
    session = await chats.open_session()
    question, answer = exchange(session.id, "Wer? 🦜 מי")
    assert await chats.messages.begin(question, answer) == ()
    assert await chats.messages.list(session.id) == (question, answer)
    assert await chats.messages.get(answer.id) == answer


async def test_a_finished_answer_reads_as_it_was_saved(chats: Chats) -> None:
    """Text, sources, citations and usage come back equal."""
    session = await chats.open_session()
    question, answer = exchange(session.id)
    await chats.messages.begin(question, answer)
    finished = replace(
        answer,
        content="Grüße 🦜 [1]",
        finish_reason=FinishReason.STOP,
        sources=(PASSAGE, replace(PASSAGE, page=None, similarity=-1.0)),
        citations=(CITATION,),
        usage=Usage(12, 34),
    )
    await chats.messages.save(finished)
    assert await chats.messages.get(answer.id) == finished
    assert await chats.messages.list(session.id) == (question, finished)


async def test_the_messages_before_come_back_oldest_first(chats: Chats) -> None:
    """Beginning an exchange returns the history that it continues."""
    session = await chats.open_session()
    history: list[Message] = []
    for text in ("one", "two", "three"):
        question, answer = exchange(session.id, text)
        assert await chats.messages.begin(question, answer) == tuple(history)
        finished = replace(answer, content=text.upper(), finish_reason=FinishReason.STOP)
        await chats.messages.save(finished)
        history += [question, finished]
    assert await chats.messages.list(session.id) == tuple(history)


async def test_a_session_has_one_answer_at_a_time(chats: Chats) -> None:
    """Of many questions asked at once one is taken, and nothing is kept of the others."""
    session = await chats.open_session()
    results = await asyncio.gather(
        *(chats.messages.begin(*exchange(session.id)) for _ in range(10)), return_exceptions=True
    )
    assert sum(result == () for result in results) == 1
    assert sum(isinstance(result, AnswerInProgress) for result in results) == 9
    assert len(await chats.messages.list(session.id)) == 2


async def test_sessions_do_not_hold_each_other_up(chats: Chats) -> None:
    """An answer in one session is no obstacle to one in another."""
    for _ in range(2):
        session = await chats.open_session()
        assert await chats.messages.begin(*exchange(session.id)) == ()


async def test_an_answer_whose_writer_is_gone_reads_as_interrupted(chats: Chats) -> None:
    """After its lease an unfinished answer keeps its text, is interrupted, and blocks nothing."""
    session = await chats.open_session()
    question, answer = exchange(session.id)
    await chats.messages.begin(question, answer)
    partial = replace(answer, content="So far")
    await chats.messages.save(partial)
    await chats.expire_lease(answer.id)
    interrupted = replace(partial, finish_reason=FinishReason.INTERRUPTED)
    assert await chats.messages.get(answer.id) == interrupted
    assert await chats.messages.list(session.id) == (question, interrupted)
    assert await chats.messages.begin(*exchange(session.id)) == (question, interrupted)


async def test_an_answer_that_was_given_up_stays_so(chats: Chats) -> None:
    """A writer that comes back after the next question was taken changes nothing."""
    session = await chats.open_session()
    question, answer = exchange(session.id)
    await chats.messages.begin(question, answer)
    await chats.expire_lease(answer.id)
    await chats.messages.begin(*exchange(session.id))
    await chats.messages.save(replace(answer, content="late", finish_reason=FinishReason.STOP))
    kept = await chats.messages.get(answer.id)
    assert (kept.content, kept.finish_reason) == ("", FinishReason.INTERRUPTED)


async def test_saving_unfinished_renews_the_lease(chats: Chats) -> None:
    """A writer that saves what it has so far goes on being the writer."""
    session = await chats.open_session()
    _, answer = pair = exchange(session.id)
    await chats.messages.begin(*pair)
    await chats.expire_lease(answer.id)
    await chats.messages.save(replace(answer, content="So far"))
    assert (await chats.messages.get(answer.id)).finish_reason is None
    with pytest.raises(AnswerInProgress):
        await chats.messages.begin(*exchange(session.id))


async def test_a_complete_answer_stays_as_it_is(chats: Chats) -> None:
    """Nothing overwrites an answer that has a finish reason."""
    session = await chats.open_session()
    _, answer = pair = exchange(session.id)
    await chats.messages.begin(*pair)
    finished = replace(answer, content="Done.", finish_reason=FinishReason.CANCELLED)
    await chats.messages.save(finished)
    await chats.messages.save(replace(answer, content="Else", finish_reason=FinishReason.STOP))
    await chats.messages.save(replace(answer, content="Else"))
    assert await chats.messages.get(answer.id) == finished


async def test_a_removed_answer_stays_removed(chats: Chats) -> None:
    """Saving an answer whose session was removed is no error and brings nothing back."""
    session = await chats.open_session()
    _, answer = pair = exchange(session.id)
    await chats.messages.begin(*pair)
    await chats.sessions.remove(session.id)
    await chats.messages.save(replace(answer, content="late", finish_reason=FinishReason.STOP))
    with pytest.raises(MessageNotFound):
        await chats.messages.get(answer.id)


async def test_an_unknown_session_has_no_messages(chats: Chats) -> None:
    """An unknown session neither takes questions nor lists messages; a new one lists none."""
    with pytest.raises(SessionNotFound):
        await chats.messages.begin(*exchange(new_id()))
    with pytest.raises(SessionNotFound):
        await chats.messages.list(new_id())
    assert await chats.messages.list((await chats.open_session()).id) == ()


async def test_an_unknown_message_is_not_found(chats: Chats) -> None:
    """There is no message by an unknown id."""
    with pytest.raises(MessageNotFound):
        await chats.messages.get(new_id())
