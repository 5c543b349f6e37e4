"""Wires what `quoth embedder` needs: the models of this machine, and no database."""

from collections.abc import Sequence

from adapters.batching_embedder import BatchingEmbedder
from adapters.hugging_face.local_model_loader import LocalModelLoader
from adapters.telemetry.embedder_metrics import EmbedderMetrics
from application.ports.embedder import Embedder
from entrypoints.embedder.models import EmbedderModels
from entrypoints.settings import Settings


def embedder_metrics() -> EmbedderMetrics:
    """Return the metrics of the service."""
    return EmbedderMetrics()


def embedder_models(
    settings: Settings, given: Sequence[str], metrics: EmbedderMetrics
) -> EmbedderModels:
    """Return the models, which are loaded later.

    Args:
        settings: The settings.
        given: The models, as a person names them.
        metrics: Shows what is in work.
    """
    loader = LocalModelLoader(settings.embedding_batch_size, settings.embedding_precision)

    def wrapped(embedder: Embedder) -> Embedder:
        batching = BatchingEmbedder(embedder)
        metrics.show(batching)
        return batching

    return EmbedderModels(loader, given, wrapped)
