"""What a response is asked of: the field `within`, and the tool file_search."""

import math
from dataclasses import replace

from domain.documents.conditions import Condition
from domain.documents.document_filter import ALL_DOCUMENTS, DocumentFilter
from domain.retrieval.policy import SearchLimits
from entrypoints.api.openai.filters import condition_of
from entrypoints.api.openai.ids import VECTOR_STORE, parsed
from entrypoints.api.openai.response_schemas import FileSearchTool, ResponseRequest

FILE_SEARCH = "file_search"


def scope_of(data: ResponseRequest) -> DocumentFilter | None:
    """Return which documents are asked; None if all are. Other tools than file_search are ignored.

    Raises:
        NotFound: If an id is not that of a vector store.
    """
    within = None if data.within is None else data.within.filter()
    stores = [id_ for each in _searches(data) for id_ in each.vector_store_ids]
    if stores:
        collections = tuple(str(parsed(VECTOR_STORE, each)) for each in stores)
        within = replace(within or ALL_DOCUMENTS, collections=collections)
    return within


def condition_in(data: ResponseRequest) -> Condition | None:
    """Return what the documents have to fulfil by the filters of the tools; None without any.

    Raises:
        InvalidInput: If a filter is none, or if there is too much in them.
    """
    filters = [each.filters for each in _searches(data) if each.filters]
    return condition_of(*filters) if filters else None


def search_limits_of(data: ResponseRequest) -> SearchLimits:
    """Return which of the passages found may be used. All tools that limit them count."""
    searches = _searches(data)
    most = [each.max_num_results for each in searches if each.max_num_results is not None]
    options = [each.ranking_options for each in searches if each.ranking_options is not None]
    least = [each.score_threshold for each in options if each.score_threshold is not None]
    return SearchLimits(min(most, default=None), max(least, default=-math.inf))


def _searches(data: ResponseRequest) -> list[FileSearchTool]:
    return [each for each in data.tools or [] if each.type == FILE_SEARCH]
