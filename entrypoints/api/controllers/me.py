"""Who sends a request."""

from litestar import get

from application.access.acting import acting_principal
from entrypoints.api.access_schemas import MeView
from entrypoints.api.problems import problems
from entrypoints.api.roles import FOR_PAGES


@get("/api/me/", tags=["Access"], opt=FOR_PAGES, responses=problems())
async def read_me() -> MeView:
    """Read who sends this request, in which role and in which workspace."""
    return MeView.of(acting_principal())
