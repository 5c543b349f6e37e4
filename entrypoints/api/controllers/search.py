"""Search: find passages without generating an answer."""

import math

from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, post
from litestar.params import JSONBody

from application.retrieval.search_passages import SearchPassages, SearchRequest
from domain import errors
from entrypoints.api.problems import READING, problems
from entrypoints.api.request_errors import CrossOrigin, RequestTooLarge
from entrypoints.api.roles import READER
from entrypoints.api.schemas import TimingsView
from entrypoints.api.search_schemas import (
    DroppedView,
    PassageView,
    QueryView,
    SearchBody,
    SearchView,
)


class SearchController(Controller):
    """Search without an answer."""

    path = "/api/search"
    tags = ["Search"]  # noqa: RUF012 - the framework's attribute
    opt = READER

    @post(
        "/",
        status_code=200,
        responses=problems(
            errors.MessageEmpty,
            errors.MessageTooLong,
            errors.CollectionNameInvalid,
            errors.CollectionNotFound,
            RequestTooLarge,
            *READING,
            CrossOrigin,
            errors.ServerBusy,
            errors.EmbedderUnavailable,
            errors.EmbeddingModelChanged,
            errors.RerankerUnavailable,
        ),
    )
    @inject
    async def search(
        self, data: JSONBody[SearchBody], search: FromDishka[SearchPassages]
    ) -> SearchView:
        """Find the passages that match a query best, by meaning and by words."""
        least = -math.inf if data.min_similarity is None else data.min_similarity
        result = await search.execute(
            SearchRequest(data.query, data.top_k, least, data.mode, data.filter())
        )
        passages = [
            PassageView.found(place, ranked, explain=data.explain)
            for place, ranked in enumerate(result.selection.kept, 1)
        ]
        timings = TimingsView.of(result.timings)
        found = SearchView(passages, round(result.confidence, 4), timings)
        if data.explain:
            found.query = QueryView.of(
                result.query, (each.scores for each in result.selection.found)
            )
            found.dropped = [DroppedView.of(*each) for each in result.selection.dropped]
        return found
