"""The contract of ReadingLimits: what becomes of documents, collections and answers."""

from collections.abc import Awaitable, Mapping
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from application.access.acting import acting_as
from application.documents.follow_document import FollowDocument
from application.documents.followed_documents import FollowedDocuments
from application.identifiers import new_id
from domain.access.principal import Principal
from domain.access.role import Role
from domain.access.workspace import DEFAULT_WORKSPACE
from domain.conversation.linked_exchange import LinkedExchange
from domain.conversation.message import FinishReason, HistoryMessage, Message, MessageRole, withheld
from domain.documents.changes import DocumentChanges
from domain.documents.collection import Collection
from domain.documents.document import Document
from domain.documents.document_filter import DocumentFilter
from domain.documents.events import DocumentNotDone
from domain.documents.metadata import Labels
from domain.documents.place import Place, TextSpan
from domain.errors import (
    CollectionExists,
    CollectionLimited,
    CollectionNotFound,
    DocumentLimited,
    DocumentNotFound,
    DocumentRemoved,
    MessageNotFound,
    NotFound,
    ProcessingCancelled,
)
from domain.paging import PageRequest
from domain.retrieval.passages import Passage, SearchMode
from tests.contracts.stores import Chats, Library, Shelf, exchange
from tests.contracts.test_attachments import brought
from tests.contracts.test_collections import made
from tests.support.databases import MODEL
from tests.support.documents import a_document, embedded, unit
from tests.support.uploads import a_file


def member(*groups: str) -> AbstractContextManager[None]:
    """Act as an editor in some groups."""
    return acting_as(Principal(DEFAULT_WORKSPACE, Role.EDITOR, "editor", groups=frozenset(groups)))


def admin() -> AbstractContextManager[None]:
    """Act as somebody who reads all."""
    return acting_as(Principal(DEFAULT_WORKSPACE, Role.ADMIN, "admin"))


async def heron(library: Library, text: str = "heron", **changes: Any) -> Document:
    """Add a document of two chunks that say something of herons."""
    chunks = [embedded(0, f"the {text} waits", unit(0)), embedded(1, f"a {text}", unit(1))]
    return await library.add(text, *chunks, **changes)


async def found(library: Library, within: DocumentFilter | None = None) -> set[UUID]:
    """Return the documents that any search finds: by meaning, words, names and phrases."""
    candidates = [
        await library.index.candidates("heron waits", unit(0), 50, mode, within, ["heron"])
        for mode in SearchMode
    ]
    return {each.passage.place.document_id for one in candidates for each in one.items}


async def ways_to(library: Library, key: UUID) -> set[str]:
    """Return the ways by which anything can be seen of a document."""
    one = TextSpan(key, 0, 5)
    page: PageRequest[Any] = PageRequest(200)
    reading: Mapping[str, Awaitable[Any]] = {
        "get": library.catalog.get(key),
        "chunks": library.catalog.chunks(key, page),
        "text": library.texts.text(key),
        "version": library.versions.get(key, 1),
        "versions": library.versions.earlier(key, page),
        "original": library.original(key),
    }
    ways = set()
    for way, read in reading.items():
        try:
            if await read is not None:
                ways.add(way)
        except DocumentNotFound:
            pass
    lists = {
        "list": [each.id for each in (await library.catalog.list(page)).items],
        "filter": [
            each.id
            for each in (await library.catalog.list(page, None, DocumentFilter((key,)))).items
        ],
        "search": await found(library),
        "search within": await found(library, DocumentFilter((key,))),
        "removal": [
            each.id for each in (await library.removals.preview(DocumentFilter((key,)))).documents
        ],
        "spans": [key for each in await library.texts.spans([one]) if each],
        "embeddings": [
            key for _ in await library.embeddings.of_texts(key, ["a heron", "a other heron"], MODEL)
        ],
        "not missing": {key} - await library.catalog.missing([key]),
    }
    return ways | {way for way, ids in lists.items() if key in ids}


async def test_nothing_is_seen_of_a_document_that_is_limited_to_others(library: Library) -> None:
    """By no way, and each that there is shows it to its groups and to who reads all."""
    document, other = await heron(library), await heron(library, "other heron")
    every = await ways_to(library, document.id)
    assert len(every) == 14, every
    before = await library.index.revision()
    await library.limits.limit_document(document.id, ("a", "b, '}"))
    assert await library.index.revision() > before
    assert await ways_to(library, document.id) == every
    for groups, seen in (((), set()), (("c",), set()), (("c", "b, '}"), every), (("a",), every)):
        with member(*groups):
            assert await ways_to(library, document.id) == seen
            assert await ways_to(library, other.id) == every
    with member():
        for doing in (
            library.store.remove(document.id),
            library.store.remove_name(document.id, document.filename),
            library.store.change(document.id, DocumentChanges(title="x")),
            library.board.retry(document.id),
        ):
            with pytest.raises(DocumentNotFound):
                await doing
        held = await library.removals.remove(DocumentFilter(filename="*"))
        assert [each.id for each in held.documents] == [other.id]
    assert (await library.catalog.get(document.id)).limited_to == ("a", "b, '}")
    await library.limits.limit_document(document.id, ())
    with member():
        assert await ways_to(library, document.id) == every
    with pytest.raises(DocumentNotFound):
        await library.limits.limit_document(new_id(), ("a",))


async def test_the_limits_of_collections_hold_for_their_documents(library: Library) -> None:
    """Each of them, from the first moment in it, to the last."""
    first, second = await made(library, "first"), await made(library, "second")
    early = await heron(library, labels=Labels(("first",)))
    await library.limits.limit_collection(first.id, ("a",))
    late = await heron(library, "late heron", labels=Labels(("first", "second")))
    waiting = a_document("waiting heron")
    waiting = replace(waiting, labels=Labels(("first",)))
    await library.claims.claim(waiting, a_file(b"waiting heron"))
    ids = {early.id, late.id}
    everything = {*ids, waiting.id}

    async def seen() -> set[UUID]:
        listed = (await library.catalog.list(PageRequest(200))).items
        jobs = (await library.board.list(PageRequest(200))).items
        assert await found(library) == ids & {each.id for each in listed}
        assert {each.document_id for each in jobs} == {each.id for each in listed} - ids
        return {each.id for each in listed}

    with member():
        assert await seen() == set()
    with member("a"):
        assert await seen() == everything
        shown = (await library.collection_catalog.list(PageRequest(9))).items
        assert [(each.name, each.documents) for each in shown] == [("first", 3), ("second", 1)]
        assert [each.limited_to for each in shown] == [("a",), ()]
    await library.limits.limit_collection(second.id, ("b",))
    with member("a"):
        assert await seen() == everything - {late.id}
        assert (await library.collection_catalog.get(first.id)).documents == 2
        counted = (await library.collection_catalog.contents([first.id]))[first.id]
        assert sum(counted.documents.values()) == 2
    with member("a", "b"):
        assert await seen() == everything
    await library.limits.limit_collection(first.id, ("c",))
    with member("a", "b"):
        assert await seen() == set()
    await library.members.take_out(first.id, late.id)
    await library.store.change(early.id, DocumentChanges(collections=("second",)))
    with member("b"):
        assert await seen() == ids
    await library.members.add(first.id, early.id, {})
    with member("b"):
        assert await seen() == {late.id}
    await library.limits.limit_collection(first.id, ())
    await library.limits.limit_collection(second.id, ())
    with member():
        assert await seen() == everything
    with pytest.raises(CollectionNotFound):
        await library.limits.limit_collection(new_id(), ("a",))


async def test_a_limited_collection_is_there_for_its_groups_only(library: Library) -> None:
    """It is in no list and has no name for others, who cannot take its name or put anything in."""
    birds = await made(library, "birds")
    inside = await heron(library, labels=Labels(("birds",)))
    await library.limits.limit_collection(birds.id, ("a",))
    outside = await heron(library, "outer heron")
    with member("b"):
        assert (await library.collection_catalog.list(PageRequest(9))).items == ()
        assert await library.collection_catalog.names([str(birds.id), "birds"]) == {}
        assert await found(library, DocumentFilter(collections=("birds",))) == set()
        for changing in (
            library.collection_catalog.get(birds.id),
            library.collections.rename(birds.id, "x"),
            library.collections.remove(birds.id),
            library.members.add(birds.id, outside.id, {}),
            library.members.take_out(birds.id, inside.id),
        ):
            with pytest.raises(NotFound):
                await changing
        for taking in (
            library.collections.create(Collection(new_id(), "birds", birds.created_at)),
            library.store.change(outside.id, DocumentChanges(collections=("birds",))),
            heron(library, "third heron", labels=Labels(("birds",))),
        ):
            with pytest.raises(CollectionExists):
                await taking
        assert await found(library) == {outside.id}
    await library.limits.limit_document(inside.id, ("b",))
    for with_documents, groups in ((False, ("a", "b")), (True, ("a",))):
        with member(*groups), pytest.raises(CollectionLimited):
            await library.collections.remove(birds.id, with_documents=with_documents)
    with member("a"):
        assert await found(library) == {outside.id}
    with member("a", "b"):
        removal = await library.collections.remove(birds.id, with_documents=True)
    assert [each.id for each in removal.documents] == [inside.id]


async def test_content_and_names_that_are_limited_cannot_be_uploaded(library: Library) -> None:
    """Others are told so, and nothing is stored. Its groups upload it as before."""
    held = await heron(library)
    named = await heron(library, "named heron", external_id="notes/heron")
    for each in (held, named):
        await library.limits.limit_document(each.id, ("a",))
    again, new = a_document("heron", "mine.txt"), a_document("new heron", "mine.txt")
    replaced = replace(new, external_id="notes/heron")
    for upload in (again, replaced):
        with member("b"):
            for storing in (
                library.claims.claim(upload, a_file(b"x")),
                library.jobs.enqueue(upload, a_file(b"x")),
            ):
                with pytest.raises(DocumentLimited):
                    await storing
            with pytest.raises(DocumentNotFound):
                await library.versions.named("notes/heron")
    assert (await library.catalog.get(held.id)).names == ("heron.txt",)
    with member("a"):
        assert (await library.claims.claim(again, a_file(b"heron"))).document.id == held.id
        assert (await library.claims.claim(replaced, a_file(b"y"))).document.id == named.id
    assert (await library.catalog.get(held.id)).names == ("heron.txt", "mine.txt")


async def test_what_a_mail_brought_has_the_limits_of_the_mail(library: Library) -> None:
    """Whether it came before or after the limit, and whatever brought the mail itself."""
    outer = await heron(library, "outer heron")
    mail = await brought(library, "a heron mail", "outer.eml › in.eml", outer)
    early = await brought(library, "early heron", "in.eml › a.txt", mail)
    await library.limits.limit_document(outer.id, ("a",))
    late = await brought(library, "late heron", "in.eml › b.txt", mail)
    await library.limits.limit_document(late.id, ("b",))
    with member("a"):
        assert await found(library) == {outer.id, mail.id, early.id}
    with member("b"):
        assert await found(library) == set()
    with member("a", "b"):
        assert await found(library) == {outer.id, mail.id, early.id, late.id}
    await library.limits.limit_document(outer.id, ())
    with member():
        assert await found(library) == {outer.id, mail.id, early.id}


async def answered(
    chats: Chats,
    session_id: UUID,
    *documents: UUID,
    question: str = "who?",
    within: DocumentFilter | None = None,
) -> tuple[Message, tuple[HistoryMessage, ...]]:
    """Answer a question from some documents; return the answer and what was given as history."""
    asked, answer = exchange(session_id, question)
    asked = replace(asked, within=within)
    begun = await chats.messages.begin(asked, answer, history_bytes=10_000)
    sources = tuple(Passage(Place(each, "a.txt", 0, 5), 0, "heron", 1, 0.5) for each in documents)
    done = replace(
        answer, content=f"secret {question}", sources=sources, finish_reason=FinishReason.STOP
    )
    assert await chats.messages.save(done)
    return done, begun.history


async def test_answers_are_withheld_that_rest_on_what_may_not_be_read(shelf: Shelf) -> None:
    """Those of before the limit too, those that follow on them, and those on deleted documents."""
    library, chats = shelf.library, shelf.chats
    limited, free = await heron(library), await heron(library, "free heron")
    session = await chats.open_session()
    first, _ = await answered(chats, session.id, limited.id, question="first")
    second, history = await answered(chats, session.id, free.id, question="second")
    assert "secret first" in {each.content for each in history}
    apart = await chats.open_session()
    third, _ = await answered(chats, apart.id, free.id, question="third")
    await library.limits.limit_document(limited.id, ("a",))

    async def shown(*answers: Message) -> None:
        read = [*await chats.read(session.id), *await chats.read(apart.id)]
        kept = [replace(each, considered=()) for each in (first, second, third)]
        expected = [each if each in answers else withheld(each) for each in kept]
        assert [each for each in read if each.role is MessageRole.ASSISTANT] == expected
        assert [each.content for each in read if each.role is MessageRole.USER] == [
            *("first", "second", "third")
        ]
        for one in expected:
            assert await chats.messages.get(one.id) == one
        found = await chats.catalog.list(PageRequest(9), "secret")
        assert len(found.items) == len({each.session_id for each in answers})

    for deleted in (False, True):
        if deleted:
            await library.store.remove(limited.id)
        await shown(first, second, third)
        with member("a"):
            await shown(first, second, third)
        with member():
            await shown(third)
    with member():
        _, history = await answered(chats, session.id, free.id, question="fourth")
        assert [each.content for each in history] == ["first", "second"]
        _, history = await answered(chats, session.id, free.id, question="fifth")
        assert [each.content for each in history[-2:]] == ["fourth", "secret fourth"]


async def test_whether_documents_may_be_read_is_said_of_all_of_them(library: Library) -> None:
    """One that is limited to others is enough to say no, also once it was deleted."""
    limited, free = await heron(library), await heron(library, "free heron")
    await library.limits.limit_document(limited.id, ("a",))
    for deleted in (False, True):
        if deleted:
            await library.store.remove(limited.id)
        assert await library.limits.may_read([free.id, limited.id])
        with member("a"):
            assert await library.limits.may_read([free.id, limited.id])
        with member("b"):
            assert not await library.limits.may_read([free.id, limited.id])
            assert await library.limits.may_read([free.id, new_id()])
            assert await library.limits.may_read([])


async def test_what_a_question_was_asked_of_is_for_who_may_see_all_of_it(shelf: Shelf) -> None:
    """The documents, the collections and the answer; a name of none is for who reads all."""
    library, chats = shelf.library, shelf.chats
    free, limited = await heron(library), await heron(library, "limited heron")
    await library.limits.limit_document(limited.id, ("a",))
    for name, groups in (("open", ()), ("contracts", ("a",))):
        await library.limits.limit_collection((await made(library, name)).id, groups)
    may: list[tuple[DocumentFilter, Document, set[str]]] = [
        (DocumentFilter(filename="*", metadata={"kind": ("x",)}), free, {"", "a", "b"}),
        (DocumentFilter((free.id,), collections=("open",)), free, {"", "a", "b"}),
        (DocumentFilter((free.id, limited.id)), free, {"a"}),
        (DocumentFilter(collections=("open", "contracts")), free, {"a"}),
        (DocumentFilter(filename="secret*"), limited, {"a"}),
        (DocumentFilter(collections=("renamed or deleted",)), free, set()),
    ]
    session = await chats.open_session()
    for within, source, _ in may:
        await answered(chats, session.id, source.id, question="who?", within=within)

    async def shown() -> list[DocumentFilter | None]:
        _, page = await chats.catalog.read(session.id, PageRequest(200))
        questions = [each for each in page.items if each.role is MessageRole.USER]
        assert [await chats.messages.get(each.id) for each in questions] == questions
        return [each.within for each in questions]

    assert await shown() == [within for within, _, _ in may]
    for group in ("", "a", "b"):
        with member(group):
            assert await shown() == [
                within if group in groups else None for within, _, groups in may
            ]


async def test_an_answer_is_saved_to_its_end_whoever_may_read_it_then(shelf: Shelf) -> None:
    """Others wait for it in its session, as if they could read it; its asker loses sight of it."""
    library, chats = shelf.library, shelf.chats
    document = await heron(library)
    session = await chats.open_session()
    asked, answer = exchange(session.id, "who?")
    source = Passage(Place(document.id, "a.txt", 0, 5), 0, "heron", 1, 0.5)
    with member("a"):
        await chats.messages.begin(asked, answer)
        part = replace(answer, content="secret", sources=(source,), stream=(6,))
        await chats.write(part)
        assert await chats.messages.get(answer.id) == part
    await library.limits.limit_document(document.id, ("b",))
    with member("a"):
        assert (await chats.messages.get(answer.id)).withheld
        done = replace(part, content="secret all", finish_reason=FinishReason.STOP)
        assert await chats.messages.save(done)
        assert await chats.messages.get(answer.id) == withheld(done)
    assert await chats.messages.get(answer.id) == done


async def test_exchanges_outside_sessions_are_those_of_nobody_if_withheld(shelf: Shelf) -> None:
    """Neither they nor what continues them can be read or continued."""
    library, chats = shelf.library, shelf.chats
    document = await heron(library)
    previous: UUID | None = None
    for number in range(2):
        asked, answer = exchange(new_id(), str(number))
        link = LinkedExchange(answer.id, str(number), previous, (), "{}")
        await chats.exchanges.begin(link, asked, answer)
        source = Passage(Place(document.id, "a.txt", 0, 5), 0, "heron", 1, 0.5)
        sources = () if number else (source,)
        done = replace(answer, content="x", sources=sources, finish_reason=FinishReason.STOP)
        assert await chats.messages.save(done)
        previous = answer.id
    assert previous is not None
    await library.limits.limit_document(document.id, ("a",))
    assert len(await chats.exchanges.history(previous, 10_000)) == 4
    with member("b"):
        assert await chats.exchanges.history(previous, 10_000) == ()
        with pytest.raises(MessageNotFound):
            await chats.exchanges.get(previous)
        assert (await chats.messages.get(previous)).withheld
    with member("a"):
        assert (await chats.exchanges.get(previous)).answer_id == previous


async def test_a_document_is_followed_as_long_as_it_may_be_read(library: Library) -> None:
    """Who loses it is told that it is gone, whoever else follows it in the same process."""
    claimed = await library.jobs.enqueue(a_document("a"), a_file(b"a"))
    follow = FollowDocument(FollowedDocuments(library.board, library.catalog))
    with member("a"):
        theirs = await follow.execute(claimed.id)
        assert not (await anext(theirs)).is_last
    with member("b"):
        ours = await follow.execute(claimed.id)
        assert not (await anext(ours)).is_last
    await library.limits.limit_document(claimed.id, ("b",))
    with member("a"):
        gone = (await anext(theirs)).event
        assert isinstance(gone, DocumentNotDone)
        assert gone.error_code == DocumentRemoved.code
        with pytest.raises(DocumentNotFound):
            await follow.execute(claimed.id)
    with member("b"):
        await library.board.cancel(claimed.id)
        end = (await anext(ours)).event
        assert isinstance(end, DocumentNotDone)
        assert end.error_code == ProcessingCancelled.code
