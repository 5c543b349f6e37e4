"""Provides the models that can be chosen: of the models file, or of the settings."""

from collections.abc import Mapping

from dishka import Provider, Scope, provide

from adapters.extractive_language_model import ExtractiveLanguageModel
from adapters.postgres.model_usage import PostgresModelUsage
from adapters.telemetry.metrics import Metrics
from adapters.telemetry.observed_chat_model import ObservedChatModel
from adapters.telemetry.tracing import Tracing
from application.answering.chat.counted_chat_model import CountedChatModel
from application.answering.chat.language_model import ChatLanguageModel
from application.answering.chat.question_rewriter import ChatQuestionRewriter
from application.answering.complete_task import CompleteTask
from application.answering.models.language_models import LanguageModels
from application.answering.models.model_states import ModelStates
from application.answering.running_answers import RunningAnswers
from application.limits.admit_question import AdmitQuestion
from application.ports.chat_model import ChatModel
from application.ports.language_model import LanguageModel
from application.ports.live_embedder import LiveEmbedder
from application.ports.model_usage import ModelUsage
from domain.answering.context_budget import ContextBudget
from domain.answering.models import EXTRACTIVE, ModelList
from domain.answering.prompts import Prompts
from entrypoints.container.chat_models import create_chat_model
from entrypoints.models_file import ConfiguredModels, configured_models
from entrypoints.prompt_files import read_prompts
from entrypoints.settings import Settings

REWRITING_SECONDS = 5.0


class ChatModels(dict[str, ChatModel]):
    """The chat models by the names by which they are chosen."""


class Models(Provider):
    """Provides the models that can be chosen."""

    scope = Scope.APP
    usage = provide(PostgresModelUsage, provides=ModelUsage)

    @provide
    def states(self) -> ModelStates:
        """What is known of each model from its last use."""
        return ModelStates()

    @provide
    def configured(self, settings: Settings) -> ConfiguredModels:
        """The models, with their keys from the environment."""
        return configured_models(settings)

    @provide
    def model_list(self, configured: ConfiguredModels, shares: ContextBudget) -> ModelList:
        """The models as the core sees them."""
        return configured.describe(shares)

    @provide
    def chat_models(
        self,
        configured: ConfiguredModels,
        models: ModelList,
        usage: ModelUsage,
        tracing: Tracing,
        metrics: Metrics,
    ) -> ChatModels:
        """An adapter for each model with a provider, observed and counted."""
        chats = ChatModels()
        for entry in configured.entries:
            if entry.provider != EXTRACTIVE:
                observed = ObservedChatModel(create_chat_model(entry), tracing, metrics)
                prices = models.find(entry.name).prices
                chats[entry.name] = CountedChatModel(observed, entry.name, prices, usage)
        return chats

    @provide
    def prompts(self, settings: Settings) -> Prompts:
        """The texts by which chat models are instructed."""
        return read_prompts(settings.prompts_dir)

    @provide
    def complete_task(
        self, models: ModelList, chats: ChatModels, admit: AdmitQuestion, running: RunningAnswers
    ) -> CompleteTask:
        """Lets chat models do tasks of clients."""
        return CompleteTask(models, chats, admit, running)

    @provide
    def language_models(
        self,
        configured: ConfiguredModels,
        models: ModelList,
        chats: ChatModels,
        embedder: LiveEmbedder,
        states: ModelStates,
        prompts: Prompts,
    ) -> LanguageModels:
        """Who writes answers and rewrites questions."""
        quoting = ExtractiveLanguageModel(embedder)
        writers: Mapping[str, LanguageModel] = {
            entry.name: ChatLanguageModel(chats[entry.name], entry.timeout_seconds)
            if entry.name in chats
            else quoting
            for entry in configured.entries
        }
        rewriters = {
            entry.name: ChatQuestionRewriter(
                chats[entry.name], prompts, min(REWRITING_SECONDS, entry.timeout_seconds)
            )
            for entry in configured.entries
            if entry.name in chats
        }
        return LanguageModels(models, writers, rewriters, states)
