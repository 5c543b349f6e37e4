"""A source, a memory of items and documents for syncing, all in memory."""

from collections.abc import Collection
from dataclasses import dataclass, field
from itertools import count
from uuid import UUID

from application.ports.document_source import DocumentSource, Fetched
from application.ports.sync_items import SyncItems
from application.ports.upload_files import UploadFile
from application.syncing.documents import PutChange, PutRequest, PutResult
from domain.documents.document import Document
from domain.documents.filenames import nfc
from domain.errors import (
    DatabaseUnavailable,
    DocumentNotFound,
    FileDamaged,
    ItemUnreadable,
    SourceUnavailable,
)
from domain.syncing.items import Listing, PassedOver, SourceItem, SyncedItem, external_id
from tests.support.documents import a_document


class InMemorySource(DocumentSource):
    """Files in memory. A new version of one gets a new token, and a moved one keeps its own.

    Files in `unreadable` are listed and cannot be fetched. With `tokens` unset, tokens are known
    only once an item was fetched. `fetched` records the paths of what was written.
    """

    def __init__(self, files: dict[str, bytes] | None = None, *, tokens: bool = True) -> None:
        self.files: dict[str, bytes] = {}
        self.unreadable: set[str] = set()
        self.unlisted: tuple[PassedOver, ...] = ()
        self.passed_over: tuple[PassedOver, ...] = ()
        self.fetched: list[str] = []
        self.available = True
        self._tokens = tokens
        self._token_of: dict[str, str] = {}
        self._numbers = count(1)
        for path, content in (files or {}).items():
            self.write(path, content)

    def write(self, path: str, content: bytes) -> None:
        """Write a file."""
        self.files[path] = content
        self._token_of[path] = f"token-{next(self._numbers)}"

    def move(self, path: str, new: str) -> None:
        """Rename a file."""
        self.files[new] = self.files.pop(path)
        self._token_of[new] = self._token_of.pop(path)

    def delete(self, path: str) -> None:
        """Delete a file."""
        del self.files[path]

    async def list(self) -> Listing:
        if not self.available:
            raise SourceUnavailable
        items = [
            SourceItem(
                nfc(path), path, self._token_of[path] if self._tokens else None, len(content)
            )
            for path, content in self.files.items()
        ]
        return Listing(tuple(items), self.passed_over, self.unlisted)

    async def fetch(self, item: SourceItem, known_token: str | None, file: UploadFile) -> Fetched:
        if item.key in self.unreadable or item.key not in self.files:
            raise ItemUnreadable
        token = self._token_of[item.key]
        if token == known_token:
            return Fetched(token, modified=False)
        self.fetched.append(item.path)
        await file.write(self.files[item.key])
        return Fetched(token)


@dataclass
class StableDocuments:
    """Documents by their external ids. A content that has `damaged` in it cannot be one.

    `log` records each change. `calls_left` counts down; then every call fails.
    """

    contents: dict[str, tuple[Document, bytes]] = field(default_factory=dict)
    log: list[tuple[str, ...]] = field(default_factory=list)
    calls_left: int | None = None

    def count(self) -> None:
        """Raise DatabaseUnavailable if no call is left."""
        if self.calls_left is not None:
            if self.calls_left == 0:
                raise DatabaseUnavailable
            self.calls_left -= 1


class FakePut:
    """Puts content under a stable name."""

    def __init__(self, documents: StableDocuments) -> None:
        self._documents = documents

    async def execute(self, request: PutRequest) -> PutResult:
        self._documents.count()
        content = request.upload.path.read_bytes()
        before = self._documents.contents.get(request.external_id)
        if before and before[0].content_sha256 == request.upload.sha256:
            return PutResult(PutChange.UNCHANGED, before[0])
        if b"damaged" in content:
            self._documents.log.append(("refused", request.external_id))
            raise FileDamaged
        document = a_document(content.decode(), request.upload.filename)
        self._documents.contents[request.external_id] = (document, content)
        self._documents.log.append(("put", request.external_id))
        return PutResult(PutChange.REPLACED if before else PutChange.CREATED, document)


class FakeRename:
    """Gives a document another stable name."""

    def __init__(self, documents: StableDocuments) -> None:
        self._documents = documents

    async def execute(self, external_id: str, new_external_id: str) -> Document:
        self._documents.count()
        if external_id not in self._documents.contents:
            raise DocumentNotFound
        entry = self._documents.contents.pop(external_id)
        self._documents.contents[new_external_id] = entry
        self._documents.log.append(("rename", external_id, new_external_id))
        return entry[0]


class FakeRemove:
    """Removes documents."""

    def __init__(self, documents: StableDocuments) -> None:
        self._documents = documents

    async def execute(self, document_id: UUID) -> None:
        self._documents.count()
        for name, (document, _) in self._documents.contents.items():
            if document.id == document_id:
                del self._documents.contents[name]
                self._documents.log.append(("remove", name))
                return
        raise DocumentNotFound


class InMemorySyncItems(SyncItems):
    """Remembers items in memory, and looks their documents up by name."""

    def __init__(self, documents: StableDocuments) -> None:
        self.rows: dict[tuple[str, str], SyncedItem] = {}
        self._documents = documents

    async def of(self, collection: str) -> list[SyncedItem]:
        self._documents.count()
        found = []
        for (owner, path), row in sorted(self.rows.items()):
            if owner == collection:
                document, _ = self._documents.contents.get(external_id(owner, path), (None, b""))
                found.append(
                    SyncedItem(
                        path,
                        row.token,
                        row.sha256,
                        row.error,
                        document.id if document else None,
                        document is not None and document.content_sha256 == row.sha256,
                    )
                )
        return found

    async def save(
        self,
        collection: str,
        items: Collection[SyncedItem] = (),
        forgotten: Collection[str] = (),
    ) -> None:
        self._documents.count()
        for path in forgotten:
            self.rows.pop((collection, path), None)
        for each in items:
            self.rows[collection, each.path] = SyncedItem(
                each.path, each.token, each.sha256, each.error
            )
