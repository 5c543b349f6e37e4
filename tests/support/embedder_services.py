"""A `quoth embedder` in a thread, over real sockets, with a model that is loaded already."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from adapters.batching_embedder import MOST_CHARACTERS, BatchingEmbedder
from adapters.telemetry.embedder_metrics import EmbedderMetrics
from application.ports.embedder import Embedder
from application.ports.model_loader import ModelLoader, ModelSource
from entrypoints.embedder.app import create_embedder_api
from entrypoints.embedder.models import EmbedderModels
from entrypoints.http_protocol import ProblemProtocol
from tests.support.serving import listening

KEY = "the-key-of-the-embedder"


class Loaded(ModelLoader):
    """Has one model, under its own name."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def find(self, given: str) -> ModelSource:
        return ModelSource(given, given)

    async def load(self, source: ModelSource) -> Embedder:  # noqa: ARG002 - it has only one
        return self._embedder

    def close(self) -> None:
        """Leave the model to its owner."""


@contextmanager
def embedder_service(
    embedder: Embedder, *, port: int = 0, key: str = KEY, most_characters: int = MOST_CHARACTERS
) -> Iterator[int]:
    """Serve a model while the block runs, and yield the port."""
    models = EmbedderModels(
        Loaded(embedder),
        [embedder.model.name],
        lambda each: BatchingEmbedder(each, most_characters=most_characters),
    )
    app = create_embedder_api(models, EmbedderMetrics(), key, [models.load])
    with listening(port) as listener:
        config = uvicorn.Config(
            app, http=ProblemProtocol, log_config=None, timeout_graceful_shutdown=1
        )
        server = uvicorn.Server(config)
        serving = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        serving.start()
        try:
            yield listener.getsockname()[1]
        finally:
            server.should_exit = True
            serving.join()
