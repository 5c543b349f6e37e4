"""The files in an upload become documents of their own."""

import json
from collections.abc import Sequence

import pytest

from adapters.disk_upload_files import DiskUploadFiles
from application.documents import process_document
from application.documents.ingest_document import IngestDocument
from application.documents.nested_uploads import NestedUploads
from application.documents.process_document import ProcessDocument
from application.documents.read_upload import ReadUpload
from application.documents.receive_upload import ReceiveUpload
from application.ports.text_extractor import TextExtractor
from domain.documents.attachments import MAX_ATTACHMENTS, MAX_DEPTH
from domain.documents.document import (
    Attachment,
    Document,
    DocumentStatus,
    ExtractedText,
    Upload,
)
from domain.documents.file_format import FileFormat
from domain.documents.metadata import NO_LABELS, Labels
from domain.errors import DatabaseUnavailable, EmbedderUnavailable, UnsupportedFileType
from tests.fakes.chats import InMemoryIdempotencyKeys
from tests.fakes.embedder import FakeEmbedder
from tests.fakes.ingest import lanes_over
from tests.fakes.jobs import InMemoryDocumentClaims
from tests.fakes.language_detector import CommonWordDetector
from tests.fakes.library import (
    InMemoryDocumentStore,
    InMemoryDocumentTexts,
    InMemoryLibrary,
)
from tests.fakes.stored_contents import InMemoryStoredContents
from tests.support.uploads import an_upload, folder


class MailExtractor(TextExtractor):
    """Reads JSON: [text, [attachment name, mail], …]. A mail that is null is unsupported."""

    formats = (FileFormat("Mail", "message/rfc822", (".eml",)),)

    async def check(self) -> None:
        pass

    async def recognise(self, upload: Upload) -> str:  # noqa: ARG002 - all are mails
        return self.formats[0].media_type

    async def extract(self, upload: Upload) -> ExtractedText:
        content = json.loads(upload.path.read_text())
        if content is None:
            raise UnsupportedFileType("It is a picture.")
        text, *attached = content
        attachments = tuple(Attachment(name, mail(inner)) for name, inner in attached)
        return ExtractedText(text, ("Read.",), {"from": "a@b.org"}, attachments=attachments)


def mail(content: object) -> bytes:
    """Return what MailExtractor reads."""
    return json.dumps(content).encode()


class World:
    """A library, and the use case that ingests mails into it."""

    def __init__(self) -> None:
        self.library = InMemoryLibrary()
        self.embedder = FakeEmbedder()
        claims = InMemoryDocumentClaims(self.library)
        lanes = lanes_over(self.library, self.embedder)
        read = ReadUpload(MailExtractor(), 1_000_000)
        uploads = NestedUploads(
            ReceiveUpload(
                read,
                self.embedder,
                InMemoryIdempotencyKeys(),
                claims,
                InMemoryStoredContents(self.library),
            ),
            ProcessDocument(
                lanes,
                CommonWordDetector(),
                InMemoryDocumentTexts(self.library),
                claims,
                InMemoryDocumentStore(self.library),
            ),
            claims,
            DiskUploadFiles(folder() / "uploads"),
        )
        self._ingest = IngestDocument(uploads)

    async def ingest(
        self, *content: object, filename: str = "in/hello.eml", labels: Labels = NO_LABELS
    ) -> Document:
        upload = an_upload(filename, mail(list(content)))
        return (await self._ingest.execute(upload, labels=labels)).document

    def documents(self) -> dict[str, Document]:
        """Return the documents by their first names."""
        entries = self.library.entries.values()
        return {each.document.filename: self.library.read(each) for each in entries}


@pytest.fixture
def world() -> World:
    return World()


def texts_in(world: World) -> Sequence[str]:
    return sorted(entry.text for entry in world.library.entries.values())


async def test_attachments_are_documents_that_know_their_mail(world: World) -> None:
    """Each attachment is a processed document, named after the mail; both name each other."""
    stored = await world.ingest("Hello", ["report.pdf", ["Profit"]], ["../b.txt", ["Loss"]])
    names = ("in/hello.eml/report.pdf", "in/hello.eml/b.txt")
    assert stored.metadata == {"from": "a@b.org", "attachments": names}
    assert stored.notes == ("Read.",)
    documents = world.documents()
    assert documents.keys() == {"in/hello.eml", *names}
    for name in names:
        assert documents[name].status is DocumentStatus.PROCESSED
        assert documents[name].metadata == {"from": "a@b.org", "mail": "in/hello.eml"}
    assert list((folder() / "uploads").iterdir()) == []


async def test_an_attachment_that_cannot_be_read_fails_alone(world: World) -> None:
    """The mail and its other attachments are stored, and a note says what is missing and why."""
    stored = await world.ingest("Hello", ["logo.png", None], ["b.txt", ["Loss"]])
    assert stored.metadata["attachments"] == ("in/hello.eml/b.txt",)
    assert stored.notes[1:] == ("The attachment logo.png was not stored: It is a picture.",)
    assert world.documents().keys() == {"in/hello.eml", "in/hello.eml/b.txt"}


async def test_an_attachment_without_a_place_fails_alone(world: World) -> None:
    """A mail is stored with as many attachments as its workspace has room for; notes name the rest.

    An attached mail that has a place of its own is stored without its attachments, too.
    """
    world.library.most_documents = 3
    stored = await world.ingest(
        "Hello", ["a.txt", ["Profit"]], ["b.eml", ["Loss", ["c.txt", ["Sum"]]]], ["d.txt", ["Tax"]]
    )
    names = ("in/hello.eml/a.txt", "in/hello.eml/b.eml")
    assert stored.metadata["attachments"] == names
    [note] = stored.notes[1:]
    assert note.startswith(
        "The attachment d.txt was not stored: The workspace may have 3 documents"
    )
    documents = world.documents()
    assert documents.keys() == {"in/hello.eml", *names}
    assert {each.status for each in documents.values()} == {DocumentStatus.PROCESSED}
    assert "The attachment c.txt was not stored" in documents["in/hello.eml/b.eml"].notes[-1]


async def test_a_mail_is_found_only_after_its_attachments(world: World) -> None:
    """If the work breaks off at an attachment, the mail is no document that can be found."""
    world.embedder.fail_with(EmbedderUnavailable())
    with pytest.raises(EmbedderUnavailable):
        await world.ingest("Hello", ["b.txt", ["Loss"]])
    world.embedder.recover()
    assert world.documents() == {}

    async def lost(*_: object, **__: object) -> None:
        raise DatabaseUnavailable

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(InMemoryDocumentStore, "add", lost)
        patched.setattr(process_document, "STORE_AGAIN_SECONDS", ())
        with pytest.raises(DatabaseUnavailable):
            await world.ingest("Hello", ["b.txt", ["Loss"]])
    assert {each.status for each in world.documents().values()} == {DocumentStatus.PENDING}
    again = await world.ingest("Hello", ["b.txt", ["Loss"]])
    assert again.metadata["attachments"] == ("in/hello.eml/b.txt",)
    assert {each.status for each in world.documents().values()} == {DocumentStatus.PROCESSED}


async def test_the_same_mail_again_changes_nothing(world: World) -> None:
    """A mail that is stored is not stored twice, nor are its attachments."""
    first = await world.ingest("Hello", ["b.txt", ["Loss"]])
    count = len(world.embedder.passages)
    assert await world.ingest("Hello", ["b.txt", ["Loss"]]) == first
    assert len(world.embedder.passages) == count


async def test_an_attachment_that_is_stored_gets_a_further_name(world: World) -> None:
    """An attachment with the bytes of a document is that document under one more name."""
    await world.ingest("Loss", filename="loss.txt")
    await world.ingest("Hello", ["b.txt", ["Loss"]])
    assert world.documents()["loss.txt"].names == ("loss.txt", "in/hello.eml/b.txt")
    assert texts_in(world) == ["Hello", "Loss"]


async def test_attached_mails_are_read_to_a_depth(world: World) -> None:
    """Attachments of attached mails are documents, too, down to a limit that a note states."""
    content: list[object] = ["innermost"]
    for depth in range(MAX_DEPTH + 2):
        content = [f"mail {depth}", ["in.eml", content]]
    await world.ingest(*content)
    assert len(world.library.entries) == MAX_DEPTH + 1
    deepest = world.documents()["in/hello.eml" + "/in.eml" * MAX_DEPTH]
    assert "Attachments that were left out: 1." in deepest.notes[-1]


async def test_the_number_of_attachments_is_limited_for_all_mails_in_a_mail(world: World) -> None:
    """However a mail is nested, it becomes a limited number of documents."""
    mails = [
        [f"{number}.eml", [f"mail {number}", *([f"{n}.txt", [f"{number} {n}"]] for n in range(30))]]
        for number in range(10)
    ]
    stored = await world.ingest("Hello", *mails)
    assert len(world.library.entries) == 1 + MAX_ATTACHMENTS
    assert "Attachments that were left out: 6." in stored.notes[-1]


async def test_many_failures_are_counted(world: World) -> None:
    """The first failures are told one by one, and the others as a number."""
    stored = await world.ingest("Hello", *([f"{n}.png", None] for n in range(15)))
    assert len(stored.notes) == 1 + 10 + 1
    assert stored.notes[-1] == "Attachments that were not stored either: 5."


async def test_attachments_are_labelled_like_their_mail(world: World) -> None:
    """What a client says of a mail is said of its attachments too."""
    labels = Labels(("Inbox",), {"project": "Heron"})
    await world.ingest("Hello", ["a.eml", ["Inside"]], labels=labels)
    assert [each.labels for each in world.documents().values()] == [labels, labels]
