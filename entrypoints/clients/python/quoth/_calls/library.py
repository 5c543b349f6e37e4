"""Requests about collections, searches and the server itself."""

from collections.abc import Sequence
from datetime import date

from quoth._call import Call, Id, nothing, returns, returns_page, without_none
from quoth.types import (
    Collection,
    Format,
    Found,
    Health,
    ListedDeletion,
    Model,
    Page,
    UsageOfModels,
    Within,
)

COLLECTIONS = "/api/collection/"
PAGE = 200
UNHEALTHY = 503


def create_collection(name: str) -> Call[Collection]:
    """Create a collection."""
    return Call("POST", COLLECTIONS, returns(Collection), body={"name": name}, repeatable=False)


def list_collections(cursor: str | None) -> Call[Page[Collection]]:
    """Read a page of the collections."""
    params = without_none(limit=PAGE, cursor=cursor)
    return Call("GET", COLLECTIONS, returns_page(Collection), params)


def get_collection(collection_id: Id) -> Call[Collection]:
    """Read a collection."""
    return Call("GET", f"{COLLECTIONS}{collection_id}/", returns(Collection))


def rename_collection(collection_id: Id, name: str) -> Call[Collection]:
    """Rename a collection."""
    path = f"{COLLECTIONS}{collection_id}/"
    return Call("PATCH", path, returns(Collection), body={"name": name})


def limit_collection(collection_id: Id, groups: Sequence[str]) -> Call[Collection]:
    """Limit a collection to groups."""
    path = f"{COLLECTIONS}{collection_id}/"
    return Call("PATCH", path, returns(Collection), body={"limited_to": groups})


def delete_collection(collection_id: Id, *, documents: bool) -> Call[ListedDeletion]:
    """Delete a collection, and on request its documents."""
    return Call(
        "DELETE",
        f"{COLLECTIONS}{collection_id}/",
        returns(ListedDeletion),
        without_none(documents=documents),
        repeatable=False,
    )


def search(
    query: str,
    top_k: int,
    mode: str,
    min_similarity: float | None,
    within: Within | None,
    *,
    explain: bool,
) -> Call[Found]:
    """Find passages."""
    body: dict[str, object] = {"query": query, "top_k": top_k, "mode": mode, "explain": explain}
    if min_similarity is not None:
        body["min_similarity"] = min_similarity
    if within is not None:
        body["within"] = within
    return Call("POST", "/api/search/", returns(Found), body=body)


def formats() -> Call[Page[Format]]:
    """Read which formats the server reads."""
    return Call("GET", "/api/format/", returns_page(Format))


def models() -> Call[Page[Model]]:
    """Read which language models can be chosen."""
    return Call("GET", "/api/model/", returns_page(Model))


def usage(since: date | None, until: date | None) -> Call[UsageOfModels]:
    """Read what the language models were used for."""
    params = without_none(since=since, until=until)
    return Call("GET", "/api/model/usage/", returns(UsageOfModels), params)


def health() -> Call[Health]:
    """Read whether the server can answer questions."""
    return Call("GET", "/api/health/", returns(Health), also_read=UNHEALTHY)


def live() -> Call[None]:
    """Read whether the process of the server runs."""
    return Call("GET", "/api/health/live/", nothing)
