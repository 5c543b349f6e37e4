"""Wires `quoth ray-ingest`: what a Ray cluster prepares, and what its nodes open for that."""

from dataclasses import dataclass, replace
from functools import partial

from dishka import AsyncContainer

from adapters.ray_data.cluster import RayCluster, require_ray
from adapters.ray_data.upload_preparer import RayUploadPreparer
from application.access.record_action import RecordAction
from application.documents.cut_upload import CutUpload
from application.documents.embed_cut_texts import EmbedCutTexts
from application.documents.ingest_document import IngestDocument
from application.documents.ingest_in_bulk import IngestInBulk
from application.documents.queue_upload import QueueUpload
from application.ports.embedding_models import EmbeddingModels
from application.ports.model_loader import ModelLoader, ModelSource
from application.ports.stored_contents import StoredContents
from application.ports.text_extractor import TextExtractor
from application.ports.upload_files import UploadFiles
from domain.documents.chunking import ChunkingPolicy
from domain.errors import Misconfigured
from entrypoints.commands.ray_ingest import BulkUseCases
from entrypoints.container import create_container
from entrypoints.served_models import ServedModels
from entrypoints.settings import Settings, read_settings

__all__ = ["open_bulk_ingest", "require_ray"]


@dataclass(frozen=True, slots=True)
class NodeSettings:
    """What the nodes have to do as the library does; the rest is of their own settings.

    No secret is among it, because a cluster does not protect what it is sent.
    """

    model: ModelSource
    tokenizer: str
    chunk_tokens: int
    chunk_overlap_tokens: int
    max_upload_bytes: int

    def settings(self) -> Settings:
        """Return the settings of the node on which this is called."""
        return replace(
            read_settings(),
            models_file=None,
            tokenizer=self.tokenizer,
            chunk_tokens=self.chunk_tokens,
            chunk_overlap_tokens=self.chunk_overlap_tokens,
            max_upload_bytes=self.max_upload_bytes,
        )


async def open_bulk_ingest(container: AsyncContainer, address: str) -> BulkUseCases:
    """Return the use cases of an opened container over the cluster at an address.

    Args:
        container: The container.
        address: The `host:port` of the cluster; empty for one that is started on this machine.

    Raises:
        Misconfigured: If the library's embedding model is on a server.
    """
    settings = await container.get(Settings)
    node = NodeSettings(
        await _model_of(container, settings),
        settings.tokenizer,
        settings.chunk_tokens,
        settings.chunk_overlap_tokens,
        settings.max_upload_bytes,
    )
    cluster = RayCluster(address, partial(open_cutting, node), partial(open_embedding, node))
    ingest = IngestInBulk(
        RayUploadPreparer(cluster),
        await container.get(StoredContents),
        await container.get(IngestDocument),
        await container.get(QueueUpload),
        await container.get(UploadFiles),
    )
    return BulkUseCases(
        ingest, await container.get(TextExtractor), await container.get(RecordAction)
    )


async def _model_of(container: AsyncContainer, settings: Settings) -> ModelSource:
    stored: ModelSource = (await (await container.get(EmbeddingModels)).live()).source
    served = (await container.get(ServedModels)).embedding
    if settings.embedder_url or stored.name in served:
        raise Misconfigured(
            f'The vectors of the library are by "{stored.name}", which is on a server, so the nodes'
            " of a cluster would have nothing to compute. Use `quoth ingest` with as many"
            " `quoth worker` as the server of the model can serve. Nothing was stored."
        )
    configured: ModelSource = (await container.get(ModelLoader)).find(settings.embedding_model)
    return configured if configured.name == stored.name else stored


async def open_cutting(node: NodeSettings) -> CutUpload:
    """Open what reads and cuts files. It stays open as long as the process."""
    return await create_container(node.settings()).get(CutUpload)


async def open_embedding(node: NodeSettings) -> EmbedCutTexts:
    """Load the embedding model. It stays loaded as long as the process."""
    container = create_container(node.settings())
    embedder = await (await container.get(ModelLoader)).load(node.model)
    policy = await container.get(ChunkingPolicy)
    return EmbedCutTexts(embedder, policy)
