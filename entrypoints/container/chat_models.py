"""The chat model that the settings select."""

from adapters.chat_models.groq_chat_model import GroqChatModel
from adapters.chat_models.openai_compatible_chat_model import OpenAICompatibleChatModel
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
        case "extractive":
            return None
