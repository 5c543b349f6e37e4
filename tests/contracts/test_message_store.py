"""The contract of a MessageStore."""

import asyncio
from dataclasses import replace

import pytest

from application.identifiers import new_id
from application.ports.message_store import StartedExchange
from domain.answering import record
from domain.citations.citation import Citation
from domain.conversation.message import (
    AnswerMetadata,
    FinishReason,
    HistoryMessage,
    Message,
    MessageRole,
    Timings,
    Usage,
)
from domain.documents.marks import Mark, MarkKind
from domain.documents.place import Place
from domain.errors import (
    AnswerInProgress,
    IdempotencyKeyReused,
    MessageNotFound,
    SessionNotFound,
)
from domain.idempotency import IdempotencyKey, Operation
from domain.retrieval.passages import Passage, Scores
from domain.retrieval.selection import DropReason
from domain.retrieval.trace import TracedPassage
from tests.contracts.stores import Chats, exchange

PLACE = Place(new_id(), "נוסח.txt", 10, 21, page=3, section=("Über", "Grüße"))
SHEET = replace(PLACE, page=None, sheet="Grüße", row=17, slide=2, part="Text")
MARKS = (Mark(0, MarkKind.PAGE, 3), Mark(12, MarkKind.SECTION, 2, 'Grüße "🦜"'))
PASSAGE = Passage(PLACE, 2, 'Grüße "🦜"\n', 5, 0.123456789012345, marks=MARKS)
CITATION = Citation(new_id(), 1, PLACE.span(0, 5), "Grüße", 0, 9, True, 10, 13)
CONSIDERED = (
    TracedPassage(
        PLACE, 2, Scores(0.123456789012345, 0.0, 1 / 3, 1, None, 2, 1, -11.25), 1, 1, None
    ),
    TracedPassage(
        Place(new_id(), '"quoted" \\.txt', 0, 5),
        *(0, Scores(-1.0, 12.5, 0.1, None, 7, 9), 2, None, DropReason.NO_ROOM),
    ),
)


async def test_a_begun_exchange_can_be_read(chats: Chats) -> None:
    """The question and its unfinished answer can be read immediately, in order."""
    session = await chats.open_session()
    question, answer = exchange(session.id, "Wer? 🦜 מי")
    assert await chats.messages.begin(question, answer) == StartedExchange(answer.id)
    assert await chats.read(session.id) == (question, answer)
    assert await chats.messages.get(answer.id) == answer


async def test_a_finished_answer_reads_as_it_was_saved(chats: Chats) -> None:
    """Text, sources, citations, usage, stream and metadata are read back equal."""
    session = await chats.open_session()
    question, answer = exchange(session.id)
    await chats.messages.begin(question, answer)
    finished = replace(
        answer,
        content="Grüße 🦜 [1]",
        finish_reason=FinishReason.STOP,
        sources=(
            PASSAGE,
            replace(PASSAGE, place=replace(PLACE, page=None, section=()), similarity=-1.0),
        ),
        citations=(CITATION, replace(CITATION, place=SHEET)),
        usage=Usage(12, 34),
        stream=(record.SOURCES, 6, record.CITATION, 5),
        metadata=AnswerMetadata("Wer? 🦜", cached=True, timings=Timings(embed=0.1, total=1 / 3)),
    )
    await chats.messages.save(finished)
    assert await chats.messages.get(answer.id) == finished
    assert await chats.read(session.id) == (question, finished)


async def test_what_a_search_considered_is_read_with_one_message(chats: Chats) -> None:
    """Considered passages and an unknown usage are stored; lists omit the passages."""
    session = await chats.open_session()
    question, answer = exchange(session.id)
    await chats.messages.begin(question, answer)
    await chats.write(replace(answer, considered=CONSIDERED))
    for usage, reason in ((Usage(), None), (Usage.unknown(), FinishReason.STOP)):
        saved = replace(answer, finish_reason=reason, considered=CONSIDERED, usage=usage)
        if reason:
            await chats.messages.save(saved)
        assert await chats.messages.get(answer.id) == saved
        listed = replace(saved, considered=())
        assert await chats.read(session.id) == (question, listed)
    await chats.messages.begin(*exchange(session.id))
    assert await chats.messages.get(answer.id) == saved


async def test_what_an_interrupted_search_considered_stays(chats: Chats) -> None:
    """Interrupting an answer for the next question keeps its considered passages."""
    session = await chats.open_session()
    _, answer = pair = exchange(session.id)
    await chats.messages.begin(*pair)
    await chats.write(replace(answer, considered=CONSIDERED))
    await chats.expire_lease(answer.id)
    await chats.messages.begin(*exchange(session.id))
    assert (await chats.messages.get(answer.id)).considered == CONSIDERED


async def test_the_messages_before_come_back_oldest_first(chats: Chats) -> None:
    """Beginning an exchange returns the messages before it, oldest first."""
    session = await chats.open_session()
    history: list[Message] = []
    for text in ("one", "two", "three"):
        question, answer = exchange(session.id, text)
        begun = await chats.messages.begin(question, answer, history_bytes=99)
        before = tuple(HistoryMessage(each.role, each.content) for each in history)
        assert begun == StartedExchange(answer.id, before)
        finished = replace(answer, content=text.upper(), finish_reason=FinishReason.STOP)
        await chats.messages.save(finished)
        history += [question, finished]
    assert await chats.read(session.id) == tuple(history)


@pytest.mark.parametrize(
    ("size", "count"), [(0, 2), (18, 2), (19, 3), (20, 4), (26, 4), (27, 5), (28, 6), (999, 6)]
)
async def test_the_history_has_a_size(chats: Chats, size: int, count: int) -> None:
    """The last exchange is always in it; earlier messages while all have at most so many bytes."""
    session, said = await chats.open_session(), list[HistoryMessage]()
    for text in ("1", "2", "3"):
        question, answer = exchange(session.id, text)
        await chats.messages.begin(question, answer)
        content = "Größe" if text != "3" else "Große Zahl"
        await chats.messages.save(replace(answer, content=content, finish_reason=FinishReason.STOP))
        said += [
            HistoryMessage(MessageRole.USER, text),
            HistoryMessage(MessageRole.ASSISTANT, content),
        ]
    begun = await chats.messages.begin(*exchange(session.id), history_bytes=size)
    assert begun.history == tuple(said[-count:])


async def test_a_session_has_one_answer_at_a_time(chats: Chats) -> None:
    """Of concurrent questions in one session one is accepted, and the others are not stored."""
    session = await chats.open_session()
    results = await asyncio.gather(
        *(chats.messages.begin(*exchange(session.id)) for _ in range(10)), return_exceptions=True
    )
    assert sum(isinstance(result, StartedExchange) for result in results) == 1
    assert sum(isinstance(result, AnswerInProgress) for result in results) == 9
    assert len(await chats.read(session.id)) == 2


async def test_sessions_do_not_hold_each_other_up(chats: Chats) -> None:
    """An answer in one session does not block another session."""
    for _ in range(2):
        session = await chats.open_session()
        assert (await chats.messages.begin(*exchange(session.id))).history == ()


async def test_an_answer_whose_writer_is_gone_reads_as_interrupted(chats: Chats) -> None:
    """An answer whose lease expired is interrupted, keeps its text and blocks no question."""
    session = await chats.open_session()
    question, answer = exchange(session.id)
    await chats.messages.begin(question, answer)
    partial = replace(answer, content="So far")
    await chats.write(partial)
    await chats.expire_lease(answer.id)
    interrupted = replace(partial, finish_reason=FinishReason.INTERRUPTED)
    assert await chats.messages.get(answer.id) == interrupted
    assert await chats.read(session.id) == (question, interrupted)
    begun = await chats.messages.begin(*exchange(session.id))
    assert begun.history == tuple(
        HistoryMessage(each.role, each.content) for each in (question, interrupted)
    )


async def test_an_answer_that_was_given_up_stays_so(chats: Chats) -> None:
    """A writer that returns after the next question has begun changes nothing."""
    session = await chats.open_session()
    question, answer = exchange(session.id)
    await chats.messages.begin(question, answer)
    await chats.expire_lease(answer.id)
    await chats.messages.begin(*exchange(session.id))
    late = replace(answer, content="late", finish_reason=FinishReason.STOP)
    assert not await chats.messages.save(late)
    kept = await chats.messages.get(answer.id)
    assert (kept.content, kept.finish_reason) == ("", FinishReason.INTERRUPTED)


async def test_a_complete_answer_stays_as_it_is(chats: Chats) -> None:
    """A finished answer is not overwritten."""
    session = await chats.open_session()
    _, answer = pair = exchange(session.id)
    await chats.messages.begin(*pair)
    finished = replace(answer, content="Done.", finish_reason=FinishReason.CANCELLED)
    assert await chats.messages.save(finished)
    late = replace(answer, content="Else", finish_reason=FinishReason.STOP)
    assert not await chats.messages.save(late)
    await chats.write(replace(answer, content="Else"))
    assert await chats.messages.get(answer.id) == finished


async def test_a_removed_answer_stays_removed(chats: Chats) -> None:
    """Saving an answer whose session was deleted raises nothing and restores nothing."""
    session = await chats.open_session()
    _, answer = pair = exchange(session.id)
    await chats.messages.begin(*pair)
    await chats.sessions.remove(session.id)
    late = replace(answer, content="late", finish_reason=FinishReason.STOP)
    assert not await chats.messages.save(late)
    with pytest.raises(MessageNotFound):
        await chats.messages.get(answer.id)


async def test_an_unknown_session_has_no_messages(chats: Chats) -> None:
    """An unknown session neither accepts questions nor lists messages; a new one lists none."""
    with pytest.raises(SessionNotFound):
        await chats.messages.begin(*exchange(new_id()))
    with pytest.raises(SessionNotFound):
        await chats.read(new_id())
    assert await chats.read((await chats.open_session()).id) == ()


async def test_an_unknown_message_is_not_found(chats: Chats) -> None:
    """Reading an unknown message raises MessageNotFound."""
    with pytest.raises(MessageNotFound):
        await chats.messages.get(new_id())
    with pytest.raises(MessageNotFound):
        await chats.messages.may_read(new_id())


def chat_key(request: str = "What is it?") -> IdempotencyKey:
    return IdempotencyKey.of(Operation.CHAT, "a-key", request)


async def test_a_key_leads_to_the_answer_that_it_was_taken_for(chats: Chats) -> None:
    """Repeating a question under its key stores nothing and returns the first answer's id."""
    session = await chats.open_session()
    question, answer = exchange(session.id)
    assert await chats.messages.begin(question, answer, chat_key()) == StartedExchange(answer.id)
    assert await chats.keys.find(chat_key()) == answer.id
    for _ in range(2):
        assert await chats.messages.begin(*exchange(session.id), chat_key()) == StartedExchange(
            answer.id
        )
        await chats.messages.save(replace(answer, finish_reason=FinishReason.STOP))
    assert len(await chats.read(session.id)) == 2


async def test_of_many_with_one_key_one_is_begun(chats: Chats) -> None:
    """Of concurrent requests under one key one begins an exchange, and all return its answer."""
    session = await chats.open_session()
    begun = await asyncio.gather(
        *(chats.messages.begin(*exchange(session.id), chat_key()) for _ in range(10))
    )
    assert len({each.answer_id for each in begun}) == 1
    assert len(await chats.read(session.id)) == 2


async def test_a_key_is_for_one_request_only(chats: Chats) -> None:
    """A different question under the same key is refused and not stored."""
    session = await chats.open_session()
    _, answer = pair = exchange(session.id)
    await chats.messages.begin(*pair, chat_key())
    await chats.messages.save(replace(answer, finish_reason=FinishReason.STOP))
    with pytest.raises(IdempotencyKeyReused):
        await chats.messages.begin(*exchange(session.id), chat_key("Another?"))
    with pytest.raises(IdempotencyKeyReused):
        await chats.keys.find(chat_key("Another?"))
    assert len(await chats.read(session.id)) == 2


async def test_a_question_that_is_refused_leaves_its_key_free(chats: Chats) -> None:
    """A refused question does not use up its key."""
    with pytest.raises(SessionNotFound):
        await chats.messages.begin(*exchange(new_id()), chat_key())
    session = await chats.open_session()
    _, answer = pair = exchange(session.id)
    await chats.messages.begin(*pair)
    with pytest.raises(AnswerInProgress):
        await chats.messages.begin(*exchange(session.id), chat_key())
    assert await chats.keys.find(chat_key()) is None
    await chats.messages.save(replace(answer, finish_reason=FinishReason.STOP))
    _, second = pair = exchange(session.id)
    assert (await chats.messages.begin(*pair, chat_key())).answer_id == second.id


async def test_keys_of_documents_are_keys_of_their_own(chats: Chats) -> None:
    """The same key can name a question and a document; the first request under each counts."""
    key = IdempotencyKey.of(Operation.DOCUMENT, "a-key", "bytes")
    session = await chats.open_session()
    await chats.messages.begin(*exchange(session.id), chat_key())
    ids = [new_id() for _ in range(10)]
    taken_for = await asyncio.gather(*(chats.keys.take(key, each) for each in ids))
    assert len(set(taken_for)) == 1
    assert taken_for[0] in ids
    assert await chats.keys.find(key) == taken_for[0]
    with pytest.raises(IdempotencyKeyReused):
        await chats.keys.take(replace(key, fingerprint="else"), new_id())


async def test_a_key_is_free_again_after_a_day(chats: Chats) -> None:
    """After 24 hours a key is free, even for a different request."""
    key = IdempotencyKey.of(Operation.DOCUMENT, "a-key", "bytes")
    first, second = new_id(), new_id()
    assert await chats.keys.take(key, first) == first
    await chats.expire_key(key)
    assert await chats.keys.take(replace(key, fingerprint="else"), second) == second
