"""Secrets that the database holds and a server needs in full: encrypted, if there is a key."""

import base64
import hashlib
import os
from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from asyncpg import Connection

from adapters.postgres.queries import QUERIES
from domain.errors import SecretSealed

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_MARK = "sealed"
_NONCE_BYTES = 12


class SealedSecrets:
    """Encrypts secrets with AES-256-GCM, each for the row that it stands in.

    A sealed secret is `sealed:KEY:TEXT`, with the id of the key and, in Base64, a nonce and the
    encrypted text. Without keys, secrets are stored as they are; those can be read with keys, too.
    """

    def __init__(self, keys: Sequence[str] = ()) -> None:
        """Take the keys: the first one encrypts, all of them decrypt.

        Args:
            keys: Texts with 256 random bits or more, in whichever form.
        """
        self._keys = {_id_of(each): hashlib.sha256(each.encode()).digest() for each in keys}
        self._first = next(iter(self._keys), None)

    @property
    def has_key(self) -> bool:
        """Whether secrets are encrypted."""
        return self._first is not None

    def seal(self, secret: str, row: UUID) -> str:
        """Return a secret as it is stored in a row."""
        if self._first is None:
            return secret
        nonce = os.urandom(_NONCE_BYTES)
        sealed = nonce + _cipher(self._keys[self._first]).encrypt(nonce, secret.encode(), row.bytes)
        return f"{_MARK}:{self._first}:{base64.b64encode(sealed).decode()}"

    def unseal(self, stored: str, row: UUID) -> str:
        """Return the secret that is stored in a row.

        Raises:
            SecretSealed: If it was encrypted with a key that is not given, or for another row.
        """
        if not stored.startswith(f"{_MARK}:"):
            return stored
        from cryptography.exceptions import InvalidTag

        _, key_id, text = stored.split(":")
        sealed = base64.b64decode(text)
        try:
            cipher = _cipher(self._keys[key_id])
            nonce, secret = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
            return cipher.decrypt(nonce, secret, row.bytes).decode()
        except (KeyError, InvalidTag) as exc:
            raise SecretSealed from exc

    async def seal_stored(self, owner: Connection) -> None:
        """Encrypt what was stored before there was a key, or with an earlier one.

        What no given key opens stays as it is.

        Args:
            owner: A connection that sees all workspaces.
        """
        async with owner.transaction():
            rows = await owner.fetch(QUERIES["secrets_to_seal"], f"{_MARK}:{self._first}:%")
            for row in rows:
                try:
                    sealed = self.seal(self.unseal(row["secret"], row["id"]), row["id"])
                except SecretSealed:
                    continue
                await owner.execute(QUERIES["seal_secret"], row["id"], sealed)


def _cipher(key: bytes) -> "AESGCM":
    # where it is needed: most servers have no key
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(key)


def _id_of(key: str) -> str:
    """Return what tells keys apart and says nothing of them."""
    return hashlib.sha256(b"id of a key for secrets\0" + key.encode()).hexdigest()[:8]
