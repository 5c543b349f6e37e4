"""The client of a vendor's SDK, which is imported and connected on the first request."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import aclosing
from importlib.util import find_spec
from typing import Generic, Protocol, TypeVar

from application.ports.chat_model import ChatModel
from domain.answering.prompt import PromptMessage
from domain.conversation.message import MessageRole
from domain.errors import LanguageModelFailed, Misconfigured

CONNECT_SECONDS = 5.0
CHECK_SECONDS = 60.0  # a local server may have to load its model
_FEW_TOKENS = 16  # reasoning models refuse fewer


class Closable(Protocol):
    """A client of an SDK."""

    async def close(self) -> None:
        """Close the connections."""
        ...


Client = TypeVar("Client", bound=Closable)


class LazySdk(Generic[Client]):
    """A client that is made on the first request, and again on the first one after closing.

    Args:
        package: The SDK.
        make: Imports the SDK and returns a client. It may block.
    """

    def __init__(self, package: str, make: Callable[[], Client]) -> None:
        self._package = package
        self._make = make
        self._client: Client | None = None
        self._making = asyncio.Lock()

    async def client(self) -> Client:
        """Return the client."""
        async with self._making:
            if self._client is None:
                self._client = await asyncio.to_thread(self._make)
                # OPENAI_LOG=debug and its like, meant for other programs, would log prompts
                logging.getLogger(self._package).setLevel(logging.NOTSET)
            return self._client

    async def close(self) -> None:
        """Close the connections, if there are any."""
        if self._client is not None:
            await self._client.close()
            self._client = None


async def ask_briefly(model: ChatModel) -> None:
    """Ask a model for a few words, to see whether it answers.

    Raises:
        LanguageModelFailed: If it does not.
    """
    attempt = model.stream([PromptMessage(MessageRole.USER.value, "Hello")], _FEW_TOKENS)
    async with aclosing(attempt) as events:
        if await anext(events, None) is None:
            raise LanguageModelFailed


def require_package(package: str, extra: str, provider: str) -> None:
    """Check that an optional package is installed, without importing it.

    Raises:
        Misconfigured: If it is not; the message names the extra.
    """
    if find_spec(package) is None:
        raise Misconfigured(
            f"{provider} needs the Python package {package}: run"
            f' pip install "quoth[{extra}]", or set QUOTH_LANGUAGE_MODEL to another model.'
        )
