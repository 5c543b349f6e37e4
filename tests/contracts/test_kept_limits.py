"""The contract of ReadingLimits: limits hold whatever is deleted, renamed and brought by mails."""

from dataclasses import replace

import pytest

from domain.answering.parts import PartPlace
from domain.documents.attachments import MailVersion
from domain.documents.document import Document
from domain.documents.jobs import Given
from domain.documents.metadata import NO_LABELS, Labels
from domain.documents.place import Place
from domain.errors import DocumentLimited, ExternalIdTaken
from domain.retrieval.passages import Passage
from tests.contracts.stores import Library, Shelf, exchange
from tests.contracts.test_attachments import brought
from tests.contracts.test_collections import made
from tests.contracts.test_reading_limits import answered, found, heron, member
from tests.support.documents import a_document
from tests.support.uploads import a_file


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


async def test_a_mail_brings_nothing_that_its_readers_may_not_read(library: Library) -> None:
    """It adds no name, collection or limit to it, unless it had brought it before the limit."""
    secret = await heron(library, "secret heron", filename="mail.eml/a.txt")
    outer = await heron(library, "outer heron")
    early = await brought(library, "early heron", "mail.eml/b.txt", outer)
    for each in (secret, early):
        await library.limits.limit_document(each.id, ("a", "b"))

    async def bring(mail: Document, text: str) -> None:
        attachment = a_document(f"{text} heron", "mail.eml/a.txt")
        attachment = replace(attachment, labels=Labels(("birds",), {"by": "b"}))
        given = Given(mail=MailVersion(mail.id, mail.version))
        await library.claims.claim(attachment, a_file(b"x"), given=given)

    await library.limits.limit_document(outer.id, ("c",))
    with pytest.raises(DocumentLimited):
        await bring(outer, "secret")
    assert (await library.catalog.get(secret.id)).labels == NO_LABELS
    assert (await library.catalog.get(secret.id)).names == ("mail.eml/a.txt",)
    with member("b"):
        assert await found(library) == {secret.id}
    await bring(outer, "early")
    inner = await heron(library, "inner heron")
    await library.limits.limit_document(inner.id, ("a",))
    await bring(inner, "secret")
    with member("b"):
        assert await found(library) == set()


async def test_a_mail_with_the_same_attachment_lifts_no_limit(library: Library) -> None:
    """Under the same name too. Cached answers on what a mail brings become stale."""
    mails = [await heron(library, f"{each} heron") for each in ("first", "second")]
    for mail in mails:
        await library.limits.limit_document(mail.id, ("a",))
    secret = await brought(library, "secret", "mail.eml/a.txt", mails[0])
    revision = await library.index.revision()
    await brought(library, "secret", "mail.eml/a.txt", mails[1])
    assert await library.index.revision() > revision
    await library.limits.limit_document(mails[1].id, ())
    with member():
        assert await found(library) == {mails[1].id}
    assert (await library.catalog.get(secret.id)).names == ("mail.eml/a.txt",)
