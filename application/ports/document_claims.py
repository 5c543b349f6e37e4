"""The port that decides who processes a document."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol
from uuid import UUID

from domain.documents.document import Document
from domain.documents.jobs import Given, Progress
from domain.errors import ProcessingFailed


@dataclass(frozen=True, slots=True)
class Claim:
    """The result of claiming a document: a lease on its job, or the reason why there is none.

    Attributes:
        document: The document as the job makes it.
        token: The fencing token, which tells this claim from every other one on the same document.
            None if the claim was not granted: the document is already processed, is being processed
            under another claim, or failed while the caller waited.
        error_code: The `code` of the error of an attempt that failed while the caller waited; its
            message is the document's.
        given: What the client said beside the file.
        attempts: How often the job was begun, this time included.
    """

    document: Document
    token: UUID | None = None
    error_code: str | None = None
    given: Given = field(default_factory=Given)
    attempts: int = 1

    @property
    def granted(self) -> bool:
        """Whether the caller has to process the document."""
        return self.token is not None


class DocumentClaims(Protocol):
    """Grants claims on documents. Each method is one transaction, committed when it returns.

    A claim lasts 30 seconds after it was granted or last renewed. After that, anyone can take the
    document over under a new claim. The earlier holder can then neither renew its claim, nor end
    it, nor add to the document: it gets ClaimLost.

    All methods that take a claim raise

        DocumentRemoved: If the document was removed.
        ClaimLost: If the claim has ended in another way; the document does not change.
        DatabaseUnavailable: If the database is not reachable; nothing was stored.
        OutcomeUnknown: If the connection was lost while the change was being stored.

    and change nothing of a document that was processed under the claim.
    """

    async def claim(
        self,
        document: Document,
        original: Path,
        waiting: bool = False,
        given: Given = Given(),  # noqa: B008 - it cannot be changed
    ) -> Claim:
        """Register the document as processing, or return the document that already has its bytes.

        Of several callers with the same bytes, exactly one is granted the claim. A document that
        failed, was cancelled, or waits for a worker is granted under its old id, and with the new
        upload time. Whether granted or not, the document gets the upload's name as a further one
        unless it has it, and its labels: its metadata and its collections, which are made if there
        are none. The uploaded bytes are stored with the granted claim, and are deleted with the
        document.

        Args:
            document: The document to register.
            original: The file with the uploaded bytes.
            waiting: Whether the caller waits for a claim on these bytes that was not its own. Then
                a document whose last attempt failed is not granted, but returned with its failure.
            given: What the client said beside the file; of a caller that is waiting, only the mail
                counts. What a mail brought under a name goes with the mail, unless a client
                uploaded it under this name too.

        Raises:
            DatabaseUnavailable: If the database is not reachable; nothing was stored.
            OutcomeUnknown: If the connection was lost while the change was being stored.
            InsufficientStorage: If there is no space for it; nothing was stored.
        """
        ...

    async def renew(self, claim: Claim, progress: Progress | None = None) -> None:
        """Extend a claim to 30 seconds from now, even if it expired and nobody took over.

        Args:
            claim: The claim.
            progress: How far the attempt is; None if that has not changed.
        """
        ...

    async def fail(
        self,
        claim: Claim,
        error_message: str,
        error_code: str = ProcessingFailed.code,
        retry_in: float | None = None,
    ) -> None:
        """End the claim without a document, and store the reason.

        The uploaded bytes stay stored, without a text and without chunks.

        Args:
            claim: The claim on the document.
            error_message: Why it failed, as the document shows it.
            error_code: The `code` of the error that those who wait for the document get.
            retry_in: After how many seconds a worker tries again; None if repeating cannot help, so
                that the document is marked as failed.
        """
        ...

    async def release(self, claim: Claim) -> None:
        """End the claim without a result: the document is pending, and anyone may go on at once.

        The attempt does not count.
        """
        ...
