"""Requests that may be sent again without being carried out again."""

import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum

from domain.errors import IdempotencyKeyReused


class Operation(StrEnum):
    """What a key stands for: each operation has keys of its own."""

    CHAT = "chat"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class IdempotencyKey:
    """A name that a client gave to one request.

    Attributes:
        operation: What was asked for.
        value: The name, 1 to 255 visible ASCII characters.
        fingerprint: A digest of the request, to tell it from another one of the same name.
    """

    operation: Operation
    value: str
    fingerprint: str

    @classmethod
    def of(cls, operation: Operation, value: str, *request: object) -> "IdempotencyKey":
        """Return the key of a request that consists of these parts."""
        digest = hashlib.sha256(json.dumps([str(part) for part in request]).encode())
        return cls(operation, value, digest.hexdigest())

    def check_same_request(self, fingerprint: str) -> None:
        """Return if the request that this key was first used for has this fingerprint.

        Raises:
            IdempotencyKeyReused: If it was another one.
        """
        if fingerprint != self.fingerprint:
            raise IdempotencyKeyReused
