"""Health: whether the process runs, and whether it can answer."""

from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, Response, get
from litestar.openapi.datastructures import ResponseSpec

from application.check_health import CheckHealth
from domain import errors
from entrypoints.api.schemas import HealthView, LivenessView
from entrypoints.api.server_info import ServerInfo


class HealthController(Controller):
    """For people and for supervisors."""

    path = "/api/health"
    tags = ["Health"]  # noqa: RUF012 - the framework's attribute

    @get("/", responses={503: ResponseSpec(HealthView, description="What is wrong.")})
    @inject
    async def health(
        self, check: FromDishka[CheckHealth], info: FromDishka[ServerInfo]
    ) -> Response[HealthView]:
        """Say whether every part that an answer needs is there."""
        health = await check.execute()
        view = HealthView(
            status="healthy" if health.healthy else "unhealthy",
            database=health.database_problem or "connected",
            embedding_service=health.embedder_problem or "loaded",
            embedding_dim=health.embedding_dimension,
            language_model=info.language_model,
            version=info.version,
        )
        if health.healthy:
            return Response(view)
        headers = {"Retry-After": str(errors.Unavailable.retry_after)}
        return Response(view, status_code=503, headers=headers)

    @get("/live/")
    async def live(self) -> LivenessView:
        """Say that the process runs."""
        return LivenessView("alive")
