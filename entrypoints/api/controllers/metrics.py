"""The metrics of this process, for Prometheus."""

from dishka.integrations.litestar import FromDishka, inject
from litestar import Response, get

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
async def metrics(text: FromDishka[MetricsText]) -> Response[bytes]:
    """Read the metrics of this process, in the text format of Prometheus."""
    return Response(text.render(), media_type=text.content_type)
