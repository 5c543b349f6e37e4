"""Properties of the server that the API needs."""

from dataclasses import dataclass
from typing import Literal, NewType, Protocol, TypeAlias

from domain.answering.models import ModelList

Leaving: TypeAlias = Literal["nothing", "questions", "documents"]
"""Nothing; the question with its conversation and passages; or the text of documents, too."""


@dataclass(frozen=True, slots=True)
class ServerInfo:
    """Properties of the server, for the handlers.

    Attributes:
        max_upload_bytes: The maximum size of a file.
        language_model: The kind of model that generates answers: groq, openai,
            anthropic, local or extractive.
        leaving: What leaves the machine, whichever language model answers.
        version: Quoth's version.
    """

    max_upload_bytes: int
    language_model: str
    leaving: Leaving
    version: str

    def leaving_with(self, models: ModelList, name: str) -> Leaving:
        """Return what leaves the machine if a model answers, or one that takes over from it."""
        if self.leaving == "nothing" and not models.stays_here(name):
            return "questions"
        return self.leaving


@dataclass(frozen=True, slots=True)
class ShownSetting:
    """A setting of the server that may be seen, by the name of its environment variable."""

    name: str
    value: str | float | None
    default: str | float | None


ShownSettings = NewType("ShownSettings", tuple[ShownSetting, ...])


class Startup(Protocol):
    """The start of the server, which goes on while requests arrive already."""

    @property
    def starting(self) -> bool:
        """Whether the parts of the server are still being opened."""
        ...

    @property
    def waiting(self) -> str | None:
        """Why the last attempt to open the parts failed; None if none did."""
        ...
