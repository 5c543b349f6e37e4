"""The contract of a FeedbackStore."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from application.identifiers import new_id
from domain.conversation.feedback import Feedback, Verdict
from domain.conversation.message import FinishReason, Message
from domain.errors import MessageNotFound
from domain.paging import MAX_PAGE_BYTES, PageRequest
from tests.contracts.stores import Chats, Shelf, exchange
from tests.contracts.test_reading_limits import answered, heron, member

ONE, OTHER = UUID(int=0), UUID(int=7)


def said(answer_id: UUID, by: UUID = ONE, verdict: Verdict = Verdict.GOOD) -> Feedback:
    """Return feedback on an answer."""
    return Feedback(new_id(), answer_id, by, datetime.now(UTC), verdict, (new_id(),), "Grüße 🦜")


async def an_answer(chats: Chats, session_id: UUID, question: str = "Why?") -> Message:
    """Ask a question, and return its answer, which has ended."""
    asked, answer = exchange(session_id, question)
    await chats.messages.begin(asked, answer)
    done = replace(answer, content="So.", finish_reason=FinishReason.STOP)
    await chats.messages.save(done)
    return done


async def test_feedback_replaces_what_the_same_person_said(chats: Chats) -> None:
    """Each person has one thing to say about an answer, and reads their own."""
    session = await chats.open_session()
    answer = await an_answer(chats, session.id)
    other = await an_answer(chats, session.id)
    first, second, third = said(answer.id), said(answer.id, OTHER), said(answer.id)
    for each in (first, second, third):
        await chats.feedback.save(each)
    ids = [answer.id, other.id, new_id()]
    assert await chats.feedback.of(ids, ONE) == (third,)
    assert await chats.feedback.of(ids, OTHER) == (second,)
    assert await chats.feedback.of([], ONE) == ()
    await chats.feedback.remove(answer.id, ONE)
    await chats.feedback.remove(answer.id, ONE)
    await chats.feedback.remove(new_id(), ONE)
    assert await chats.feedback.of(ids, ONE) == ()
    assert await chats.feedback.of(ids, OTHER) == (second,)


async def test_feedback_is_about_an_answer(chats: Chats) -> None:
    """Feedback on an unknown answer is refused, and it goes with its answer."""
    with pytest.raises(MessageNotFound):
        await chats.feedback.save(said(new_id()))
    session = await chats.open_session()
    answer = await an_answer(chats, session.id)
    await chats.feedback.save(said(answer.id))
    await chats.sessions.remove(session.id)
    assert await chats.feedback.of([answer.id], ONE) == ()
    assert (await chats.feedback.list(PageRequest())).items == ()


async def test_feedback_is_listed_with_its_conversation(chats: Chats) -> None:
    """Newest first, page by page and by verdict, with the questions up to the answer."""
    session, apart = await chats.open_session(), await chats.open_session()
    first = await an_answer(chats, session.id, "One?")
    second = await an_answer(chats, session.id, "Two?")
    third = await an_answer(chats, apart.id, "Three?")
    given = [said(second.id), said(first.id, verdict=Verdict.BAD), said(third.id, OTHER)]
    for each in given:
        await chats.feedback.save(each)
    page = await chats.feedback.list(PageRequest(2))
    assert [each.feedback for each in page.items] == [given[2], given[1]]
    assert [each.questions for each in page.items] == [("Three?",), ("One?",)]
    assert [each.answer for each in page.items] == [third, first]
    rest = await chats.feedback.list(PageRequest(2, page.next_cursor))
    assert [(each.feedback, each.questions) for each in rest.items] == [
        (given[0], ("One?", "Two?"))
    ]
    assert rest.next_cursor is None
    bad = await chats.feedback.list(PageRequest(), Verdict.BAD)
    assert [each.feedback for each in bad.items] == [given[1]]


async def test_feedback_has_the_newest_questions(chats: Chats) -> None:
    """Of a long session, the 10 questions up to the answer are listed, oldest first."""
    session = await chats.open_session()
    answers = [await an_answer(chats, session.id, f"{number}?") for number in range(13)]
    await chats.feedback.save(said(answers[11].id))
    (judged,) = (await chats.feedback.list(PageRequest())).items
    assert judged.questions == tuple(f"{number}?" for number in range(2, 12))


async def test_a_page_of_long_questions_ends_earlier(chats: Chats) -> None:
    """It has what it can hold, but something; the next ones have the rest."""
    session = await chats.open_session()
    answers = [await an_answer(chats, session.id, "🦜" * 32_000) for _ in range(10)]
    for each in answers:
        await chats.feedback.save(said(each.id))
    pages = [await chats.feedback.list(PageRequest(200))]
    while pages[-1].next_cursor is not None:
        pages.append(await chats.feedback.list(PageRequest(200, pages[-1].next_cursor)))
    found = [each for page in pages for each in page.items]
    assert [each.answer.id for each in found] == [each.id for each in reversed(answers)]
    assert [len(each.questions) for each in found] == list(range(10, 0, -1))
    sizes = [
        sum(len(text.encode()) for each in page.items for text in each.questions) for page in pages
    ]
    assert all(MAX_PAGE_BYTES / 2 < size <= MAX_PAGE_BYTES for size in sizes[:-1])
    long = await an_answer(chats, session.id, "x" * (MAX_PAGE_BYTES + 1))
    await chats.feedback.save(said(long.id))
    page = await chats.feedback.list(PageRequest(200))
    assert [each.answer.id for each in page.items] == [long.id]
    assert page.next_cursor is not None


async def test_feedback_is_for_who_may_read_its_answer(shelf: Shelf) -> None:
    """Who may not read what an answer rests on finds no feedback on it, and can give none."""
    library, chats = shelf.library, shelf.chats
    limited = await heron(library)
    session = await chats.open_session()
    answer, _ = await answered(chats, session.id, limited.id)
    await chats.feedback.save(said(answer.id))
    await library.limits.limit_document(limited.id, ("a",))
    for groups, count in (((), 0), (("a",), 1)):
        with member(*groups):
            assert len(await chats.feedback.of([answer.id], ONE)) == count
            assert len((await chats.feedback.list(PageRequest())).items) == count
    with member():
        with pytest.raises(MessageNotFound):
            await chats.feedback.save(said(answer.id, OTHER))
        await chats.feedback.remove(answer.id, ONE)
    with member("a"):
        assert len(await chats.feedback.of([answer.id], ONE)) == 1
