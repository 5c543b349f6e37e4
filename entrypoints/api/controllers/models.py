"""The models that can write an answer."""

from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, get

from application.answering.models.model_states import ModelStates
from domain.answering.models import ModelList
from entrypoints.api.model_schemas import ModelListView, ModelView
from entrypoints.api.problems import problems


class ModelController(Controller):
    """The models that can write an answer."""

    path = "/api/model"
    tags = ["Models"]  # noqa: RUF012 - the framework's attribute

    @get("/", responses=problems())
    @inject
    async def list_models(
        self, models: FromDishka[ModelList], states: FromDishka[ModelStates]
    ) -> ModelListView:
        """List the models that can be chosen for an answer."""
        return ModelListView(
            [
                ModelView.of(each, states.problem(each.name), default=each.name == models.default)
                for each in models.models
            ]
        )
