"""What a cached answer is found under."""

from adapters.in_memory_cache import InMemoryCache
from application.access.acting import acting_as
from application.answering.answer_cache import AnswerCache
from application.identifiers import new_id
from domain.answering.events import AnswerTask
from domain.conversation.message import Message
from tests.contracts.stores import exchange
from tests.fakes.library import InMemoryLibrary, InMemoryPassageIndex
from tests.support.workspaces import member_of


async def test_equal_questions_of_two_workspaces_share_no_answer() -> None:
    """The workspace is a part of the key, also where the revisions of both are the same."""
    index = InMemoryPassageIndex(InMemoryLibrary())
    cache = AnswerCache(InMemoryCache[Message](9, 60.0), index, "")
    task = AnswerTask("Who?", (), exchange(new_id())[1])
    keys = []
    for number in (1, 2, 1):
        with acting_as(member_of(number)):
            keys.append(await cache.key(task))
    assert keys[0] == keys[2] != keys[1]
