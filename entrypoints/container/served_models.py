"""Provides the embedding and reranking models, here or on servers."""

from collections.abc import AsyncIterator

from dishka import Provider, Scope, provide

from adapters.hugging_face.cross_encoder_reranker import CrossEncoderReranker
from adapters.hugging_face.installed_models import BUNDLED_MODEL
from adapters.hugging_face.local_model_loader import LocalModelLoader
from adapters.model_servers.description import ServedModel
from adapters.model_servers.embedder_service import EmbedderService
from adapters.model_servers.loader import ServedModelLoader
from adapters.model_servers.quoth_embedder import QuothEmbedderLoader
from adapters.model_servers.reranker import ServedReranker
from application.models.model_loaders import ModelLoaders
from application.ports.model_loader import ModelLoader
from application.ports.reranker import Reranker
from application.ports.tokenizer import Tokenizer
from entrypoints.parts import RerankingModel
from entrypoints.served_models import ServedModels, served_models
from entrypoints.settings import Settings


class SearchModels(Provider):
    """Provides the embedding and reranking models, here or on servers."""

    scope = Scope.APP

    @provide
    def served(self, settings: Settings) -> ServedModels:
        """The models of the models file, with their keys from the environment."""
        return served_models(settings)

    @provide
    async def served_loader(
        self, served: ServedModels, tokenizer: Tokenizer
    ) -> AsyncIterator[ServedModelLoader]:
        """Loads embedding models that are on servers."""
        models = {name: ServedModel(**values) for name, values in served.embedding.items()}
        loader = ServedModelLoader(models, tokenizer)
        yield loader
        await loader.disconnect()

    @provide
    async def embedder_service(self, settings: Settings) -> AsyncIterator[EmbedderService | None]:
        """The `quoth embedder` that the settings name; None by default."""
        if not settings.embedder_url:
            yield None
            return
        service = EmbedderService(settings.embedder_url, settings.embedder_key)
        yield service
        await service.close()

    @provide
    def model_loader(
        self,
        settings: Settings,
        served: ServedModels,
        loader: ServedModelLoader,
        service: EmbedderService | None,
    ) -> ModelLoader:
        """Loads embedding models: those of the models file by name, all others in one place."""
        others: ModelLoader = (
            QuothEmbedderLoader(service, BUNDLED_MODEL)
            if service
            else LocalModelLoader(settings.embedding_batch_size, settings.embedding_precision)
        )
        return ModelLoaders(served.embedding.keys(), loader, others)

    @provide
    async def reranking_model(
        self, settings: Settings, served: ServedModels, tokenizer: Tokenizer
    ) -> AsyncIterator[RerankingModel | None]:
        """The reranking model itself, which is loaded at startup; None by default."""
        name = settings.reranker_model
        if name in served.reranking:
            reranker = ServedReranker(ServedModel(**served.reranking[name]), tokenizer)
            yield reranker
            await reranker.disconnect()
        else:
            yield CrossEncoderReranker(name, settings.embedding_batch_size) if name else None

    @provide
    def reranker(self, model: RerankingModel | None) -> Reranker | None:
        """The reranking model as its port."""
        return model
