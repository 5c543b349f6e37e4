"""Which documents a response is asked of: the field `within`, and the tool file_search."""

from dataclasses import replace

from domain.documents.document_filter import ALL_DOCUMENTS, DocumentFilter
from entrypoints.api.openai.errors import NotSupported
from entrypoints.api.openai.ids import VECTOR_STORE, parsed
from entrypoints.api.openai.response_schemas import ResponseRequest

FILE_SEARCH = "file_search"


def scope_of(data: ResponseRequest) -> DocumentFilter | None:
    """Return which documents are asked; None if all are. Other tools than file_search are ignored.

    Raises:
        NotSupported: If a tool has filters.
        NotFound: If an id is not that of a vector store.
    """
    within = None if data.within is None else data.within.filter()
    searches = [each for each in data.tools or [] if each.type == FILE_SEARCH]
    if any(each.filters for each in searches):
        raise NotSupported("Answers take no filters: search the vector store with them.")
    stores = [id_ for each in searches for id_ in each.vector_store_ids]
    if not stores:
        return within
    collections = tuple(str(parsed(VECTOR_STORE, each)) for each in stores)
    return replace(within or ALL_DOCUMENTS, collections=collections)
