"""Provides the policies of the domain, read from the settings."""

from importlib.metadata import version

from dishka import Provider, Scope, from_context, provide

from domain.answering.context_budget import ContextBudget
from domain.documents.chunking import ChunkingPolicy
from domain.limits.quotas import Quotas
from domain.limits.rate_limit import Limited, RateLimits
from domain.retrieval.policy import RetrievalPolicy
from entrypoints.api.open_streams import MOST_STREAMS, OpenStreams
from entrypoints.api.server_info import ServerInfo, ShownSettings
from entrypoints.api.upload_forms import UploadForms
from entrypoints.leaving import leaves_without_model
from entrypoints.models_file import ConfiguredModels
from entrypoints.served_models import ServedModels
from entrypoints.settings import Settings
from entrypoints.shown_settings import shown_settings


class Policies(Provider):
    """Provides the policies of the domain, read from the settings."""

    scope = Scope.APP
    settings = from_context(Settings)

    @provide
    def chunking(self, settings: Settings) -> ChunkingPolicy:
        """How documents are split into chunks."""
        return ChunkingPolicy(settings.chunk_tokens, settings.chunk_overlap_tokens)

    @provide
    def retrieval(self, settings: Settings) -> RetrievalPolicy:
        """Which passages an answer may use."""
        return RetrievalPolicy(
            top_k=settings.search_top_k,
            min_score=settings.search_min_score,
            min_confidence=settings.search_min_confidence,
        )

    @provide
    def budget(self, settings: Settings) -> ContextBudget:
        """How a context window is divided; a model of the models file has a window of its own."""
        return ContextBudget(
            window=settings.effective_context_window,
            system=settings.context_system_tokens,
            documents=settings.context_document_tokens,
            message=settings.context_message_tokens,
            answer=settings.context_answer_tokens,
            safety=settings.context_safety_tokens,
        )

    upload_forms = provide(UploadForms)

    @provide
    def open_streams(self) -> OpenStreams:
        """How many streams of events are open at the same time."""
        return OpenStreams(MOST_STREAMS)

    @provide
    def quotas(self, settings: Settings) -> Quotas:
        """What a workspace may have and use that has no quotas of its own."""
        return Quotas(
            settings.quota_documents,
            settings.quota_bytes,
            settings.quota_questions,
            settings.quota_tokens,
        )

    @provide
    def rate_limits(self, settings: Settings) -> RateLimits:
        """What a client may do in any minute."""
        return RateLimits(
            {
                Limited.QUESTIONS: settings.chat_rate_limit,
                Limited.SEARCHES: settings.search_rate_limit,
                Limited.UPLOADS: settings.upload_rate_limit,
                Limited.REQUESTS: settings.request_rate_limit,
            }
        )

    @provide
    def server_info(
        self, settings: Settings, models: ConfiguredModels, served: ServedModels
    ) -> ServerInfo:
        """The server's properties, for the API handlers."""
        return ServerInfo(
            max_upload_bytes=settings.max_upload_bytes,
            language_model=models.default_entry.provider,
            leaving=leaves_without_model(settings, served),
            version=version("quoth"),
        )

    @provide
    def shown_settings(self, settings: Settings) -> ShownSettings:
        """The settings that may be seen."""
        return shown_settings(settings)
