"""What one asked serves only who reads the same."""

from adapters.in_memory_cache import InMemoryCache
from application.access.acting import acting_as
from application.answering.answer_cache import AnswerCache
from application.answering.answer_question import AskRequest
from application.documents.receive_upload import ReceiveRequest
from application.identifiers import new_id
from domain.access.principal import Principal
from domain.access.role import Role
from domain.access.workspace import DEFAULT_WORKSPACE
from domain.answering.events import AnswerTask
from domain.conversation.message import Message
from tests.contracts.stores import exchange
from tests.fakes.library import InMemoryLibrary, InMemoryPassageIndex
from tests.support.documents import a_document
from tests.support.uploads import an_upload


async def test_cached_answers_equal_questions_and_repeated_requests_are_kept_apart() -> None:
    """Other groups, none, and all have keys of their own; those of the same groups share theirs."""
    cache = AnswerCache(
        InMemoryCache[Message](9, 60.0), InMemoryPassageIndex(InMemoryLibrary()), ""
    )
    task = AnswerTask("Who?", (), exchange(new_id())[1])
    question = AskRequest(new_id(), "Who?", "key")
    upload = ReceiveRequest(an_upload("a.txt", b"heron"), "key")
    document = a_document("heron")
    readers = {
        name: Principal(DEFAULT_WORKSPACE, role, name, groups=frozenset(groups))
        for name, role, groups in (
            ("one", Role.READER, ("a", "b")),
            ("same", Role.EDITOR, ("b", "a")),
            ("fewer", Role.READER, ("a",)),
            ("joined", Role.READER, ("a, b",)),
            ("none", Role.READER, ()),
            ("all", Role.ADMIN, ()),
            ("all of a", Role.ADMIN, ("a",)),
        )
    }
    keys = {}
    for name, who in readers.items():
        with acting_as(who):
            keys[name] = [await cache.key(task), question.key(), upload.key(document)]
    assert keys.pop("same") == keys["one"]
    assert keys.pop("all of a") == keys["all"]
    for held in zip(*keys.values(), strict=True):
        assert len(set(held)) == len(keys)
