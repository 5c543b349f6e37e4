"""The contract of a SessionStore."""

import pytest

from domain.errors import MessageNotFound, SessionNotFound
from domain.identifiers import new_id
from domain.paging import PageRequest
from tests.contracts.stores import Chats, exchange


async def test_a_session_reads_as_it_was_created(chats: Chats) -> None:
    """A session comes back equal, times included."""
    session = await chats.open_session()
    assert await chats.sessions.get(session.id) == session


async def test_an_unknown_session_is_not_found(chats: Chats) -> None:
    """An unknown session can neither be read nor removed."""
    for ask in (chats.sessions.get, chats.sessions.remove):
        with pytest.raises(SessionNotFound):
            await ask(new_id())


async def test_pages_show_each_session_once_newest_first(chats: Chats) -> None:
    """Following the cursor visits every session once, and ends."""
    sessions = [await chats.open_session() for _ in range(5)]
    first = await chats.sessions.list(PageRequest(limit=3))
    second = await chats.sessions.list(PageRequest(limit=3, after=first.next_cursor))
    assert first.items + second.items == tuple(reversed(sessions))
    assert second.next_cursor is None


async def test_a_removed_session_takes_its_messages_along(chats: Chats) -> None:
    """Nothing of a removed session is left, and others keep what they have."""
    gone, kept = await chats.open_session(), await chats.open_session()
    question, answer = exchange(gone.id)
    await chats.messages.begin(question, answer)
    other, _ = pair = exchange(kept.id)
    await chats.messages.begin(*pair)
    await chats.sessions.remove(gone.id)
    for ask in (chats.sessions.get, chats.messages.list):
        with pytest.raises(SessionNotFound):
            await ask(gone.id)
    for message in (question, answer):
        with pytest.raises(MessageNotFound):
            await chats.messages.get(message.id)
    assert (await chats.messages.get(other.id)).session_id == kept.id


async def test_the_first_question_names_the_session(chats: Chats) -> None:
    """A session takes its title from its first question and is updated by each."""
    session = await chats.open_session()
    for text in ("  Who wrote\nit? ", "And when?"):
        question, answer = exchange(session.id, text)
        await chats.messages.begin(question, answer)
        await chats.expire_lease(answer.id)
    shown = await chats.sessions.get(session.id)
    assert shown.title == "Who wrote it?"
    assert shown.updated_at == question.created_at
    assert shown.created_at == session.created_at
