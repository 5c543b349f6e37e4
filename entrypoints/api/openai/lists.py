"""Lists as OpenAI sends them, and the parameters that page through them."""

from typing import Annotated, Generic, Literal, TypeAlias, TypeVar

from litestar.params import QueryParameter
from msgspec import Struct

Item = TypeVar("Item")

Order: TypeAlias = Literal["asc", "desc"]
OrderParameter = Annotated[
    Order, QueryParameter(name="order", description="By the time of the upload.")
]
Limit = Annotated[
    int, QueryParameter(name="limit", ge=1, le=100, description="The maximum number of items.")
]
After = Annotated[
    str | None, QueryParameter(name="after", description="The id of the last item of a page.")
]


class ListView(Struct, Generic[Item]):
    """A page of a list. Pass `last_id` as `after` to get the next page."""

    data: list[Item]
    first_id: str | None
    last_id: str | None
    has_more: bool
    object: str = "list"


class Deleted(Struct):
    """An object was deleted."""

    id: str
    object: str
    deleted: bool = True


def page_of(items: list[tuple[str, Item]], *, more: bool) -> ListView[Item]:
    """Return the page with these ids and items."""
    ids = [id_ for id_, _ in items]
    data = [item for _, item in items]
    return ListView(data, ids[0] if ids else None, ids[-1] if ids else None, more)
