"""Fills the database of an evaluation with one library after the other."""

from collections.abc import Sequence

from rich.console import Console

from application.documents.ingest_document import IngestDocument
from application.documents.remove_document import RemoveDocument
from application.ports.document_catalog import DocumentCatalog
from application.ports.upload_files import UploadFiles
from domain.documents.document import Document
from domain.documents.ordering import DocumentPosition
from domain.paging import PageRequest
from entrypoints.evaluation.datasets.dataset import CorpusDocument
from entrypoints.evaluation.runs.corpus import ingest_documents

PAGE = 100


class LibraryShelf:
    """Holds one library at a time. Only for a database that belongs to the evaluation alone."""

    def __init__(
        self,
        ingest: IngestDocument,
        files: UploadFiles,
        catalog: DocumentCatalog,
        remove: RemoveDocument,
    ) -> None:
        self._ingest = ingest
        self._files = files
        self._catalog = catalog
        self._remove = remove

    async def hold(
        self, name: str, documents: Sequence[CorpusDocument], console: Console
    ) -> tuple[tuple[str, str], ...]:
        """Remove every other document, and ingest those of the library that are not stored yet.

        Returns:
            (document, reason) for each document that could not be ingested.

        Raises:
            Misconfigured: If no document can be ingested.
            Unavailable: If the database becomes unavailable.
        """
        wanted = {(each.filename, each.sha256) for each in documents}
        page: PageRequest[DocumentPosition] = PageRequest(PAGE)
        stored: list[Document] = []
        while True:
            found = await self._catalog.list(page)
            stored += found.items
            if found.next_cursor is None:
                break
            page = PageRequest(PAGE, found.next_cursor)
        for each in stored:
            if each.other_names or (each.filename, each.content_sha256) not in wanted:
                await self._remove.execute(each.id)
        corpus = await ingest_documents(self._ingest, self._files, name, documents, console)
        return corpus.failures
