"""The metrics of this process, for Prometheus."""

import math

from dishka.integrations.litestar import FromDishka, inject
from litestar import Response, get

from application.access.acting import acting_principal
from application.ports.queue_length import QueueLength
from domain.access.workspace import DEFAULT_WORKSPACE
from domain.errors import DatabaseUnavailable, NotAllowed
from entrypoints.api.problems import problems
from entrypoints.api.request_telemetry import MetricsText
from entrypoints.api.roles import ADMIN


@get(
    "/metrics",
    media_type="text/plain",
    tags=["Health"],
    responses=problems(),
    opt=ADMIN,
)
@inject
async def metrics(text: FromDishka[MetricsText], queue: FromDishka[QueueLength]) -> Response[bytes]:
    """Read the metrics of this process, in the text format of Prometheus.

    They count what all workspaces do, so they are for the admins of the workspace `default`. The
    length of the queue, which all processes share, is not a number while the database is away.
    """
    if acting_principal().workspace.workspace_id != DEFAULT_WORKSPACE.workspace_id:
        raise NotAllowed(
            "The metrics are those of the process, of all workspaces: read them with the key of an"
            " admin of the workspace `default`."
        )
    try:
        queued = float(await queue.documents())
    except DatabaseUnavailable:
        queued = math.nan
    return Response(text.render(queued), media_type=text.content_type)
