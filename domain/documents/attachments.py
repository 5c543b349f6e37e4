"""The files inside a file, such as the attachments of a mail, and what became of them."""

from dataclasses import dataclass, field
from uuid import UUID

from domain.documents.filenames import display_name
from domain.documents.metadata import Metadata

MAIL, ATTACHMENTS = "mail", "attachments"
"""What names the mail of an attachment, and the attachments of a mail, in their metadata."""

MAX_ATTACHMENTS = 100
"""How many files of an upload become documents, those inside them included."""

MAX_DEPTH = 3
"""How deep they may lie: an attachment, one of an attached mail, and one of a mail in that."""

_SHOWN_FAILURES = 10


def attachment_name(mail: str, attachment: str) -> str:
    """Return the name of the document that a file inside another becomes."""
    return display_name(f"{mail}/{display_name(attachment)}")


@dataclass(frozen=True, slots=True)
class MailVersion:
    """The version of a mail, or of another document, that brings the files in it."""

    id: UUID
    version: int


@dataclass
class IngestedAttachments:
    """What became of the attachments of one mail.

    Attributes:
        names: The names of the documents that they became.
        failures: (name, reason) for each that could not be stored.
        left_out: How many are too many, or lie too deep.
    """

    names: list[str] = field(default_factory=list)
    failures: list[tuple[str, str]] = field(default_factory=list)
    left_out: int = 0

    def metadata(self, metadata: Metadata) -> Metadata:
        """Return the metadata of the mail, with its attachments."""
        if not self.names:
            return metadata
        # first, so that they are stored even if the mail says much about itself
        others = {name: value for name, value in metadata.items() if name != ATTACHMENTS}
        return {ATTACHMENTS: tuple(self.names), **others}

    def notes(self) -> tuple[str, ...]:
        """Return what is missing, in sentences for people."""
        notes = [
            f"The attachment {display_name(name)} was not stored: {reason}"
            for name, reason in self.failures[:_SHOWN_FAILURES]
        ]
        if more := len(self.failures[_SHOWN_FAILURES:]):
            notes.append(f"Attachments that were not stored either: {more:,}.")
        if self.left_out:
            notes.append(
                f"Attachments that were left out: {self.left_out:,}. Of one file up to"
                f" {MAX_ATTACHMENTS} are stored, and those of attached mails {MAX_DEPTH} deep."
            )
        return tuple(notes)
