"""The contract of a SessionStore and its SessionCatalog."""

from dataclasses import replace
from uuid import UUID

import pytest

from application.identifiers import new_id
from domain.conversation.message import FinishReason
from domain.conversation.session import ChatSession, SessionHit
from domain.errors import MessageNotFound, SessionNotFound
from domain.paging import MAX_PAGE_BYTES, Page, PageRequest
from tests.contracts.stores import Chats, exchange


async def ids_of(chats: Chats, query: str) -> list[UUID]:
    page = await chats.catalog.list(PageRequest(), query)
    return [each.session.id for each in page.items]


async def test_a_session_reads_as_it_was_created(chats: Chats) -> None:
    """A session is read back equal, including its times."""
    session = await chats.open_session()
    assert await chats.shown(session.id) == session


async def test_an_unknown_session_is_not_found(chats: Chats) -> None:
    """Reading or deleting an unknown session raises SessionNotFound."""
    for ask in (chats.shown, chats.sessions.remove):
        with pytest.raises(SessionNotFound):
            await ask(new_id())


async def test_pages_show_each_session_once_newest_first(chats: Chats) -> None:
    """Following the cursor visits every session once and stops."""
    sessions = [await chats.open_session() for _ in range(5)]
    first = await chats.catalog.list(PageRequest(limit=3))
    second = await chats.catalog.list(PageRequest(limit=3, after=first.next_cursor))
    assert [each.session for each in first.items + second.items] == sessions[::-1]
    assert second.next_cursor is None


async def test_a_page_of_long_messages_ends_earlier(chats: Chats) -> None:
    """It has the newest that it can hold, and at least one; the next ones have the rest."""
    session = await chats.open_session()
    for number in range(12):
        question, answer = exchange(session.id, f"{number}" + "🦜" * 100_000)
        await chats.messages.begin(question, answer)
        await chats.messages.save(replace(answer, finish_reason=FinishReason.STOP))
    _, page = await chats.catalog.read(session.id, PageRequest(200))
    pages = [page]
    while pages[-1].next_cursor is not None:
        _, page = await chats.catalog.read(session.id, PageRequest(200, pages[-1].next_cursor))
        pages.append(page)
    asked = [each.content for page in reversed(pages) for each in page.items if each.content]
    assert [each.rstrip("🦜") for each in asked] == [f"{number}" for number in range(12)]
    sizes = [sum(len(each.content.encode()) for each in page.items) for page in pages]
    assert all(MAX_PAGE_BYTES / 2 < size <= MAX_PAGE_BYTES for size in sizes[:-1])
    question, answer = exchange(session.id, "x" * (MAX_PAGE_BYTES + 1))
    await chats.messages.begin(question, answer)
    _, page = await chats.catalog.read(session.id, PageRequest(200, answer.id))
    assert [each.id for each in page.items] == [question.id]
    assert page.next_cursor is not None


async def test_a_page_of_long_hits_ends_earlier(chats: Chats) -> None:
    """The message that contains a text is read whole, however little of it is shown."""
    sessions = [await chats.open_session() for _ in range(12)]
    for each in sessions:
        await chats.messages.begin(*exchange(each.id, "🦜" * 100_000 + " heron"))
    page = await chats.catalog.list(PageRequest(200), "heron")
    assert 0 < len(page.items) < 7
    found = [*page.items]
    while page.next_cursor is not None:
        page = await chats.catalog.list(PageRequest(200, page.next_cursor), "heron")
        found += page.items
    assert [each.session.id for each in found] == [each.id for each in reversed(sessions)]
    assert all(each.hit and "heron" in each.hit.excerpt for each in found)
    assert len((await chats.catalog.list(PageRequest(200))).items) == 12


async def test_a_removed_session_takes_its_messages_along(chats: Chats) -> None:
    """Deleting a session deletes its messages, and no other session's."""
    gone, kept = await chats.open_session(), await chats.open_session()
    question, answer = exchange(gone.id)
    await chats.messages.begin(question, answer)
    other, _ = pair = exchange(kept.id)
    await chats.messages.begin(*pair)
    await chats.sessions.remove(gone.id)
    with pytest.raises(SessionNotFound):
        await chats.shown(gone.id)
    for message in (question, answer):
        with pytest.raises(MessageNotFound):
            await chats.messages.get(message.id)
    assert (await chats.messages.get(other.id)).session_id == kept.id


async def test_the_first_question_names_the_session(chats: Chats) -> None:
    """The first question gives a session its title, and every question updates its time."""
    session = await chats.open_session()
    for text in ("  Who wrote\nit? ", "And when?"):
        question, answer = exchange(session.id, text)
        await chats.messages.begin(question, answer)
        await chats.expire_lease(answer.id)
    shown = await chats.shown(session.id)
    assert shown.title == "Who wrote it?"
    assert shown.updated_at == question.created_at
    assert shown.created_at == session.created_at


async def test_a_session_can_be_given_another_title(chats: Chats) -> None:
    """A rename changes the title of one session and does not change when it was last used."""
    session, other = await chats.open_session(), await chats.open_session()
    for title in ("Pumps", "Grüße 🦜"):
        renamed = await chats.sessions.change(session.id, title=title)
        assert renamed == replace(session, title=title)
        assert await chats.shown(session.id) == renamed
    assert await chats.shown(other.id) == other
    with pytest.raises(SessionNotFound):
        await chats.sessions.change(new_id(), title="Pumps")


async def test_a_given_title_outlives_the_first_question(chats: Chats) -> None:
    """The first question does not replace a title that was set before."""
    session = await chats.open_session()
    await chats.sessions.change(session.id, title="Pumps")
    question, answer = exchange(session.id)
    await chats.messages.begin(question, answer)
    shown = await chats.shown(session.id)
    assert (shown.title, shown.updated_at) == ("Pumps", question.created_at)


async def test_sessions_are_found_by_what_is_in_them(chats: Chats) -> None:
    """A query finds exactly the sessions with the text in their title, a question or an answer."""
    empty, named, asked, answered = [await chats.open_session() for _ in range(4)]
    await chats.sessions.change(named.id, title="Über PUMPS")
    await chats.messages.begin(*exchange(asked.id, "Which pump\nis 100% full_or\\off?"))
    question, answer = exchange(answered.id, "And now?")
    await chats.messages.begin(question, answer)
    await chats.messages.save(
        replace(answer, content="The old Pump is on.", finish_reason=FinishReason.STOP)
    )
    everyone = [each.id for each in (answered, asked, named, empty)]
    assert await ids_of(chats, "pump") == everyone[:3]
    assert await ids_of(chats, "PUMP\nis") == [asked.id]
    assert await ids_of(chats, "über") == [named.id]
    assert await ids_of(chats, "old pump") == [answered.id]
    for literal in ("0% f", "l_or\\o"):
        assert await ids_of(chats, literal) == [asked.id]
    for missing in ("p%p", "p_mp", "p*p", "%%", "seal"):
        assert await ids_of(chats, missing) == []
    assert await ids_of(chats, "") == await ids_of(chats, "\0") == everyone
    assert await ids_of(chats, "pu\0mp") == everyone[:3]


async def test_a_session_that_is_found_says_where(chats: Chats) -> None:
    """The newest message with the text, or else the title; a list without a query says nothing."""
    named, asked = await chats.open_session(), await chats.open_session()
    await chats.sessions.change(named.id, title="Über PUMPS")
    question, answer = exchange(asked.id, "Which pump?")
    await chats.messages.begin(question, answer)
    long = f"{'It is said that ' * 30}the old\nPump {'is on. ' * 90}"
    await chats.messages.save(replace(answer, content=long, finish_reason=FinishReason.STOP))
    in_answer, in_title = (await chats.catalog.list(PageRequest(), "pump")).items
    assert in_title.hit == SessionHit(None, "Über PUMPS", 5, 9)
    hit = in_answer.hit
    assert hit is not None
    assert hit.message_id == answer.id
    assert hit.excerpt[hit.start : hit.end] == "Pump"
    assert hit.excerpt.startswith("…is said that It is said that the old Pump is on.")
    assert hit.excerpt.endswith("…")
    assert len(hit.excerpt) < 200
    assert [each.hit for each in (await chats.catalog.list(PageRequest())).items] == [None, None]


async def test_pinned_sessions_are_listed_apart(chats: Chats) -> None:
    """Pinning does not change when a session was last used, and is undone."""
    first, second = await chats.open_session(), await chats.open_session()
    pinned = await chats.sessions.change(first.id, pinned=True)
    assert pinned == await chats.shown(first.id) == replace(first, pinned=True)

    async def listed(pinned: bool | None) -> list[ChatSession]:
        page = await chats.catalog.list(PageRequest(), pinned=pinned)
        return [each.session for each in page.items]

    assert await listed(None) == [second, pinned]
    assert await listed(True) == [pinned]
    assert await listed(False) == [second]
    named = await chats.sessions.change(first.id, title="Pumps")
    assert named == replace(pinned, title="Pumps")
    assert await chats.sessions.change(first.id, pinned=False) == replace(named, pinned=False)
    assert await listed(True) == []


async def test_pages_of_what_is_found_skip_the_others(chats: Chats) -> None:
    """A page for a query is filled across sessions that do not match."""
    sessions = [await chats.open_session() for _ in range(6)]
    for session in sessions[::2]:
        await chats.sessions.change(session.id, title="Pumps")
    first = await chats.catalog.list(PageRequest(limit=2), "pump")
    assert [each.session.id for each in first.items] == [sessions[4].id, sessions[2].id]
    rest = await chats.catalog.list(PageRequest(limit=2, after=first.next_cursor), "pump")
    assert [each.session.id for each in rest.items] == [sessions[0].id]
    assert rest.next_cursor is None


async def test_pages_of_messages_go_back_to_the_first(chats: Chats) -> None:
    """The first page has the newest messages; each page reads forwards, and all add up."""
    session, other = await chats.open_session(), await chats.open_session()
    said = []
    for number in range(4):
        question, answer = exchange(session.id, f"{number}?")
        await chats.messages.begin(*exchange(other.id))
        await chats.messages.begin(question, answer)
        finished = replace(answer, content=f"{number}.", finish_reason=FinishReason.STOP)
        await chats.messages.save(finished)
        said += [question, finished]
        await finish(chats, other.id)
    cursor, pages = None, []
    while True:
        shown, page = await chats.catalog.read(session.id, PageRequest(3, cursor))
        assert shown.id == session.id
        pages.append(page.items)
        cursor = page.next_cursor
        if cursor is None:
            break
        assert cursor == page.items[0].id
    assert pages == [tuple(said[5:]), tuple(said[2:5]), tuple(said[:2])]
    _, whole = await chats.catalog.read(session.id, PageRequest(8))
    assert whole == Page(tuple(said))


async def test_a_new_exchange_moves_no_page(chats: Chats) -> None:
    """What a cursor leads to is not changed by messages that come later."""
    session = await chats.open_session()
    for _ in range(2):
        await chats.messages.begin(*exchange(session.id))
        await finish(chats, session.id)
    _, newest = await chats.catalog.read(session.id, PageRequest(2))
    before = await chats.catalog.read(session.id, PageRequest(2, newest.next_cursor))
    await chats.messages.begin(*exchange(session.id))
    _, after = await chats.catalog.read(session.id, PageRequest(2, newest.next_cursor))
    assert after == before[1]


async def test_a_cursor_of_another_session_leads_nowhere(chats: Chats) -> None:
    """A message that is not in the session has none before it."""
    session, other = await chats.open_session(), await chats.open_session()
    await chats.messages.begin(*exchange(session.id))
    foreign, _ = pair = exchange(other.id)
    await chats.messages.begin(*pair)
    for cursor in (foreign.id, new_id()):
        assert await chats.catalog.read(session.id, PageRequest(2, cursor)) == (
            await chats.shown(session.id),
            Page(()),
        )


async def finish(chats: Chats, session_id: UUID) -> None:
    """End the last answer of a session."""
    answer = (await chats.read(session_id))[-1]
    await chats.messages.save(replace(answer, finish_reason=FinishReason.STOP))
