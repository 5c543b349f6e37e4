"""What clients send as a conversation: the question, and the messages before it."""

from collections.abc import Sequence
from dataclasses import dataclass

from msgspec import Struct

from domain.answering.prompt import PromptMessage
from domain.conversation.message import HistoryMessage, MessageRole
from domain.errors import InvalidInput
from domain.text.storable import storable
from entrypoints.api.openai.errors import NotSupported

TEXT_PARTS = {"text", "input_text", "output_text"}
INSTRUCTIONS = {"system", "developer"}


class ContentPart(Struct):
    """A part of a message. Only text is read."""

    type: str
    text: str | None = None


class ChatMessage(Struct):
    """A message of a conversation. Messages of tools and instructions are not read."""

    role: str = ""
    content: str | list[ContentPart] | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """The question of a conversation, and the messages before it, oldest first."""

    question: str
    history: tuple[HistoryMessage, ...]


def asked_in(messages: Sequence[ChatMessage]) -> Asked:
    """Return the question of a conversation: its last message from the user.

    Instructions are not read: how an answer is written, and from what, is the server's to say.

    Raises:
        InvalidInput: If the user says nothing.
        NotSupported: If the question has a part that is no text.
    """
    users = [place for place, each in enumerate(messages) if each.role == MessageRole.USER]
    if not users:
        raise InvalidInput('No message has the role "user": send the question as one.')
    asked = messages[users[-1]]
    if isinstance(asked.content, list):
        other = next((each.type for each in asked.content if each.type not in TEXT_PARTS), None)
        if other is not None:
            raise NotSupported(f"The question has a part of the type {other!r}: send text alone.")
    return Asked(text_of(asked), history_of(messages[: users[-1]]))


def history_of(messages: Sequence[ChatMessage]) -> tuple[HistoryMessage, ...]:
    """Return what user and assistant have said."""
    roles = {role.value: role for role in MessageRole}
    return tuple(
        HistoryMessage(roles[each.role], text)
        for each in messages
        if each.role in roles and (text := text_of(each)).strip()
    )


def prompt_of(messages: Sequence[ChatMessage]) -> tuple[PromptMessage, ...]:
    """Return a conversation as a chat model takes it, with its instructions."""
    return tuple(
        PromptMessage("system" if each.role in INSTRUCTIONS else each.role, text)
        for each in messages
        if each.role in {*INSTRUCTIONS, *MessageRole} and (text := text_of(each)).strip()
    )


def text_of(message: ChatMessage) -> str:
    """Return the text of a message."""
    if isinstance(message.content, list):
        parts = [each.text or "" for each in message.content if each.type in TEXT_PARTS]
        return storable("\n".join(parts))
    return storable(message.content or "")
