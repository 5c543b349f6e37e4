"""Use case: make a key."""

import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime

from application.access.acting import acting_principal
from application.identifiers import new_id
from application.ports.api_keys import ApiKeys
from domain.access.api_key import (
    ALPHABET,
    LENGTH,
    MARK,
    ApiKey,
    key_name,
    key_origins,
    prefix_of,
)
from domain.access.digest import digest_of
from domain.access.groups import checked_groups
from domain.access.role import Role
from domain.errors import KeyInvalid


@dataclass(frozen=True, slots=True)
class KeyRequest:
    """What a new key is to be.

    Attributes:
        name: What people call it.
        role: What may be done with it.
        expires_at: From when on it is refused; None if never.
        origins: The origins of the pages that it may be used from; anywhere if empty.
        groups: The groups that it is in, which limited documents are shared with.
    """

    name: str
    role: Role
    expires_at: datetime | None = None
    origins: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NewKey:
    """A new key. Its text is stored nowhere, so nobody sees it again."""

    key: ApiKey
    text: str = field(repr=False)


class CreateKey:
    """Makes a key for the workspace of who acts."""

    def __init__(self, keys: ApiKeys) -> None:
        self._keys = keys

    async def execute(self, request: KeyRequest) -> NewKey:
        """Store a new key, and return it with its text.

        Raises:
            KeyInvalid: If its name, an origin or its end is not valid, or it has origins and more
                rights than a reader, or groups.
            GroupsInvalid: If a group cannot have its name, or there are too many.
        """
        now = datetime.now(UTC)
        if request.expires_at is not None and request.expires_at <= now:
            raise KeyInvalid("The key would have expired already, so none was made.")
        if request.origins and request.role is not Role.READER:
            raise KeyInvalid(
                "Everybody who opens a page can read its key, so a key with origins must be a"
                " reader's. None was made."
            )
        if request.origins and request.groups:
            raise KeyInvalid(
                "Everybody who opens a page can read its key, so a key with origins is in no group."
                " None was made."
            )
        text = MARK + "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
        key = ApiKey(
            new_id(),
            acting_principal().workspace,
            request.role,
            key_name(request.name),
            prefix_of(text),
            digest_of(text),
            now,
            request.expires_at,
            key_origins(request.origins),
            groups=checked_groups(request.groups),
        )
        await self._keys.add(key)
        return NewKey(key, text)
