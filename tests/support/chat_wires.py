"""The protocols of chat models, each with its adapter and a server that speaks it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from adapters.chat_models.anthropic_chat_model import AnthropicChatModel
from adapters.chat_models.failures import Service
from adapters.chat_models.groq_chat_model import GroqChatModel
from adapters.chat_models.openai_compatible_chat_model import OpenAICompatibleChatModel
from adapters.llama_cpp.llama_cpp_chat_model import LlamaCppChatModel
from adapters.llama_cpp.llama_cpp_server import Address
from application.ports.chat_model import ChatModel
from tests.fakes import anthropic_server, groq_server, openai_server
from tests.fakes.anthropic_server import AnthropicServer
from tests.fakes.groq_server import GroqServer
from tests.fakes.llama_cpp_server import RunningLlamaCpp
from tests.fakes.model_server import ModelServer, RecordedRequest, Reply
from tests.fakes.openai_server import OpenAIServer

KEY = "sk-secret"
MODEL = "openai/gpt-oss-20b"


@dataclass(frozen=True)
class ChatWire:
    """A protocol: its replies, and the settings that messages about it name.

    Attributes:
        answer: Makes a complete answer of its pieces.
        broken_off: Makes an answer that ends in a fault.
        refusal: Makes an error response.
        connect: Makes the adapter for the server at an address.
        key_of: Returns the key in a request.
        conversation_of: Returns the roles and contents in a request.
        replied_as: The model that its answers name.
    """

    name: str
    server: Callable[[], ModelServer]
    answer: Callable[..., Reply]
    broken_off: Callable[..., Reply]
    refusal: Callable[..., Reply]
    connect: Callable[[str], ChatModel]
    key_of: Callable[[RecordedRequest], str]
    conversation_of: Callable[[RecordedRequest], list[tuple[str, str]]]
    length: str
    model_setting: str
    key_setting: str
    address_setting: str
    replied_as: str = "a-model"

    def __str__(self) -> str:
        """Return the name, for the ids of tests."""
        return self.name


def _bearer(request: RecordedRequest) -> str:
    return request.headers["authorization"].removeprefix("Bearer ")


def _messages(request: RecordedRequest) -> list[tuple[str, str]]:
    messages: list[dict[str, Any]] = request.body["messages"]
    return [(message["role"], message["content"]) for message in messages]


def _messages_and_system(request: RecordedRequest) -> list[tuple[str, str]]:
    """Return the conversation without the message that only makes the user begin it."""
    said = _messages(request)
    return [("system", request.body["system"]), *(said[1:] if "earlier" in said[0][1] else said)]


GROQ = ChatWire(
    "groq",
    GroqServer,
    groq_server.answer,
    groq_server.broken_off,
    groq_server.refusal,
    lambda address: GroqChatModel(MODEL, KEY, address),
    _bearer,
    _messages,
    "max_completion_tokens",
    "QUOTH_GROQ_MODEL",
    "GROQ_API_KEY",
    "GROQ_BASE_URL",
    replied_as=MODEL,
)

OPENAI = ChatWire(
    "openai",
    OpenAIServer,
    openai_server.answer,
    openai_server.broken_off,
    openai_server.refusal,
    lambda address: OpenAICompatibleChatModel(MODEL, address, KEY),
    _bearer,
    _messages,
    "max_tokens",
    "QUOTH_OPENAI_MODEL",
    "OPENAI_API_KEY",
    "OPENAI_BASE_URL",
)

ANTHROPIC = ChatWire(
    "anthropic",
    AnthropicServer,
    anthropic_server.answer,
    anthropic_server.broken_off,
    anthropic_server.refusal,
    lambda address: AnthropicChatModel(MODEL, KEY, address),
    _bearer,
    _messages_and_system,
    "max_tokens",
    "QUOTH_ANTHROPIC_MODEL",
    "ANTHROPIC_API_KEY",
    "ANTHROPIC_BASE_URL",
)

_LOCAL = Service(
    "The local model", MODEL, "QUOTH_LOCAL_MODEL", "QUOTH_LOCAL_MODEL", "QUOTH_LOCAL_MODEL"
)

LOCAL = ChatWire(
    "local",
    OpenAIServer,
    openai_server.answer,
    openai_server.broken_off,
    openai_server.refusal,
    lambda address: LlamaCppChatModel(
        RunningLlamaCpp(MODEL, Address(address, KEY)),
        lambda at: OpenAICompatibleChatModel(
            MODEL, at.url, at.key, provider="local", service=_LOCAL
        ),
    ),
    _bearer,
    _messages,
    "max_tokens",
    "QUOTH_LOCAL_MODEL",
    "QUOTH_LOCAL_MODEL",
    "QUOTH_LOCAL_MODEL",
)
"""A local model, whose process is not there: test_llama_cpp.py tests it with the real one."""

REMOTE = (GROQ, OPENAI, ANTHROPIC)
WIRES = (*REMOTE, LOCAL)
