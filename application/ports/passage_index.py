"""The port for finding passages."""

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
    ) -> Candidates:
        """Return the chunks that are best by either half of a search.

        Args:
            text: The question, for BM25 over its stemmed words, stop words left out. What a word
                is and how it is stemmed goes by the language of each document.
            embedding: The question's vector, of unit length, for the cosine of the best window.
            limit: The most chunks that each half contributes; each chunk counts once, by its
                best window. If at least so many chunks pass the filter, the vector half returns
                no fewer.
            mode: Which halves look for chunks. In a hybrid search both scores of each are exact,
                whichever found it. In a search by meaning alone, BM25 and its scale are 0.
            within: Which documents are searched; None means all.
        """
        ...

    async def revision(self) -> int:
        """Return a number that grows whenever what can be found changes, and never falls."""
        ...
