"""A retriever for LlamaIndex. Needs the extra `quoth[llama-index]`."""

from collections.abc import Mapping
from typing import Any

from quoth._metadata import metadata_of, passage_id
from quoth.async_client import AsyncClient
from quoth.client import Client
from quoth.types import Passage, Within

try:
    from llama_index.core.base.base_retriever import BaseRetriever
    from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode
except ImportError as exc:
    raise ImportError(
        "quoth.llama_index needs LlamaIndex: install it with `pip install 'quoth[llama-index]'`."
    ) from exc

# of the metadata, what helps a model that reads the passage
_SHOWN = {"filename", "page", "section"}


class QuothRetriever(BaseRetriever):
    """Finds passages of the documents of a server.

    The metadata of each node have its `document_id`, `version`, `filename`, `span` in code points,
    `page`, `section`, `score` and `similarity`.
    """

    def __init__(
        self,
        server: str = "http://127.0.0.1:8000",
        *,
        api_key: str | None = None,
        headers: Mapping[str, str] | None = None,
        top_k: int = 5,
        mode: str = "hybrid",
        min_similarity: float | None = None,
        within: Within | None = None,
        **options: Any,
    ) -> None:
        """Create the retriever. It connects when it is used.

        Args:
            server: The address of the server.
            api_key: Who searches; a server on the same machine may need none.
            headers: Sent with each request.
            top_k: The maximum number of passages.
            mode: `hybrid`, `vector` or `text`.
            min_similarity: The least similarity of a passage.
            within: Which documents are searched; by default all.
            options: Those of every retriever, such as `callback_manager`.
        """
        super().__init__(**options)
        self._server = server
        self._api_key = api_key
        self._headers = headers
        self._options: dict[str, Any] = {
            "top_k": top_k,
            "mode": mode,
            "min_similarity": min_similarity,
            "within": within,
        }

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        with Client(self._server, api_key=self._api_key, headers=self._headers) as quoth:
            found = quoth.search(query_bundle.query_str, **self._options)
        return [_node(passage) for passage in found.passages]

    async def _aretrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        async with AsyncClient(self._server, api_key=self._api_key, headers=self._headers) as quoth:
            found = await quoth.search(query_bundle.query_str, **self._options)
        return [_node(passage) for passage in found.passages]


def _node(passage: Passage) -> NodeWithScore:
    metadata = metadata_of(passage)
    hidden = [name for name in metadata if name not in _SHOWN]
    node = TextNode(
        id_=passage_id(passage),
        text=passage.content,
        metadata=metadata,
        excluded_llm_metadata_keys=hidden,
        excluded_embed_metadata_keys=hidden,
        start_char_idx=passage.char_start,
        end_char_idx=passage.char_end,
    )
    return NodeWithScore(node=node, score=passage.score)
