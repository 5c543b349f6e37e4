"""The contract of ReadingLimits: limits hold whatever is deleted, renamed and brought by mails."""

from dataclasses import replace

import pytest

from domain.answering.parts import PartPlace
from domain.documents.metadata import Labels
from domain.documents.place import Place
from domain.errors import ExternalIdTaken
from domain.retrieval.passages import Passage
from tests.contracts.stores import Library, Shelf, exchange
from tests.contracts.test_collections import made
from tests.contracts.test_reading_limits import answered, heron, member


async def test_answers_stay_withheld_when_a_collection_goes_with_its_documents(
    shelf: Shelf,
) -> None:
    """Its documents keep its limit for the answers that rest on them."""
    library, chats = shelf.library, shelf.chats
    birds = await made(library, "birds")
    inside = await heron(library, labels=Labels(("birds",)))
    session = await chats.open_session()
    answer, _ = await answered(chats, session.id, inside.id)
    await library.limits.limit_collection(birds.id, ("a",))
    with member("a"):
        removal = await library.collections.remove(birds.id, with_documents=True)
        assert [each.id for each in removal.documents] == [inside.id]
        assert await chats.messages.get(answer.id) == replace(answer, considered=())
    with member("b"):
        assert (await chats.messages.get(answer.id)).withheld


async def test_the_external_id_of_a_limited_document_is_taken(library: Library) -> None:
    """Who may not read it cannot rename another one to it, and changes nothing."""
    hidden = await heron(library, external_id="hidden")
    await heron(library, "other heron", external_id="mine")
    await library.limits.limit_document(hidden.id, ("a",))
    with member("b"), pytest.raises(ExternalIdTaken):
        await library.versions.rename("mine", "hidden")
    assert (await library.versions.named("hidden")).id == hidden.id
    assert (await library.versions.named("mine")).filename == "other heron.txt"


async def test_no_part_of_a_withheld_answer_outlives_its_session(shelf: Shelf) -> None:
    """Whoever deletes the session, the parts go with it."""
    library, chats = shelf.library, shelf.chats
    document = await heron(library)
    session = await chats.open_session()
    _, answer = started = exchange(session.id, "who?")
    await chats.messages.begin(*started)
    source = Passage(Place(document.id, "a.txt", 0, 5), 0, "heron", 1, 0.5)
    await chats.write(replace(answer, content="heron", sources=(source,), stream=(5,)))
    await library.limits.limit_document(document.id, ("a",))
    assert [len(each) for each in await chats.parts.since([PartPlace(answer.id, 0)])] == [1]
    with member("b"):
        await chats.sessions.remove(session.id)
    assert [len(each) for each in await chats.parts.since([PartPlace(answer.id, 0)])] == [0]
