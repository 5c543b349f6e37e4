"""What the API needs to know of the server that it runs in."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ServerInfo:
    """Plain values for the handlers.

    Attributes:
        max_upload_bytes: The largest file that is read.
        language_model: The kind of model that writes the answers: groq, extractive.
        version: Quoth's version.
    """

    max_upload_bytes: int
    language_model: str
    version: str
