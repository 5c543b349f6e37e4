"""The port that decides who processes a document."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from uuid import UUID

from domain.documents.document import Document
from domain.errors import ProcessingFailed


@dataclass(frozen=True, slots=True)
class Claim:
    """The result of claiming a document.

    Attributes:
        document: The stored document that has the claimed bytes.
        token: The fencing token, which tells this claim from every other one on the same document.
            None if the claim was not granted: the document is already processed, is being processed
            under another claim, or failed while the caller waited.
        error_code: The `code` of the error of an attempt that failed while the caller waited; its
            message is the document's.
    """

    document: Document
    token: UUID | None = None
    error_code: str | None = None

    @property
    def granted(self) -> bool:
        """Whether the caller has to process the document."""
        return self.token is not None


class DocumentClaims(Protocol):
    """Grants claims on documents. Each method is one transaction, committed when it returns.

    A claim lasts 30 seconds after it was granted or last renewed. After that, anyone can take the
    document over under a new claim. The earlier holder can then neither renew its claim, nor fail
    the document, nor add to it: it gets ClaimLost.
    """

    async def claim(self, document: Document, original: Path, waiting: bool = False) -> Claim:
        """Register the document as processing, or return the document that already has its bytes.

        Of several callers with the same bytes, exactly one is granted the claim. A failed document,
        or one whose claim has ended without a result, is granted again under its old id and with
        the new upload time. Whether granted or not, the document gets the upload's name as a
        further one unless it has it, and what is given with the upload: its metadata and its
        collections, which are made if there are none. The uploaded bytes are stored with the
        granted claim, and are deleted with the document.

        Args:
            document: The document to register.
            original: The file with the uploaded bytes.
            waiting: Whether the caller waits for a claim on these bytes that was not its own. Then
                a failed document is not granted, but returned with its failure.

        Raises:
            DatabaseUnavailable: If the database is not reachable; nothing was stored.
            OutcomeUnknown: If the connection was lost while the change was being stored.
            InsufficientStorage: If there is no space for it; nothing was stored.
        """
        ...

    async def renew(self, claim: Claim) -> None:
        """Extend a claim to 30 seconds from now, even if it expired and nobody took over.

        A document that was processed under this claim does not change.

        Raises:
            DocumentRemoved: If the document was removed.
            ClaimLost: If the claim has ended in another way; the document does not change.
            DatabaseUnavailable: If the database is not reachable; nothing was stored.
            OutcomeUnknown: If the connection was lost while the change was being stored.
        """
        ...

    async def fail(
        self, claim: Claim, error_message: str, error_code: str = ProcessingFailed.code
    ) -> None:
        """Mark the claimed document as failed, which ends the claim.

        The uploaded bytes stay stored, without a text and without chunks. A document that was
        processed under this claim does not change.

        Args:
            claim: The claim on the document.
            error_message: Why it failed, as the document shows it.
            error_code: The `code` of the error that those who wait for the document get.

        Raises:
            DocumentRemoved: If the document was removed.
            ClaimLost: If the claim has ended in another way; the document does not change.
            DatabaseUnavailable: If the database is not reachable; nothing was stored.
            OutcomeUnknown: If the connection was lost while the change was being stored.
        """
        ...

    async def release(self, claim: Claim) -> None:
        """End the claim without a result: the next caller is granted the document immediately.

        Meanwhile the document reads as failed, as after a claim that expired. A document that was
        processed under this claim does not change.

        Raises:
            DocumentRemoved: If the document was removed.
            ClaimLost: If the claim has ended in another way; the document does not change.
            DatabaseUnavailable: If the database is not reachable; nothing was stored.
            OutcomeUnknown: If the connection was lost while the change was being stored.
        """
        ...
