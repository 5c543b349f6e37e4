"""The port for reading the embeddings that documents have."""

from collections.abc import Collection, Mapping
from typing import Protocol
from uuid import UUID

from domain.documents.chunks import Embedding


class StoredEmbeddings(Protocol):
    """Reads the embeddings of stored chunks, so that equal texts are embedded once."""

    async def of_texts(
        self, document_id: UUID, texts: Collection[str], model: str
    ) -> Mapping[str, tuple[Embedding, ...]]:
        """Return the embeddings of those of the texts that chunks of a document have.

        Args:
            document_id: The document; one that is not processed has no chunks.
            texts: Texts of chunks, as they are embedded.
            model: The name of the model whose embeddings are wanted.

        Raises:
            EmbeddingModelChanged: If the document has some, and they are by another model.
            DatabaseUnavailable: If the database is not reachable.
        """
        ...
