"""The metrics of this process, for Prometheus."""

import math

from dishka.integrations.litestar import FromDishka, inject
from litestar import Response, get

from application.access.acting import acting_principal
from application.ports.queue_length import QueueLength
from domain.access.workspace import DEFAULT_WORKSPACE
from domain.errors import DatabaseUnavailable
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

    Admins of the workspace `default` read all of them; those of another one what that has done
    here. The length of the queue, which all processes share, is not a number while the database is
    away.
    """
    workspace_id = acting_principal().workspace.workspace_id
    if workspace_id != DEFAULT_WORKSPACE.workspace_id:
        return Response(text.render_of(workspace_id), media_type=text.content_type)
    try:
        queued = float(await queue.documents())
    except DatabaseUnavailable:
        queued = math.nan
    return Response(text.render(queued), media_type=text.content_type)
