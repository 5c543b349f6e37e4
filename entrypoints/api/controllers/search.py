"""Search: the passages alone."""

from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, post
from litestar.params import JSONBody

from application.search_passages import SearchPassages, SearchRequest
from domain import errors
from entrypoints.api.problems import problems
from entrypoints.api.schemas import PassageView, SearchBody, SearchView, TimingsView


class SearchController(Controller):
    """Passages without an answer."""

    path = "/api/search"
    tags = ["Search"]  # noqa: RUF012 - the framework's attribute

    @post(
        "/",
        status_code=200,
        responses=problems(
            errors.MessageEmpty,
            errors.MessageTooLong,
            errors.RequestTooLarge,
            errors.DatabaseUnavailable,
            errors.EmbedderUnavailable,
        ),
    )
    @inject
    async def search(
        self, data: JSONBody[SearchBody], search: FromDishka[SearchPassages]
    ) -> SearchView:
        """Find the passages that are closest to a query."""
        result = await search.execute(
            SearchRequest(data.query, data.top_k, data.min_similarity, data.document_ids)
        )
        passages = [PassageView.found(n, passage) for n, passage in enumerate(result.passages, 1)]
        return SearchView(passages, TimingsView.of(result.timings))
