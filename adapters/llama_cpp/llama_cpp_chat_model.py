"""The chat model of a llama.cpp server that this process starts."""

from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing

from adapters.llama_cpp.llama_cpp_server import Address, LlamaCppServer
from application.ports.chat_model import ChatEvent, ChatModel
from domain.answering.prompt import PromptMessage
from domain.errors import LanguageModelFailed, LanguageModelRejected


class LlamaCppChatModel(ChatModel):
    """Starts the server with the first question, and again if its process has ended.

    Args:
        server: The server.
        connect: Returns a chat model that talks to a server at an address.
    """

    def __init__(self, server: LlamaCppServer, connect: Callable[[Address], ChatModel]) -> None:
        self._server = server
        self._connect = connect
        self._connected: tuple[Address, ChatModel] | None = None

    @property
    def name(self) -> str:
        """The name of the model's file, prefixed with `local:`."""
        return f"local:{self._server.name}"

    async def stream(
        self, messages: Sequence[PromptMessage], max_tokens: int
    ) -> AsyncGenerator[ChatEvent, None]:
        """Make one attempt: yield the reply as it arrives, then a Completion."""
        chat = await self._chat()
        try:
            async with aclosing(chat.stream(messages, max_tokens)) as events:
                async for event in events:
                    yield event
        except LanguageModelRejected:
            raise
        except LanguageModelFailed as exc:
            if not await self._server.has_ended():
                raise
            raise LanguageModelFailed(
                "The process of the local model has ended, perhaps for lack of memory. The text so"
                " far is saved: ask again, which starts it again."
            ) from exc

    async def check(self) -> None:
        """Load the model, and see that the server has it."""
        await (await self._chat()).check()

    async def close(self) -> None:
        """End the server."""
        if self._connected is not None:
            await self._connected[1].close()
            self._connected = None
        await self._server.stop()

    async def _chat(self) -> ChatModel:
        address = await self._server.start()
        before = self._connected
        if before is not None and before[0] == address:
            return before[1]
        chat = self._connect(address)
        self._connected = (address, chat)
        if before is not None:
            await before[1].close()
        return chat
