"""Listing conversations."""

import pytest

from application.conversation.list_sessions import ListSessions
from application.limits.admission import Admission
from domain.errors import ServerBusy
from domain.paging import PageRequest
from tests.fakes.chats import InMemoryChats, InMemorySessionCatalog


async def test_few_searches_in_conversations_are_done_at_the_same_time() -> None:
    """What comes above that is refused; lists go on."""
    searches = Admission(1)
    sessions = ListSessions(InMemorySessionCatalog(InMemoryChats()), searches)
    assert (await sessions.execute(PageRequest(), "heron")).items == ()
    with searches.admitted():
        with pytest.raises(ServerBusy):
            await sessions.execute(PageRequest(), "heron")
        assert (await sessions.execute(PageRequest())).items == ()
