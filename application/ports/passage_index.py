"""The port for finding passages."""

from collections.abc import Sequence
from typing import Protocol

from domain.documents.chunks import Embedding
from domain.retrieval.passages import Candidates, PassageFilter, SearchMode


class PassageIndex(Protocol):
    """Finds chunks of processed documents, by meaning and by words.

    Every method raises DatabaseUnavailable if the database is not reachable.
    """

    async def candidates(
        self,
        text: str,
        embedding: Embedding,
        limit: int,
        mode: SearchMode = SearchMode.HYBRID,
        within: PassageFilter | None = None,
        phrases: Sequence[str] = (),
        model: str | None = None,
    ) -> Candidates:
        """Return the chunks that are best by either half of a search, or by a name or phrase.

        Unless the search is by vector, some chunks of the documents that the question names are
        among them, even if their texts have no word of it: those nearest to the vector.

        Args:
            text: The question, for BM25 over its stemmed words without stop words. The language of
                each document decides how it is divided into words and stemmed.
            embedding: The question's vector, of unit length, for the cosine of the best window.
            limit: The largest number of chunks from each half; each chunk counts once, by its best
                window. If at least `limit` chunks pass the filter, the vector half returns no
                fewer.
            mode: Which halves look for chunks. In a hybrid search both scores of a chunk are exact,
                whichever half found it. In a vector search, BM25 and its scale are 0.
            within: Which documents are searched; None means all. A passage is named by the first of
                its document's names that match, or else by the first name. Of several, the one
                with the most words of the question comes first.
            phrases: Chunks that have one of them word for word are among those returned, in every
                mode, up to `limit` of each.
            model: The name of the model of the question's vector. None: it is known to be that of
                the library.

        Raises:
            EmbeddingModelChanged: If the library's vectors are by another model.
        """
        ...

    async def revision(self) -> int:
        """Return a number that grows whenever what can be found changes, and never decreases."""
        ...
