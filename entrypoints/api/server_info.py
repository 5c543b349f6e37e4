"""Properties of the server that the API needs."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ServerInfo:
    """Properties of the server, for the handlers.

    Attributes:
        max_upload_bytes: The maximum size of a file.
        language_model: The kind of model that generates answers: groq or extractive.
        version: Quoth's version.
    """

    max_upload_bytes: int
    language_model: str
    version: str
