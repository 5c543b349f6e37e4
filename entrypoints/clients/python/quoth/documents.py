"""Documents, for programs that do not use asyncio."""

from collections.abc import Generator, Iterator, Sequence
from contextlib import closing

from msgspec import UNSET, UnsetType

from quoth._call import Id
from quoth._calls import documents as document_calls
from quoth._calls.documents import File, Metadata
from quoth._sync_http import SyncHttp
from quoth._work import Stored, check, is_under_way, updated
from quoth.events import DocumentEvent
from quoth.types import Chunk, Deletion, Document, ListedDeletion, Put, Uploaded, Within

EVERYTHING = Within()


class Documents:
    """The documents from which questions are answered."""

    def __init__(self, http: SyncHttp) -> None:
        self._http = http

    def upload(
        self,
        file: File,
        *,
        name: str | None = None,
        collections: Sequence[str] = (),
        metadata: Metadata | None = None,
        wait: bool | None = None,
    ) -> Uploaded:
        """Store a file, and return when it is searchable. The same bytes are stored once.

        Args:
            file: Its path, or its bytes.
            name: Its name, which may be a path; by default that of the file.
            collections: The names or ids of collections that it is put into.
            metadata: What is said of it.
            wait: False returns at once. By default, a large file is followed while a worker
                processes it; True lets the request itself wait.

        Raises:
            ProcessingFailed: If it was stored, but could not be made searchable.
        """
        call = document_calls.upload(file, name, collections, metadata, wait=wait)
        uploaded = self._http.send(call)
        return uploaded if wait is False else self._searchable(uploaded)

    def put(
        self,
        external_id: str,
        file: File,
        *,
        name: str | None = None,
        collections: Sequence[str] = (),
        metadata: Metadata | None = None,
        wait: bool | None = None,
    ) -> Put:
        """Store a file under a stable name, whose next version it is if there is one.

        The other arguments are those of `upload`.
        """
        call = document_calls.put(external_id, file, name, collections, metadata, wait=wait)
        put = self._http.send(call)
        return put if wait is False else self._searchable(put)

    def rename(self, external_id: str, new: str, *, filename: str | None = None) -> Document:
        """Give the document with a stable name another one. Nothing is embedded again.

        Args:
            external_id: The name that it has.
            new: The name that it gets.
            filename: What its file is called now; by default as before.
        """
        return self._http.send(document_calls.rename(external_id, new, filename))

    def list(
        self,
        *,
        status: str | None = None,
        within: Within = EVERYTHING,
        media_type: str | None = None,
        sort: str | None = None,
    ) -> Iterator[Document]:
        """Yield documents, by default last uploaded first.

        Of `within`, `filename`, `collections` and `metadata` count.
        """
        return self._http.pages(
            lambda cursor: document_calls.list_documents(cursor, status, within, media_type, sort)
        )

    def get(self, document_id: Id, *, version: int | None = None) -> Document:
        """Return the properties of a document."""
        return self._http.send(document_calls.get(document_id, version))

    def content(
        self,
        document_id: Id,
        *,
        start: int | None = None,
        end: int | None = None,
        version: int | None = None,
    ) -> str:
        """Return the text of a document, or the part from `start` to `end`, in code points."""
        return self._http.send(document_calls.text_of(document_id, start, end, version))

    def original(self, document_id: Id) -> bytes:
        """Return the bytes that were uploaded."""
        return self._http.send(document_calls.original(document_id))

    def chunks(self, document_id: Id) -> Iterator[Chunk]:
        """Yield the chunks of a document, in order."""
        return self._http.pages(lambda cursor: document_calls.chunks(document_id, cursor))

    def versions(self, document_id: Id) -> Iterator[Document]:
        """Yield the versions of a document that are kept, the current one first."""
        return self._http.pages(lambda cursor: document_calls.versions(document_id, cursor))

    def update(
        self,
        document_id: Id,
        *,
        collections: Sequence[str] | UnsetType = UNSET,
        metadata: Metadata | UnsetType = UNSET,
        language: str | UnsetType | None = UNSET,
        title: str | UnsetType | None = UNSET,
    ) -> Document:
        """Change what is given of a document. None removes a language or a title."""
        changes = {
            "collections": collections,
            "metadata": metadata,
            "language": language,
            "title": title,
        }
        return self._http.send(document_calls.update(document_id, changes))

    def limit(self, document_id: Id, groups: Sequence[str]) -> Document:
        """Let only these groups read a document, beside admins.

        Without any, everybody in the workspace may who may read its collections. It needs the role
        admin.
        """
        return self._http.send(document_calls.update(document_id, {"limited_to": groups}))

    def delete(self, document_id: Id, *, filename: str | None = None) -> Deletion:
        """Delete a document, or one of its names."""
        return self._http.send(document_calls.delete(document_id, filename))

    def delete_matching(self, within: Within, *, dry_run: bool = False) -> ListedDeletion:
        """Delete all documents that are meant, in one step, or say which would be."""
        return self._http.send(document_calls.delete_matching(within, dry_run=dry_run))

    def events(self, document_id: Id) -> Generator[DocumentEvent, None, None]:
        """Yield what happens to a document until it is searchable, or has failed."""
        return self._http.events(document_calls.events(document_id))

    def retry(self, document_id: Id) -> Document:
        """Process a document again that failed or was cancelled."""
        return self._http.send(document_calls.retry(document_id))

    def cancel(self, document_id: Id) -> Document:
        """Cancel the work on a document."""
        return self._http.send(document_calls.cancel(document_id))

    def _searchable(self, stored: Stored) -> Stored:
        if not is_under_way(stored):
            return stored
        with closing(self.events(stored.document_id)) as events:
            for event in events:
                check(event)
        return updated(stored, self.get(stored.document_id))
