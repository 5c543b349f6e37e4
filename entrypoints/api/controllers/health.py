"""Health: whether the process runs, whether it serves, and whether it can answer questions."""

from typing import Literal

from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, Response, get
from litestar.openapi.datastructures import ResponseSpec

from application.check_health import CheckHealth
from domain import errors
from entrypoints.api.problems import problems
from entrypoints.api.roles import FREE, READER
from entrypoints.api.schemas import HealthView, LivenessView, ReadinessView
from entrypoints.api.server_info import ServerInfo, Startup

STARTING: Literal["starting"] = "starting"
CONNECTED = "connected"


class HealthController(Controller):
    """The state of the server, for people and supervisors."""

    path = "/api/health"
    tags = ["Health"]  # noqa: RUF012 - the framework's attribute
    opt = READER

    @get(
        "/",
        responses={
            **problems(),
            503: ResponseSpec(HealthView, description="A part is unavailable."),
        },
    )
    @inject
    async def health(
        self,
        check: FromDishka[CheckHealth],
        info: FromDishka[ServerInfo],
        startup: FromDishka[Startup],
    ) -> Response[HealthView]:
        """Report whether the database, the embedding model and the file readers are available."""
        health = await check.execute()
        model = health.embedding_model
        database, embedder = health.database_problem, health.embedder_problem
        if startup.starting:
            # what is not open yet is no problem, unless opening it failed
            database = database and (startup.waiting or STARTING)
            embedder = embedder and STARTING
        view = HealthView(
            status=STARTING if startup.starting else "healthy" if health.healthy else "unhealthy",
            database=database or CONNECTED,
            embedding_service=embedder or "loaded",
            embedding_dim=model.dimension if model else None,
            embedding_model=model.name if model else None,
            embedding_calibration=model.calibration_source if model else None,
            embedding_note=health.model_difference,
            file_readers=health.readers_problem or "ready",
            valkey=_state(health.shared_memory_problem, there=health.shares_memory),
            database_replica=_state(health.replica_problem, there=health.has_replica),
            milvus=_state(health.distributed_index_problem, there=health.has_distributed_index),
            language_model=info.language_model,
            version=info.version,
        )
        if view.status == "healthy":
            return Response(view)
        headers = {"Retry-After": str(errors.Unavailable.retry_after)}
        return Response(view, status_code=503, headers=headers)

    @get("/live/", responses=problems(free=True), opt=FREE, security=[{}])
    async def live(self) -> LivenessView:
        """Report that the process is running."""
        return LivenessView("alive")

    @get("/ready/", responses=problems(errors.Starting, free=True), opt=FREE, security=[{}])
    @inject
    async def ready(self, startup: FromDishka[Startup]) -> ReadinessView:
        """Report that the server has started, for what sends requests to several servers.

        It asks nothing of the database: without it all servers answer the same, and say why.
        """
        if startup.starting:
            raise errors.Starting
        return ReadinessView("ready")


def _state(problem: str | None, *, there: bool) -> str | None:
    """Return the state of a part that the server can do without; None if it has none."""
    return (problem or CONNECTED) if there else None
