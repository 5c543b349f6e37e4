"""Which files an InMemoryLibrary has."""

from collections.abc import Collection, Mapping

from application.ports.stored_contents import StoredContents
from domain.documents.document import Document, DocumentStatus
from tests.fakes.library import InMemoryLibrary


class InMemoryStoredContents(StoredContents):
    """Finds documents of an InMemoryLibrary by the bytes of their files."""

    def __init__(self, library: InMemoryLibrary) -> None:
        self.library = library

    async def processed(self, digests: Collection[str]) -> Mapping[str, Document]:
        self.library.check()
        documents = [self.library.read(each) for each in self.library.readable.values()]
        return {
            each.content_sha256: each
            for each in documents
            if each.content_sha256 in digests
            and each.external_id is None
            and each.status is DocumentStatus.PROCESSED
        }
