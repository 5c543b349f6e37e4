"""A source whose files tests change."""

from typing import Protocol

from application.ports.document_source import DocumentSource


class Stage(Protocol):
    """A source, and how its files change."""

    source: DocumentSource

    def write(self, path: str, content: bytes) -> None:
        """Write a file, or replace it."""
        ...

    def delete(self, path: str) -> None:
        """Delete a file."""
        ...

    def vanish(self) -> None:
        """Make the whole source unavailable."""
        ...
