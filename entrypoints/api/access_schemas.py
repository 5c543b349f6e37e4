"""The wire types of keys, and of who sends a request."""

from datetime import datetime
from typing import Annotated, Literal, TypeAlias
from uuid import UUID

from msgspec import Meta, Struct, structs

from application.access.create_key import KeyRequest, NewKey
from domain.access.api_key import MAX_NAME, MAX_ORIGINS, ApiKey
from domain.access.origin import ORIGIN_PATTERN
from domain.access.principal import Principal
from domain.access.role import Role
from entrypoints.api.limiting import Groups
from entrypoints.api.openapi import SOME_TEXT, says
from entrypoints.api.times import in_utc

# written out, so that each field that has it names the roles
RoleName: TypeAlias = Literal["reader", "editor", "admin"]
ORIGIN = {"type": "string", "pattern": f"^{ORIGIN_PATTERN}$"}


class MeView(Struct):
    """Who sends this request: the name of a key or a person, their role, and their workspace.

    `groups` are the groups that they are in; documents can be limited to groups.
    """

    workspace: str
    role: RoleName
    name: str
    groups: list[str]

    @classmethod
    def of(cls, principal: Principal) -> "MeView":
        """Return the wire type of who acts."""
        return cls(
            principal.workspace.name,
            principal.role.value,
            principal.name,
            sorted(principal.groups),
        )


class KeyBody(Struct, forbid_unknown_fields=True):
    """What a new key is to be.

    It is refused from `expires_at` on; null is never. A key with `origins`, such as
    `https://docs.example`, can only be used by pages from there, in a browser. With
    `groups` it may read the documents that are limited to them.
    """

    name: Annotated[str, says(pattern=SOME_TEXT, maxLength=MAX_NAME)]
    role: RoleName
    expires_at: datetime | None = None
    origins: Annotated[list[str], Meta(max_length=MAX_ORIGINS), says(items=ORIGIN)] = []
    groups: Groups = []

    def request(self) -> KeyRequest:
        """Return what is asked for."""
        expires_at = None if self.expires_at is None else in_utc(self.expires_at)
        return KeyRequest(
            self.name, Role(self.role), expires_at, tuple(self.origins), tuple(self.groups)
        )


class KeyView(Struct):
    """A key, without what is secret of it. `prefix` is how it begins.

    It is refused from `expires_at` and `revoked_at` on. `last_used_at` is right to the minute.
    """

    key_id: UUID
    name: str
    role: RoleName
    prefix: str
    origins: list[str]
    groups: list[str]
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    last_used_at: datetime | None

    @classmethod
    def of(cls, key: ApiKey) -> "KeyView":
        """Return the wire type of a key."""
        return cls(
            key.id,
            key.name,
            key.role.value,
            key.prefix,
            list(key.origins),
            list(key.groups),
            key.created_at,
            key.expires_at,
            key.revoked_at,
            key.last_used_at,
        )


class NewKeyView(KeyView, kw_only=True):
    """A new key. `key` is shown this once: it is stored nowhere."""

    key: str

    @classmethod
    def made(cls, new: NewKey) -> "NewKeyView":
        """Return the wire type of a new key."""
        return cls(**structs.asdict(KeyView.of(new.key)), key=new.text)
