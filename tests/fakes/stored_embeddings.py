"""The embeddings that an InMemoryLibrary has."""

from collections.abc import Collection, Mapping
from uuid import UUID

from application.ports.stored_embeddings import StoredEmbeddings
from domain.documents.chunks import Embedding
from domain.documents.embedding import embedded_text
from tests.fakes.library import InMemoryLibrary


class InMemoryStoredEmbeddings(StoredEmbeddings):
    """Reads the embeddings of an InMemoryLibrary."""

    def __init__(self, library: InMemoryLibrary | None = None) -> None:
        self.library = library or InMemoryLibrary()

    async def of_texts(
        self, document_id: UUID, texts: Collection[str], model: str
    ) -> Mapping[str, tuple[Embedding, ...]]:
        self.library.check()
        entry = self.library.readable.get(document_id)
        if entry and entry.chunks:
            self.library.models.check(model)
        held = {embedded_text(each.chunk): each.windows for each in entry.chunks} if entry else {}
        return {text: held[text] for text in texts if text in held}
