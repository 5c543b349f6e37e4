"""A retriever for LangChain. Needs the extra `quoth[langchain]`."""

from collections.abc import Iterable, Mapping
from typing import Any

from quoth._metadata import metadata_of, passage_id
from quoth.async_client import AsyncClient
from quoth.client import Client
from quoth.types import Passage, Within

try:
    from langchain_core.callbacks import (
        AsyncCallbackManagerForRetrieverRun,
        CallbackManagerForRetrieverRun,
    )
    from langchain_core.documents import Document
    from langchain_core.retrievers import BaseRetriever
except ImportError as exc:
    raise ImportError(
        "quoth.langchain needs LangChain: install it with `pip install 'quoth[langchain]'`."
    ) from exc


class QuothRetriever(BaseRetriever):
    """Finds passages of the documents of a server.

    The metadata of each have its `document_id`, `version`, `filename`, `span` in code points,
    `page`, `section`, `score` and `similarity`.

    Attributes:
        server: The address of the server.
        api_key: Who searches; a server on the same machine may need none.
        headers: Sent with each request.
        top_k: The maximum number of passages.
        mode: `hybrid`, `vector` or `text`.
        min_similarity: The least similarity of a passage.
        within: Which documents are searched; by default all.
    """

    server: str = "http://127.0.0.1:8000"
    api_key: str | None = None
    headers: Mapping[str, str] | None = None
    top_k: int = 5
    mode: str = "hybrid"
    min_similarity: float | None = None
    within: Within | None = None

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002 - part of the interface
    ) -> list[Document]:
        with Client(self.server, api_key=self.api_key, headers=self.headers) as quoth:
            found = quoth.search(query, **self._options())
        return [_document(passage) for passage in found.passages]

    async def _aget_relevant_documents(
        self,
        query: str,
        *,
        run_manager: AsyncCallbackManagerForRetrieverRun,  # noqa: ARG002 - part of the interface
    ) -> list[Document]:
        async with AsyncClient(self.server, api_key=self.api_key, headers=self.headers) as quoth:
            found = await quoth.search(query, **self._options())
        return [_document(passage) for passage in found.passages]

    def __repr_args__(self) -> Iterable[tuple[str | None, Any]]:
        """Return what is shown of the retriever, which is no secret."""
        return [each for each in super().__repr_args__() if each[0] not in {"api_key", "headers"}]

    def _options(self) -> dict[str, Any]:
        return {
            "top_k": self.top_k,
            "mode": self.mode,
            "min_similarity": self.min_similarity,
            "within": self.within,
        }


def _document(passage: Passage) -> Document:
    return Document(
        id=passage_id(passage), page_content=passage.content, metadata=metadata_of(passage)
    )
