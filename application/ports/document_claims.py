"""The port that decides who processes a document."""

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from domain.documents.document import Document


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to process a document, or the document of whoever has that right.

    Attributes:
        document: The document of the bytes that were claimed.
        token: The fencing token: what tells this claim from every other one on the same document.
            None if the claim was not granted; the document is then either processed already, or
            being processed under another claim.
    """

    document: Document
    token: UUID | None = None

    @property
    def granted(self) -> bool:
        """Whether the caller is to process the document."""
        return self.token is not None


class DocumentClaims(Protocol):
    """Grants claims on documents. Each method is one transaction, committed when it returns.

    A claim lasts for 30 seconds from when it was granted or last renewed. Afterwards anyone can
    take the document over, under a new claim. A holder whose document was taken over can neither
    renew its claim, nor fail the document, nor add to it: it gets ClaimLost.
    """

    async def claim(self, document: Document, content: bytes) -> Claim:
        """Register the document as processing, or return the one that already has its bytes.

        Of several callers with the same bytes exactly one is granted the claim. A document whose
        claim has run out (its holder was killed) and a failed one are granted again, under the
        old id of the document. The uploaded bytes are stored with the granted claim, and go with
        the document.

        Raises:
            DatabaseUnavailable: If the database is not reachable.
        """
        ...

    async def renew(self, claim: Claim) -> None:
        """Let a claim last for another 30 seconds, also one that ran out and was not taken over.

        A document that was processed under this claim is left as it is.

        Raises:
            DocumentRemoved: If the document was removed.
            ClaimLost: If the claim has ended otherwise; what took its place is left as it is.
            DatabaseUnavailable: If the database is not reachable.
        """
        ...

    async def fail(self, claim: Claim, error_message: str) -> None:
        """Mark the claimed document as failed, which ends the claim.

        The document keeps the uploaded bytes, no text and no chunks. One that was processed under
        this claim is left as it is.

        Raises:
            DocumentRemoved: If the document was removed.
            ClaimLost: If the claim has ended otherwise; what took its place is left as it is.
            DatabaseUnavailable: If the database is not reachable.
        """
        ...
