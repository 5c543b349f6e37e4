"""Idempotency keys: a request repeated under its key is not carried out again."""

import hashlib
import json
from dataclasses import dataclass, replace
from enum import StrEnum

from domain.errors import IdempotencyKeyReused


class Operation(StrEnum):
    """The kind of request. Each kind has its own keys."""

    CHAT = "chat"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class IdempotencyKey:
    """A key that a client gives to one request.

    Attributes:
        operation: The kind of request.
        value: The key, 1 to 255 visible ASCII characters, after what tells readers apart.
        fingerprint: A digest of the request; another request under the same key has another one.
    """

    operation: Operation
    value: str
    fingerprint: str

    @classmethod
    def of(cls, operation: Operation, value: str, *request: object) -> "IdempotencyKey":
        """Return the key of a request, with a fingerprint of these parts of it."""
        digest = hashlib.sha256(json.dumps([str(part) for part in request]).encode())
        return cls(operation, value, digest.hexdigest())

    def read_as(self, groups: tuple[str, ...] | None) -> "IdempotencyKey":
        """Return the key as that of who reads as these groups; None means whoever reads all.

        Others who use the same key get nothing that was made for these.
        """
        if groups is None:
            return self
        digest = hashlib.sha256(json.dumps(groups).encode()).hexdigest()
        return replace(self, value=f"{digest} {self.value}")

    def check_same_request(self, fingerprint: str) -> None:
        """Check that the key was first used for the same request.

        Args:
            fingerprint: The fingerprint of the request that first used the key.

        Raises:
            IdempotencyKeyReused: If it was another request.
        """
        if fingerprint != self.fingerprint:
            raise IdempotencyKeyReused
