"""The models that clients can name."""

from pathlib import Path

from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, get
from litestar.params import FromPath
from msgspec import Struct

from domain.answering.models import DEFAULT_NAME
from domain.answering.models import ModelList as AllModels
from entrypoints.api.openai.errors import ModelUnknown
from entrypoints.api.roles import READER


class ModelView(Struct):
    """A model that answers from the documents."""

    id: str
    object: str = "model"
    created: int = 0  # unknown
    owned_by: str = "quoth"


class ModelList(Struct):
    """All models."""

    data: list[ModelView]
    object: str = "list"


class ModelController(Controller):
    """The models by which questions are answered."""

    path = "/v1/models"
    include_in_schema = False
    opt = READER

    @get("/")
    @inject
    async def list_models(self, models: FromDishka[AllModels]) -> ModelList:
        """List the models."""
        return ModelList([ModelView(name) for name in names(models)])

    @get("/{name:path}")
    @inject
    async def get_model(self, name: FromPath[Path], models: FromDishka[AllModels]) -> ModelView:
        """Read one model. A name may contain slashes."""
        return ModelView(known(name.as_posix().strip("/"), models))


def names(models: AllModels) -> list[str]:
    """Return the names of the models, that of the default first."""
    return list(dict.fromkeys((DEFAULT_NAME, *(model.name for model in models.models))))


def chosen(name: str, models: AllModels) -> str | None:
    """Return the name of the model that is to answer; None for the default one.

    Raises:
        ModelUnknown: If there is no such model.
    """
    return None if known(name, models) == DEFAULT_NAME else name


def known(name: str, models: AllModels) -> str:
    """Return the name of a model.

    Raises:
        ModelUnknown: If there is no such model.
    """
    if name not in names(models):
        listed = ", ".join(names(models))
        raise ModelUnknown(f"There is no model {name!r}: this server has {listed}.")
    return name
