"""The wire types of signing in, and of members."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from application.access.sign_in import SignedIn
from domain.access.member import Member
from domain.access.principal import Principal
from entrypoints.api.access_schemas import RoleName


class SignInBody(Struct, forbid_unknown_fields=True):
    """A key, to sign a browser in with."""

    key: Annotated[str, Meta(max_length=200)]


class SignedInView(Struct):
    """Who is signed in now, and until when."""

    workspace: str
    role: RoleName
    name: str
    expires_at: datetime

    @classmethod
    def of(cls, signed_in: SignedIn) -> "SignedInView":
        """Return the wire type of a sign-in."""
        who = signed_in.principal
        return cls(who.workspace.name, who.role.value, who.name, signed_in.expires_at)


class SignInWaysView(Struct):
    """How one can sign in: `provider` says whether people can do so at a provider."""

    provider: bool


class OwnWorkspaceView(Struct):
    """A workspace that one may work in; `current` is the one in which one does."""

    workspace: str
    role: RoleName
    current: bool

    @classmethod
    def of(cls, principal: Principal, current: Principal) -> "OwnWorkspaceView":
        """Return the wire type of who one can act as."""
        return cls(
            principal.workspace.name, principal.role.value, principal.workspace == current.workspace
        )


class OwnWorkspacesView(Struct):
    """The workspaces that one may work in. `signed_in` says whether there is a way to sign out."""

    items: list[OwnWorkspaceView]
    signed_in: bool


class SwitchBody(Struct, forbid_unknown_fields=True):
    """The workspace to go on in, by its name."""

    workspace: Annotated[str, Meta(max_length=60)]


class MemberView(Struct):
    """A person in this workspace, as of when they last signed in."""

    member_id: UUID
    name: str
    role: RoleName
    groups: list[str]
    last_sign_in_at: datetime

    @classmethod
    def of(cls, member: Member) -> "MemberView":
        """Return the wire type of a member."""
        return cls(
            member.id, member.name, member.role.value, sorted(member.groups), member.last_sign_in_at
        )
