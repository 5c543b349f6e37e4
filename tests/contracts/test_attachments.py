"""What every store does with documents that mails brought, when these change or go."""

from dataclasses import replace
from uuid import UUID

from domain.documents.attachments import MailVersion
from domain.documents.document import Document
from domain.documents.document_filter import DocumentFilter
from domain.documents.jobs import Given
from tests.contracts.stores import Library
from tests.support.documents import a_document, embedded, processed, unit
from tests.support.uploads import a_file


async def brought(library: Library, text: str, name: str, mail: Document | None) -> Document:
    """Add a document that a mail brought under a name, or that a client uploaded."""
    given = Given(mail=MailVersion(mail.id, mail.version) if mail else None)
    document = a_document(text, filename=name)
    claim = await library.claims.claim(document, a_file(text.encode()), given=given)
    if claim.granted:
        chunks = [embedded(0, text, unit(0))]
        await library.store.add(claim, processed(claim.document, chunks), text, chunks)
    return claim.document


async def put(library: Library, text: str) -> Document:
    """Put the content of a mail under a name, up to its switch; return it as it will be."""
    document = replace(a_document(text, filename="in.eml"), external_id="in.eml")
    return (await library.claims.claim(document, a_file(text.encode()))).document


async def left(library: Library, *documents: Document) -> list[tuple[str, ...]]:
    """Return the names of those documents that are still there."""
    missing = await library.catalog.missing([each.id for each in documents])
    return [
        (await library.catalog.get(each.id)).names for each in documents if each.id not in missing
    ]


async def test_attachments_go_with_their_mail(library: Library) -> None:
    """A mail takes along what only it brought, attached mails too; a filter says so in advance."""
    mail = await library.add("mail")
    inner = await brought(library, "inner", "mail.txt/in.eml", mail)
    deep = await brought(library, "deep", "mail.txt/in.eml/a.txt", inner)
    other = await library.add("other")
    preview = await library.removals.preview(DocumentFilter(document_ids=(mail.id,)))
    assert {each.id for each in preview.documents} == {mail.id, inner.id, deep.id}
    revision = await library.index.revision()
    removal = await library.store.remove(mail.id)
    assert removal == preview
    assert await left(library, mail, inner, deep, other) == [("other.txt",)]
    assert await library.by_words("deep inner") == []
    assert await library.index.revision() > revision


async def test_what_others_brought_too_stays(library: Library) -> None:
    """A document stays with the names that another mail or a client gave it."""
    first, second = await library.add("first"), await library.add("second")
    shared = await brought(library, "shared", "first.txt/a.txt", first)
    await brought(library, "shared", "second.txt/a.txt", second)
    same = await brought(library, "same", "mail.eml/b.txt", first)
    await brought(library, "same", "mail.eml/b.txt", second)
    sent = await brought(library, "sent", "c.txt", None)
    await brought(library, "sent", "first.txt/c.txt", first)
    given = await brought(library, "given", "first.txt/d.txt", first)
    await brought(library, "given", "first.txt/d.txt", None)
    removal = await library.removals.remove(DocumentFilter(document_ids=(first.id,)))
    assert [each.id for each in removal.documents] == [first.id]
    assert await left(library, shared, same, sent, given) == [
        ("second.txt/a.txt",),
        ("mail.eml/b.txt",),
        ("c.txt",),
        ("first.txt/d.txt",),
    ]
    await library.store.remove(second.id)
    assert await left(library, shared, same, sent) == [("c.txt",)]


async def test_attachments_go_with_the_version_that_brought_them(library: Library) -> None:
    """A new version of a mail, once complete, has its own attachments and no others."""

    async def finish(mail: Document, text: str) -> None:
        claim = await library.claims.claim(
            replace(a_document(text, filename="in.eml"), external_id="in.eml"),
            a_file(text.encode()),
        )
        assert claim.granted
        assert claim.document.version == mail.version
        chunks = [embedded(0, text, unit(1))]
        await library.store.add(claim, processed(claim.document, chunks), text, chunks)

    documents: list[Document] = []
    for text, names in (("one", "ab"), ("two", "bc")):
        mail = await put(library, text)
        documents += [await brought(library, each, f"in.eml/{each}", mail) for each in names]
        assert await left(library, *documents[:2]) == [("in.eml/a",), ("in.eml/b",)]
        await library.expire_claim(mail.id)
        await finish(mail, text)
    by_id: dict[UUID, Document] = {each.id: each for each in documents}
    assert await left(library, *by_id.values()) == [("in.eml/b",), ("in.eml/c",)]
    await library.store.remove(mail.id)
    assert await left(library, *by_id.values()) == []
