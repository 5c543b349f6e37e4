"""API keys: what programs act with. Only the prefix and a digest of a key are known here."""

import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from domain.access.digest import digest_of
from domain.access.origin import origin_of
from domain.access.principal import Principal
from domain.access.role import Role
from domain.access.workspace import Workspace
from domain.errors import KeyInvalid
from domain.text.storable import storable

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
MARK = "quoth_"
PREFIX_LENGTH = 8
LENGTH = 40  # without the mark; what follows the prefix has 190 random bits
MAX_NAME = 100
MAX_ORIGINS = 20

_KEY = re.compile(f"{MARK}[0-9A-Za-z]{{{LENGTH}}}")


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key, as it is stored.

    Attributes:
        workspace: Where it may be used.
        role: What may be done with it there.
        name: What people call it.
        prefix: Its first characters, which tell keys apart and are no secret.
        sha256: The digest of the whole key.
        expires_at: From when on it is refused; None if never.
        origins: The origins of the pages that it may be used from; anywhere if empty.
        groups: The groups that it is in, which limited documents are shared with.
        last_used_at: About when it was last used, to the minute.
    """

    id: UUID
    workspace: Workspace
    role: Role
    name: str
    prefix: str
    sha256: bytes = field(repr=False)
    created_at: datetime
    expires_at: datetime | None = None
    origins: tuple[str, ...] = ()
    revoked_at: datetime | None = None
    last_used_at: datetime | None = None
    groups: tuple[str, ...] = ()

    @property
    def principal(self) -> Principal:
        """Who acts with it."""
        return Principal(
            self.workspace,
            self.role,
            self.name,
            self.id,
            frozenset(self.groups),
            for_pages=bool(self.origins),
        )

    def is_text_of(self, text: str) -> bool:
        """Return whether a text is this key, in a time that does not depend on the text."""
        return hmac.compare_digest(self.sha256, digest_of(text))

    def is_expired_at(self, now: datetime) -> bool:
        """Return whether it is refused because of its age."""
        return self.expires_at is not None and self.expires_at <= now


def is_key(text: str) -> bool:
    """Return whether a text has the form of a key."""
    return _KEY.fullmatch(text) is not None


def prefix_of(text: str) -> str:
    """Return the prefix of a text that has the form of a key."""
    return text[: len(MARK) + PREFIX_LENGTH]


def key_name(text: str) -> str:
    """Return the name of a key as it is stored: on one line.

    Raises:
        KeyInvalid: If it is empty or too long.
    """
    name = " ".join("".join(c if c.isprintable() else " " for c in storable(text)).split())
    if not 1 <= len(name) <= MAX_NAME:
        raise KeyInvalid(f"A key has a name of 1 to {MAX_NAME} characters. None was made.")
    return name


def key_origins(given: Iterable[str]) -> tuple[str, ...]:
    """Return the origins of a key as browsers send them.

    Raises:
        KeyInvalid: If one of them is none, or there are too many.
    """
    try:
        origins = tuple(dict.fromkeys(map(origin_of, given)))
    except ValueError as exc:
        raise KeyInvalid(
            f"{storable(str(exc))[:200]!r} is no origin of pages: write it like"
            " https://docs.example, without a path. No key was made."
        ) from None
    if len(origins) > MAX_ORIGINS:
        raise KeyInvalid(f"A key has at most {MAX_ORIGINS} origins. None was made.")
    return origins
