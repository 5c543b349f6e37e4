"""The models that can write an answer, and what they were used for."""

from datetime import UTC, date, datetime, timedelta
from typing import Annotated

from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, get
from litestar.params import QueryParameter

from application.answering.models.model_states import ModelStates
from application.ports.model_usage import ModelUsage
from domain.answering.models import ModelList
from entrypoints.api.model_schemas import DailyUsageView, ModelListView, ModelView, UsageListView
from entrypoints.api.problems import READING, problems
from entrypoints.api.roles import ADMIN, READER
from entrypoints.api.server_info import ServerInfo

DAYS = 30


class ModelController(Controller):
    """The models that can write an answer."""

    path = "/api/model"
    tags = ["Models"]  # noqa: RUF012 - the framework's attribute
    opt = READER

    @get("/", responses=problems())
    @inject
    async def list_models(
        self,
        models: FromDishka[ModelList],
        states: FromDishka[ModelStates],
        info: FromDishka[ServerInfo],
    ) -> ModelListView:
        """List the models that can be chosen for an answer."""
        return ModelListView(
            [
                ModelView.of(
                    each,
                    states.problem(each.name),
                    default=each.name == models.default,
                    leaving=info.leaving_with(models, each.name),
                )
                for each in models.models
            ]
        )


class ModelUsageController(Controller):
    """What the chat models were used for."""

    path = "/api/model/usage"
    tags = ["Models"]  # noqa: RUF012 - the framework's attribute
    opt = ADMIN

    @get("/", responses=problems(*READING))
    @inject
    async def read_usage(
        self,
        usage: FromDishka[ModelUsage],
        since: Annotated[
            date | None, QueryParameter(description="The first day; by default 30 days ago.")
        ] = None,
        until: Annotated[
            date | None, QueryParameter(description="The last day; by default today.")
        ] = None,
    ) -> UsageListView:
        """Read the tokens and the cost of each chat model by day (UTC)."""
        last = until or datetime.now(UTC).date()
        first = since or last - min(timedelta(days=DAYS), last - date.min)
        rows = await usage.between(first, last)
        return UsageListView(first, last, [DailyUsageView.of(row) for row in rows])
