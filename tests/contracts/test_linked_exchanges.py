"""The contract of LinkedExchanges."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from application.identifiers import new_id
from domain.conversation.linked_exchange import LinkedExchange
from domain.conversation.message import FinishReason, HistoryMessage, Message, MessageRole
from domain.errors import MessageNotFound
from domain.paging import PageRequest
from tests.contracts.stores import Chats, exchange

GIVEN = (
    HistoryMessage(MessageRole.USER, "Grüße 🦜"),
    HistoryMessage(MessageRole.ASSISTANT, "שלום"),
)


async def begun(
    chats: Chats, question: str, previous: UUID | None = None, *, days_ago: int = 0
) -> Message:
    """Begin an exchange, answer it with its question in capitals, and return the answer."""
    asked, answer = exchange(new_id(), question)
    at = datetime.now(UTC) - timedelta(days=days_ago)
    asked, answer = replace(asked, created_at=at), replace(answer, created_at=at)
    given = GIVEN if previous is None else ()
    link = LinkedExchange(answer.id, question, previous, given, '{"a": [1]}')
    await chats.exchanges.begin(link, asked, answer)
    written = replace(answer, content=question.upper(), finish_reason=FinishReason.STOP)
    assert await chats.messages.save(written)
    return answer


async def test_an_exchange_is_read_as_it_was_begun(chats: Chats) -> None:
    """Its question, link, messages and options are read again, and no list has its session."""
    listed = await chats.open_session()
    answer = await begun(chats, "who?")
    read = await chats.exchanges.get(answer.id)
    assert read == LinkedExchange(answer.id, "who?", None, GIVEN, '{"a": [1]}')
    assert (await chats.messages.get(answer.id)).content == "WHO?"
    sessions = await chats.catalog.list(PageRequest(50))
    assert [each.session.id for each in sessions.items] == [listed.id]


async def test_the_history_follows_the_links(chats: Chats) -> None:
    """It is what was said on the way to an answer, whatever else continues the same one."""
    first = await begun(chats, "one")
    second = await begun(chats, "two", first.id)
    await begun(chats, "other", first.id)
    said = await chats.exchanges.history(second.id, 10_000)
    assert said[:2] == GIVEN
    assert [each.content for each in said[2:]] == ["one", "ONE", "two", "TWO"]
    assert [each.content for each in await chats.exchanges.history(second.id, 1)] == ["two", "TWO"]
    await chats.exchanges.remove(first.id)
    short = await chats.exchanges.history(second.id, 10_000)
    assert [each.content for each in short] == ["two", "TWO"]
    assert await chats.exchanges.history(first.id, 10_000) == ()


async def test_the_history_has_what_an_interrupted_answer_said(chats: Chats) -> None:
    """What is stored of an answer whose writer was killed can be continued."""
    asked, answer = exchange(new_id(), "one")
    await chats.exchanges.begin(LinkedExchange(answer.id, "one", None, (), "{}"), asked, answer)
    await chats.write(replace(answer, content="So far"))
    await chats.expire_lease(answer.id)
    said = await chats.exchanges.history(answer.id, 10_000)
    assert [each.content for each in said] == ["one", "So far"]


async def test_a_removed_exchange_is_gone(chats: Chats) -> None:
    """Its answer goes with it, and it cannot be removed twice."""
    answer = await begun(chats, "who?")
    await chats.exchanges.remove(answer.id)
    for reading in (
        chats.exchanges.get(answer.id),
        chats.exchanges.remove(answer.id),
        chats.messages.get(answer.id),
    ):
        with pytest.raises(MessageNotFound):
            await reading


async def test_exchanges_are_forgotten_after_a_month(chats: Chats) -> None:
    """The next exchange that is begun deletes those older than 30 days, and no session."""
    session = await chats.open_session()
    old = await begun(chats, "old", days_ago=31)
    young = await begun(chats, "young", days_ago=29)
    with pytest.raises(MessageNotFound):
        await chats.exchanges.get(old.id)
    assert (await chats.exchanges.get(young.id)).question == "young"
    assert await chats.shown(session.id) == session
