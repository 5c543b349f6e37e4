"""Properties of the server that the API needs."""

from dataclasses import dataclass
from typing import NewType, Protocol


@dataclass(frozen=True, slots=True)
class ServerInfo:
    """Properties of the server, for the handlers.

    Attributes:
        max_upload_bytes: The maximum size of a file.
        language_model: The kind of model that generates answers: groq, openai,
            anthropic, local or extractive.
        version: Quoth's version.
    """

    max_upload_bytes: int
    language_model: str
    version: str


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
