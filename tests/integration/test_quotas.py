"""No more documents are stored than a workspace may have, whichever way they come."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import pytest

from adapters.postgres.database import Database
from adapters.postgres.workspace_quotas import PostgresWorkspaceQuotas, limits_of_server
from domain.documents.document import Document, DocumentStatus
from domain.errors import QueueFull, QuotaExceeded
from domain.limits.quotas import Quotas
from tests.contracts.stores import Library, library_in
from tests.fakes.embedder import FakeEmbedder
from tests.support.databases import DIMENSION, MODEL
from tests.support.documents import a_document
from tests.support.durable_work import work_on
from tests.support.uploads import a_file, an_upload

DEFAULTS = Quotas(documents=3, bytes=1_000)
TODAY = date(2026, 2, 28)


@pytest.fixture
async def limited(postgres_dsn: str) -> AsyncIterator[Database]:
    """A database for three documents of a thousand bytes together, and two in the queue."""
    database = Database(pool_size=8, limits=limits_of_server(DEFAULTS, most_queued=2))
    await database.open(postgres_dsn, MODEL, DIMENSION)
    yield database
    await database.close()


async def enqueued(library: Library, text: str) -> str:
    """Queue a document and return what became of it."""
    try:
        await library.jobs.enqueue(a_document(text, f"{text}.txt"), a_file(text.encode()))
    except (QuotaExceeded, QueueFull) as exc:
        return exc.code
    return "queued"


async def claimed(library: Library, text: str) -> str:
    """Claim a document and return what became of it."""
    try:
        await library.claim(text, f"{text}.txt")
    except QuotaExceeded as exc:
        return exc.code
    return "claimed"


async def test_concurrent_uploads_do_not_exceed_the_documents(limited: Database) -> None:
    """Of twelve concurrent uploads exactly three are stored; what is deleted makes room."""
    library, quotas = library_in(limited), PostgresWorkspaceQuotas(limited, DEFAULTS)
    results = await asyncio.gather(*(claimed(library, f"text {number}") for number in range(12)))
    assert (results.count("claimed"), results.count("quota_exceeded")) == (3, 9)
    used = await quotas.usage(TODAY)
    assert (used.documents, used.bytes) == (3, 3 * len("text 1"))
    # the same bytes again are no new document
    again = f"text {results.index('claimed')}"
    assert await claimed(library, again) == "claimed"
    await quotas.set(Quotas(documents=4))
    assert await claimed(library, "one more") == "claimed"
    assert await claimed(library, "too many") == "quota_exceeded"


async def test_bytes_count_with_those_of_versions(limited: Database) -> None:
    """A file that does not fit is refused; the next version of a document counts beside it."""
    library, quotas = library_in(limited), PostgresWorkspaceQuotas(limited, DEFAULTS)
    await library.add("x" * 600, filename="a.txt")
    with pytest.raises(QuotaExceeded, match="1,000 bytes"):
        await library.claim("y" * 401)
    await library.claim("z" * 400)
    assert (await quotas.usage(TODAY)).bytes == 1_000
    named = replace(a_document("w" * 10), external_id="notes/w")
    with pytest.raises(QuotaExceeded):
        await library.claims.claim(named, a_file(b"w" * 10))
    assert (await quotas.usage(TODAY)).bytes == 1_000


async def test_the_queue_is_only_so_long(limited: Database) -> None:
    """What would make the queue longer is refused with the time to come again."""
    library = library_in(limited)
    results = [await enqueued(library, f"text {number}") for number in range(3)]
    assert results == ["queued", "queued", "queue_full"]
    assert await library.jobs.claim_next() is not None
    assert await enqueued(library, "text 2") == "queued"
    assert await enqueued(library, "text 3") == "quota_exceeded"


@pytest.mark.parametrize("queued", [False, True])
@pytest.mark.parametrize("limit", ["documents", "bytes"])
async def test_a_mail_is_stored_without_the_attachments_that_have_no_place(
    limited: Database, tmp_path: Path, limit: str, *, queued: bool
) -> None:
    """Whichever quota is met, and whether a worker reads the mail or the request does."""
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = "Hello", "a@b.org", "c@d.org"
    mail.set_content("The heron nests in the old mill.")
    texts = [f"Attachment {number} has some words." for number in range(4)]
    for number, text in enumerate(texts):
        mail.add_attachment(text, filename=f"{number}.txt")
    content = mail.as_bytes()
    room = len(content) + len(texts[0]) * 2 + len(texts[0]) // 2
    quotas = Quotas(documents=3, bytes=1_000_000) if limit == "documents" else Quotas(10, room)
    await PostgresWorkspaceQuotas(limited, DEFAULTS).set(quotas)
    work = work_on(limited, FakeEmbedder(DIMENSION), tmp_path)
    stored: Document
    if queued:
        sent = a_document(content.decode(), "hello.eml")
        await work.jobs.enqueue(sent, a_file(content))
        claim = await work.jobs.claim_next()
        assert claim is not None
        stored = await work.process.execute(claim)
    else:
        stored = (await work.ingest.execute(an_upload("hello.eml", content))).document
    assert stored.status is DocumentStatus.PROCESSED
    assert stored.metadata["attachments"] == ("hello.eml/0.txt", "hello.eml/1.txt")
    refused = [note for note in stored.notes if "was not stored: The workspace may have" in note]
    assert [note.split()[2] for note in refused] == ["2.txt", "3.txt"]
