"""What leaves the machine of the server, by its settings."""

from entrypoints.api.served_hosts import is_here
from entrypoints.api.server_info import Leaving
from entrypoints.served_models import ServedModels
from entrypoints.settings import Settings


def leaves_without_model(settings: Settings, served: ServedModels) -> Leaving:
    """Return what is stored, embedded or ranked elsewhere, whichever language model answers."""
    embedding = served.embedding.get(settings.embedding_model, {})
    reranking = served.reranking.get(settings.reranker_model, {})
    with_documents = (
        settings.database_url,
        settings.database_replica_url,
        settings.milvus_uri,
        settings.valkey_url,
        settings.embedder_url,
        embedding.get("base_url", ""),
    )
    if not all(map(is_here, with_documents)):
        return "documents"
    return "nothing" if is_here(reranking.get("base_url", "")) else "questions"
