"""A source, and what is remembered of synced items, in memory."""

from collections.abc import Collection
from dataclasses import replace
from itertools import count

from application.ports.document_source import DocumentSource, Fetched
from application.ports.sync_items import SyncItems
from application.ports.upload_files import UploadFile
from domain.documents.document import DocumentStatus
from domain.documents.filenames import nfc
from domain.errors import ItemUnreadable, SourceUnavailable
from domain.syncing.items import Listing, PassedOver, SourceItem, SyncedItem, external_id
from tests.fakes.library import InMemoryLibrary


class InMemorySource(DocumentSource):
    """Files in memory. A new version of one gets a new token, and a moved one keeps its own.

    Files in `unreadable` are listed and cannot be fetched. With `tokens` unset, tokens are known
    only once an item was fetched. `fetched` records the paths of what was written, and `asked`
    counts all calls.
    """

    def __init__(self, files: dict[str, bytes] | None = None, *, tokens: bool = True) -> None:
        self.files: dict[str, bytes] = {}
        self.unreadable: set[str] = set()
        self.unlisted: tuple[PassedOver, ...] = ()
        self.passed_over: tuple[PassedOver, ...] = ()
        self.fetched: list[str] = []
        self.asked = 0
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
        self.asked += 1
        if item.key in self.unreadable or item.key not in self.files:
            raise ItemUnreadable
        token = self._token_of[item.key]
        if token == known_token:
            return Fetched(token, modified=False)
        self.fetched.append(item.path)
        await file.write(self.files[item.key])
        return Fetched(token)


class InMemorySyncItems(SyncItems):
    """Remembers items in memory, and looks for their documents in an InMemoryLibrary."""

    def __init__(self, library: InMemoryLibrary) -> None:
        self.rows: dict[tuple[str, str], SyncedItem] = {}
        self._library = library

    async def of(self, collection: str) -> list[SyncedItem]:
        self._library.check()
        by_name = {
            entry.document.external_id: entry.document for entry in self._library.entries.values()
        }
        found = []
        for (owner, path), row in sorted(self.rows.items()):
            if owner == collection:
                document = by_name.get(external_id(owner, path))
                stored = (
                    document is not None
                    and document.status is DocumentStatus.PROCESSED
                    and document.content_sha256 == row.sha256
                )
                document_id = document.id if document else None
                found.append(replace(row, document_id=document_id, stored=stored))
        return found

    async def save(
        self,
        collection: str,
        items: Collection[SyncedItem] = (),
        forgotten: Collection[str] = (),
    ) -> None:
        self._library.check()
        for path in forgotten:
            self.rows.pop((collection, path), None)
        for each in items:
            self.rows[collection, each.path] = replace(each, document_id=None, stored=False)
