"""What every store does with content that is put under external ids, version by version."""

import asyncio
from dataclasses import replace

import pytest

from application.identifiers import new_id
from application.ports.document_claims import Claim
from domain.documents.document import Document, DocumentStatus
from domain.documents.document_filter import DocumentFilter
from domain.documents.jobs import Given
from domain.documents.metadata import Labels
from domain.documents.parts import Part, PartKind
from domain.documents.place import TextSpan
from domain.errors import (
    ClaimLost,
    DocumentNotFound,
    ExternalIdTaken,
    ProcessingFailed,
    VersionNotFound,
    VersionSuperseded,
)
from domain.paging import PageRequest
from tests.contracts.stores import VERSIONS_KEPT, Library
from tests.support.documents import a_document, embedded, processed, unit
from tests.support.uploads import a_file

ROUNDS, SECONDS_BETWEEN = 40, 0.0005  # in some of them the two meet
NAME = "https://example.org/a b/ä%2F?x=1#y/"


def named(text: str, name: str = NAME) -> Document:
    return replace(a_document(text, filename="page.html"), external_id=name)


async def claim(library: Library, text: str, name: str = NAME, *, waiting: bool = False) -> Claim:
    return await library.claims.claim(named(text, name), a_file(text.encode()), waiting)


async def finish(library: Library, claim: Claim, text: str, axis: int = 0) -> Document:
    """Make the claimed version searchable, as one chunk and one page."""
    chunks = [embedded(0, text, unit(axis))]
    done = replace(processed(claim.document, chunks), pages=1)
    await library.store.add(claim, done, text, chunks, [Part(PartKind.PAGE, 0, 1)])
    return done


async def put(library: Library, text: str, axis: int = 0) -> Document:
    return await finish(library, await claim(library, text), text, axis)


async def found(library: Library, axis: int) -> list[tuple[str, int]]:
    """Return the passages near an axis: their contents and their versions."""
    nearest = await library.nearest(unit(axis), 10)
    return [(each.content, each.place.version) for each in nearest if each.similarity > 0.5]


async def test_content_under_a_new_name_is_a_document_of_its_own(library: Library) -> None:
    """Two names with the same bytes are two documents, beside the one that its bytes identify."""
    by_content = await library.add("herons", embedded(0, "herons", unit(0)))
    first = await put(library, "herons")
    second = await claim(library, "herons", "other")
    assert second.granted
    assert len({by_content.id, first.id, second.document.id}) == 3
    assert (await library.catalog.get(first.id)).external_id == NAME
    assert (await library.versions.named(NAME)).id == first.id
    again = await library.claims.claim(a_document("herons"), a_file(b"herons"))
    assert again.document.id == by_content.id


async def test_labels_are_added_under_a_name(library: Library) -> None:
    """What clients say is added by every upload under a name, and stays through the versions."""

    async def say(text: str, labels: Labels) -> Claim:
        document = replace(named(text), labels=labels)
        return await library.claims.claim(document, a_file(text.encode()))

    first = await say("herons", Labels(("a",), {"x": "1"}))
    assert first.document.labels == Labels(("a",), {"x": "1"})
    await finish(library, first, "herons")
    revision = await library.index.revision()
    same = await say("herons", Labels(("a",), {"x": "1"}))
    assert await library.index.revision() == revision
    more = await say("herons", Labels(("b",), {"y": "2"}))
    assert (same.granted, more.granted) == (False, False)
    assert await library.index.revision() > revision
    document = replace(named("egrets"), labels=Labels((), {"x": "3"}))
    queued = await library.jobs.enqueue(document, a_file(b"egrets"))
    labels = Labels(("a", "b"), {"x": "3", "y": "2"})
    assert queued.labels == labels
    claimed = await library.jobs.claim_next()
    assert claimed is not None
    assert claimed.document.labels == labels
    await finish(library, claimed, "egrets")
    current = await library.versions.named(NAME)
    assert (current.version, current.labels) == (2, labels)


async def test_the_same_bytes_under_a_name_change_nothing(library: Library) -> None:
    """Content that is current already is not claimed, and nothing of its document changes."""
    await put(library, "herons")
    before, revision = await library.versions.named(NAME), await library.index.revision()
    again = await claim(library, "herons")
    assert not again.granted
    assert again.document == before
    assert await library.versions.named(NAME) == before
    assert await library.index.revision() == revision


async def test_readers_see_the_old_version_until_the_new_one_is_complete(
    library: Library,
) -> None:
    """While a version is made, and if it fails, everything is as before; then it is all new."""
    old = await put(library, "herons fish", axis=0)
    new = await claim(library, "egrets wade", NAME)
    assert new.document.id == old.id
    assert new.document.version == 2
    revision = await library.index.revision()

    async def assert_old() -> None:
        shown = await library.catalog.get(old.id)
        assert (shown.status, shown.version) == (DocumentStatus.PROCESSED, 1)
        assert shown.content_sha256 == old.content_sha256
        assert await library.texts.text(old.id) == "herons fish"
        assert await library.original(old.id) == b"herons fish"
        assert await found(library, 0) == [("herons fish", 1)]
        assert await library.index.revision() == revision

    await assert_old()
    await library.claims.fail(new, "It is broken.")
    await assert_old()
    shown = await library.catalog.get(old.id)
    assert (shown.error_message, shown.error_code) == ("It is broken.", ProcessingFailed.code)
    again = await claim(library, "egrets wade")
    assert again.granted
    await finish(library, again, "egrets wade", axis=1)
    shown = await library.catalog.get(old.id)
    assert (shown.version, shown.error_message) == (2, None)
    assert shown.content_sha256 == new.document.content_sha256
    assert await library.original(old.id) == b"egrets wade"
    assert await library.index.revision() > revision


async def test_superseded_text_is_not_searched(library: Library) -> None:
    """Neither the vectors nor the words of an earlier version are found."""
    await put(library, "herons fish", axis=0)
    await put(library, "egrets wade", axis=1)
    assert await found(library, 0) == []
    assert await found(library, 1) == [("egrets wade", 2)]
    assert await library.by_words("herons") == []
    [words] = await library.by_words("egrets")
    assert words.passage.place.version == 2


async def test_earlier_versions_are_read_as_they_were(library: Library) -> None:
    """Each version has its text, its parts, its bytes and what its document said."""
    texts = ["herons fish", "egrets wade far"]
    documents = [await put(library, text) for text in texts]
    for version, (text, document) in enumerate(zip(texts, documents, strict=True), start=1):
        assert await library.texts.text(document.id, version=version) == text
        assert await library.texts.text(document.id, 2, 5, version) == text[2:5]
        assert await library.original(document.id, version) == text.encode()
        chunks = await library.catalog.chunks(document.id, PageRequest(5), version)
        assert [(each.index, each.content) for each in chunks.items] == [(0, text)]
        held = await library.versions.get(document.id, version)
        assert held.version == version
        assert held.content_sha256 == document.content_sha256
        assert held.metadata == document.metadata
        span = TextSpan(document.id, 0, 3, version)
        assert await library.parts.overlapping(span) == (Part(PartKind.PAGE, 0, 1),)
    spans = [TextSpan(documents[0].id, 0, 6, version) for version in (None, 2, 1, 3)]
    assert await library.texts.spans(spans) == ["egrets", "egrets", "herons", None]


async def test_as_many_versions_are_kept_as_the_store_was_told(library: Library) -> None:
    """The oldest versions go with everything of them, and reading one says so."""
    for number in range(1, VERSIONS_KEPT + 3):
        document = await put(library, f"text {number}")
    page = await library.versions.earlier(document.id, PageRequest(10))
    assert [each.version for each in page.items] == [4, 3]
    first = await library.versions.earlier(document.id, PageRequest(1))
    rest = await library.versions.earlier(document.id, PageRequest(1, first.next_cursor))
    assert [each.version for each in (*first.items, *rest.items)] == [4, 3]
    with pytest.raises(VersionNotFound):
        await library.versions.get(document.id, 2)
    with pytest.raises(DocumentNotFound):
        await library.texts.text(document.id, version=2)
    assert await library.original(document.id, 2) is None
    with pytest.raises(VersionNotFound):
        await library.catalog.chunks(document.id, PageRequest(5), 2)
    assert await library.parts.overlapping(TextSpan(document.id, 0, 3, 2)) == ()
    with pytest.raises(DocumentNotFound):
        await library.versions.get(new_id(), 1)


async def test_what_is_put_last_counts(library: Library) -> None:
    """A newer upload takes the place of one that is being made, whose claim is lost."""
    await put(library, "herons")
    slow = await claim(library, "egrets")
    newer = await claim(library, "storks")
    assert newer.document.version == slow.document.version == 2
    with pytest.raises(ClaimLost):
        await finish(library, slow, "egrets")
    with pytest.raises(VersionSuperseded):
        await claim(library, "egrets", waiting=True)
    await finish(library, newer, "storks")
    assert (await library.versions.named(NAME)).version == 2
    assert await library.original(newer.document.id) == b"storks"


async def test_who_waits_while_the_same_content_is_finished_gets_it(library: Library) -> None:
    """At whatever moment of the end of a version others ask for it, nothing else was put."""
    for number in range(ROUNDS):
        text = f"heron {number}"
        slow = await claim(library, text)
        finishing = asyncio.create_task(finish(library, slow, text))
        await asyncio.sleep(number * SECONDS_BETWEEN)
        waited = await claim(library, text, waiting=True)
        done = await finishing
        assert not waited.granted
        assert waited.document.id == done.id


async def test_going_back_ends_the_version_that_is_being_made(library: Library) -> None:
    """Putting the current content while another version is made is unchanged, and ends that."""
    old = await put(library, "herons")
    slow = await claim(library, "egrets")
    assert not (await claim(library, "herons")).granted
    with pytest.raises(ClaimLost):
        await finish(library, slow, "egrets")
    assert (await library.versions.named(NAME)).content_sha256 == old.content_sha256
    assert await library.original(old.id, 2) is None


async def test_a_name_that_was_never_processed_takes_another_upload(library: Library) -> None:
    """If the first content fails, the next one is version 1 of the same document."""
    first = await claim(library, "herons")
    await library.claims.fail(first, "It is broken.")
    second = await claim(library, "egrets")
    assert (second.document.id, second.document.version) == (first.document.id, 1)
    await finish(library, second, "egrets")
    assert await library.texts.text(first.document.id) == "egrets"
    assert await library.original(first.document.id) == b"egrets"


async def test_those_who_put_the_same_share_one_claim(library: Library) -> None:
    """Of several that put the same content at the same time, one makes it and the others wait."""
    await put(library, "herons")
    claims = await asyncio.gather(*(claim(library, "egrets") for _ in range(8)))
    [granted] = [each for each in claims if each.granted]
    assert {each.document.status for each in claims} == {DocumentStatus.PROCESSING}
    await finish(library, granted, "egrets")
    waited = await claim(library, "egrets", waiting=True)
    assert (waited.granted, waited.document.version) == (False, 2)


async def test_those_who_wait_for_the_same_upload_get_its_failure(library: Library) -> None:
    """They are told why it failed, and do not try it again; who puts it anew does."""
    first = await claim(library, "egrets")
    await library.claims.fail(first, "It broke.", "text_too_costly")
    waited = await claim(library, "egrets", waiting=True)
    assert (waited.granted, waited.error_code) == (False, "text_too_costly")
    assert waited.document.id == first.document.id
    assert waited.document.status is DocumentStatus.FAILED
    assert waited.document.error_message == "It broke."
    assert (await claim(library, "egrets")).granted


@pytest.mark.parametrize("queued", [False, True])
async def test_what_is_put_again_after_a_failure_moves_to_the_top(
    library: Library, queued: bool
) -> None:
    """The same bytes have the new upload time; a version that is processed keeps its own."""
    failing, other = await claim(library, "egrets"), await claim(library, "herons", "other")

    async def put_again() -> None:
        if queued:
            await library.jobs.enqueue(named("egrets"), a_file(b"egrets"))
        else:
            await claim(library, "egrets")

    await library.claims.fail(failing, "It broke.")
    await put_again()
    listed = (await library.catalog.list(PageRequest())).items
    assert [each.id for each in listed] == [failing.document.id, other.document.id]
    assert listed[0].uploaded_at > other.document.uploaded_at


async def test_a_failed_version_that_is_put_again_leaves_the_current_one(library: Library) -> None:
    """A document keeps its upload time while its next version is tried again."""
    current = await put(library, "herons")
    await library.claims.fail(await claim(library, "egrets"), "It broke.")
    again = await claim(library, "egrets")
    assert again.granted
    assert (await library.catalog.get(current.id)).uploaded_at == current.uploaded_at


async def test_those_who_put_different_contents_have_one_winner(library: Library) -> None:
    """Of several different contents put at the same time, one becomes the next version."""
    texts = [f"text {number}" for number in range(6)]
    claims = await asyncio.gather(*(claim(library, text) for text in texts))
    results = await asyncio.gather(
        *(finish(library, each, text) for each, text in zip(claims, texts, strict=True)),
        return_exceptions=True,
    )
    [won] = [number for number, each in enumerate(results) if isinstance(each, Document)]
    shown = await library.versions.named(NAME)
    assert await library.texts.text(shown.id) == texts[won]
    assert await library.original(shown.id) == texts[won].encode()
    assert shown.version == 1


async def test_a_queued_version_waits_beside_the_current_one(library: Library) -> None:
    """A version for a worker is pending, and readers see the version before."""
    old = await put(library, "herons")
    queued = await library.jobs.enqueue(
        named("egrets"), a_file(b"egrets"), Given(metadata={"by": "Tove"})
    )
    assert (queued.id, queued.version) == (old.id, 2)
    assert queued.status is DocumentStatus.PENDING
    assert (await library.catalog.get(old.id)).status is DocumentStatus.PROCESSED
    taken = await library.jobs.claim_next()
    assert taken is not None
    assert (taken.document.id, taken.document.version) == (old.id, 2)
    assert taken.document.content_sha256 == queued.content_sha256
    assert taken.given.metadata == {"by": "Tove"}
    assert await library.original(old.id, 2) == b"egrets"
    await finish(library, taken, "egrets")
    assert await library.texts.text(old.id) == "egrets"


async def test_a_renamed_document_stays_what_it_is(library: Library) -> None:
    """A rename changes the external id and nothing else; a name that is taken is refused."""
    document = await put(library, "herons")
    renamed = await library.versions.rename(NAME, "new")
    assert renamed == replace(await library.catalog.get(document.id), external_id="new")
    with pytest.raises(DocumentNotFound):
        await library.versions.named(NAME)
    other = await claim(library, "egrets")
    assert other.document.id != document.id
    with pytest.raises(ExternalIdTaken):
        await library.versions.rename("new", NAME)
    with pytest.raises(DocumentNotFound):
        await library.versions.rename("nothing", "else")


async def test_a_rename_may_change_the_filename(library: Library) -> None:
    """With a filename, the document has that one as its first name, and is listed by it."""
    document = await put(library, "herons")
    renamed = await library.versions.rename(NAME, "new", "grey/bittern.html")
    assert renamed.names == ("grey/bittern.html",)
    assert renamed.id == document.id
    listed = await library.catalog.list(PageRequest(10), within=DocumentFilter(filename="grey/*"))
    assert [each.id for each in listed.items] == [document.id]
    before = DocumentFilter(filename="page.html")
    assert (await library.catalog.list(PageRequest(10), within=before)).items == ()


async def test_deleting_a_document_deletes_its_versions(library: Library) -> None:
    """A removed document leaves no version, no text and no bytes."""
    await put(library, "herons")
    document = await put(library, "egrets")
    await library.store.remove(document.id)
    assert await library.texts.spans([TextSpan(document.id, 0, 3, 1)]) == [None]
    assert await library.original(document.id, 1) is None
    with pytest.raises(DocumentNotFound):
        await library.versions.get(document.id, 1)
