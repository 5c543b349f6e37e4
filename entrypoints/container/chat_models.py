"""The adapter of a chat model, by its provider."""

from pathlib import Path

from adapters.chat_models.anthropic_chat_model import AnthropicChatModel
from adapters.chat_models.failures import Service
from adapters.chat_models.groq_chat_model import GroqChatModel
from adapters.chat_models.openai_compatible_chat_model import OpenAICompatibleChatModel
from adapters.llama_cpp.installed import model_file, require_llama_cpp
from adapters.llama_cpp.llama_cpp_chat_model import LlamaCppChatModel
from adapters.llama_cpp.llama_cpp_server import Address, LlamaCppServer
from application.ports.chat_model import ChatModel
from entrypoints.models_file import ChatEntry


def create_chat_model(entry: ChatEntry) -> ChatModel:
    """Return the chat model of an entry. It connects when it is first asked.

    Raises:
        Misconfigured: If the package of an extra or the file of a local model is missing.
    """
    match entry.provider:
        case "groq":
            return GroqChatModel(
                entry.model,
                entry.api_key,
                entry.base_url or None,
                service=_service("Groq", entry),
                parameters=entry.parameters,
            )
        case "openai":
            return OpenAICompatibleChatModel(
                entry.model,
                entry.base_url,
                entry.api_key,
                service=_service("The model server", entry),
                parameters=entry.parameters,
            )
        case "anthropic":
            return AnthropicChatModel(
                entry.model,
                entry.api_key,
                entry.base_url or None,
                service=_service("Anthropic", entry),
                parameters=entry.parameters,
            )
        case "local":
            return _local_chat_model(entry)
        case _:
            raise ValueError(f"no chat model is {entry.provider}")


def _service(provider: str, entry: ChatEntry) -> Service:
    """Return how messages name the provider, and what to change where the model was named."""
    named = entry.named_by
    return Service(
        provider, entry.model, named.model, named.api_key, named.base_url, named.context_window
    )


def _local_chat_model(entry: ChatEntry) -> ChatModel:
    """Return a model in a llama.cpp server, which speaks OpenAI's protocol."""
    require_llama_cpp()
    file = model_file(Path(entry.model) if entry.model else None)
    named = entry.named_by
    service = Service(
        "The local model", file.stem, named.model, named.model, named.model, named.context_window
    )

    def connect(address: Address) -> ChatModel:
        return OpenAICompatibleChatModel(
            file.stem,
            f"{address.url}/v1",
            address.key,
            provider="local",
            service=service,
            parameters=entry.parameters,
        )

    return LlamaCppChatModel(LlamaCppServer(file, entry.context_window), connect)
