"""The routes of the service. Those below /v1 are as OpenAI's clients call them."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Annotated, Any, Protocol

from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, Response, get, post
from litestar.params import JSONBody
from msgspec import Meta, Struct

from application.ports.embedder import Embedder
from domain.documents.chunks import Embedding, mean
from domain.errors import InvalidInput, Starting
from entrypoints.api.openai.embeddings import (
    MOST_TEXTS,
    EmbeddingList,
    EmbeddingRequest,
    EmbeddingUsage,
    EmbeddingView,
    encoded,
)
from entrypoints.api.schemas import LivenessView, ReadinessView
from entrypoints.embedder.models import EmbedderModels

FREE = {"free": True}
"""What `require_key` lets pass."""


class ServiceMetrics(Protocol):
    """Counts what the service does."""

    content_type: str

    def observe(self, kind: str, texts: int) -> AbstractContextManager[None]:
        """Observe the work on one request."""
        ...

    def render(self) -> bytes:
        """Return all metrics in the text format of Prometheus."""
        ...


class TextsRequest(EmbeddingRequest):
    """Texts to embed. With `windows`, each text has a row for each window and not one for all."""

    windows: bool = False


class WindowsRequest(Struct):
    """Texts whose windows are counted."""

    model: str
    input: Annotated[list[str], Meta(max_length=MOST_TEXTS)]


class WindowCounts(Struct):
    """The number of windows of each text."""

    counts: list[int]


class ModelView(Struct):
    """A model. `dimension` is Quoth's own: the length of its vectors."""

    id: str
    dimension: int
    object: str = "model"
    owned_by: str = "quoth"


class ModelViews(Struct):
    """The models."""

    data: list[ModelView]
    object: str = "list"


class EmbeddingsController(Controller):
    """Vectors, and what they are by."""

    path = "/v1"

    @get("/models")
    @inject
    async def list_models(self, models: FromDishka[EmbedderModels]) -> ModelViews:
        """List the models that are loaded."""
        found = models.all().items()
        return ModelViews([ModelView(name, each.model.dimension) for name, each in found])

    @post("/embeddings", status_code=200)
    @inject
    async def embed(
        self,
        data: JSONBody[TextsRequest],
        models: FromDishka[EmbedderModels],
        metrics: FromDishka[ServiceMetrics],
    ) -> EmbeddingList:
        """Embed texts. Tokens are not counted: usage is 0."""
        texts = _texts(data)
        embedder = models.find(data.model)
        if data.dimensions not in {None, embedder.model.dimension}:
            raise InvalidInput(
                f"The vectors have {embedder.model.dimension} dimensions: leave out dimensions."
            )
        with metrics.observe(data.input_type, len(texts)):
            rows = await _rows(embedder, texts, data)
        views = [
            EmbeddingView(index, encoded(vector, data.encoding_format)) for index, vector in rows
        ]
        return EmbeddingList(views, embedder.model.name, EmbeddingUsage(0, 0))

    @post("/windows", status_code=200)
    @inject
    async def count_windows(
        self, data: JSONBody[WindowsRequest], models: FromDishka[EmbedderModels]
    ) -> WindowCounts:
        """Return how many windows each text has, without embedding it."""
        return WindowCounts(await models.find(data.model).count_windows(data.input))


class ServiceHealthController(Controller):
    """The state of the service, at the addresses that a server has."""

    path = "/api/health"
    opt: Any = FREE

    @get("/live/")
    async def live(self) -> LivenessView:
        """Report that the process is running."""
        return LivenessView("alive")

    @get("/ready/")
    @inject
    async def ready(self, models: FromDishka[EmbedderModels]) -> ReadinessView:
        """Report that the models are loaded."""
        if not models.ready:
            raise Starting
        return ReadinessView("ready")


@get("/metrics", media_type="text/plain")
@inject
async def service_metrics(metrics: FromDishka[ServiceMetrics]) -> Response[bytes]:
    """Read the metrics, in the text format of Prometheus."""
    return Response(metrics.render(), media_type=metrics.content_type)


def _texts(data: TextsRequest) -> list[str]:
    given = [data.input] if isinstance(data.input, str) else data.input
    texts = [each for each in given if isinstance(each, str)]
    if len(texts) < len(given):
        raise InvalidInput("The embedder reads texts and no tokens: send strings.")
    if data.windows and data.input_type == "query":
        raise InvalidInput("A query has one vector: leave out windows.")
    return texts


async def _rows(
    embedder: Embedder, texts: Sequence[str], data: TextsRequest
) -> list[tuple[int, Embedding]]:
    """Return the index of the text of each vector, and the vector."""
    if data.input_type == "query":
        return [(index, await embedder.embed_query(text)) for index, text in enumerate(texts)]
    embedded = await embedder.embed_passages(texts)
    if not data.windows:
        return [(index, mean(windows)) for index, windows in enumerate(embedded)]
    return [(index, vector) for index, windows in enumerate(embedded) for vector in windows]
