"""The chat model that the settings select."""

from pathlib import Path

from adapters.chat_models.anthropic_chat_model import AnthropicChatModel
from adapters.chat_models.failures import Service
from adapters.chat_models.groq_chat_model import GroqChatModel
from adapters.chat_models.openai_compatible_chat_model import OpenAICompatibleChatModel
from adapters.llama_cpp.installed import model_file, require_llama_cpp
from adapters.llama_cpp.llama_cpp_chat_model import LlamaCppChatModel
from adapters.llama_cpp.llama_cpp_server import Address, LlamaCppServer
from application.ports.chat_model import ChatModel
from entrypoints.settings import Settings


def chat_model_of(settings: Settings) -> ChatModel | None:
    """Return the chat model, which connects on its first request; None for the extractive model.

    Raises:
        Misconfigured: If the package of an extra is missing.
    """
    match settings.effective_language_model:
        case "groq":
            return GroqChatModel(
                settings.groq_model, settings.groq_api_key, settings.groq_base_url or None
            )
        case "openai":
            return OpenAICompatibleChatModel(
                settings.openai_model, settings.openai_base_url, settings.openai_api_key
            )
        case "anthropic":
            return AnthropicChatModel(
                settings.anthropic_model,
                settings.anthropic_api_key,
                settings.anthropic_base_url or None,
            )
        case "local":
            return _local_chat_model(settings.local_model, settings.local_context_window)
        case "extractive":
            return None


def _local_chat_model(model: Path | None, window: int) -> ChatModel:
    """Return a model in a llama.cpp server, which speaks OpenAI's protocol."""
    require_llama_cpp()
    file = model_file(model)
    setting = "QUOTH_LOCAL_MODEL"
    service = Service(
        "The local model", file.stem, setting, setting, setting, "QUOTH_LOCAL_CONTEXT_WINDOW"
    )

    def connect(address: Address) -> ChatModel:
        return OpenAICompatibleChatModel(
            file.stem, f"{address.url}/v1", address.key, provider="local", service=service
        )

    return LlamaCppChatModel(LlamaCppServer(file, window), connect)
