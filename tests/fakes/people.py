"""Members and signed-in browsers in memory, and a provider without a network."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import UUID

from application.access.acting import acting_principal
from application.identifiers import new_id
from application.ports.identity_provider import IdentityProvider
from application.ports.members import Members
from application.ports.sign_ins import SignIns
from domain.access.member import Identity, Member
from domain.access.role import Role
from domain.access.sign_in import ProviderFlow, SignIn
from domain.access.workspace import Workspace
from domain.errors import MemberNotFound, QuothError, SignInFailed
from domain.paging import Page, PageRequest
from tests.fakes.access import InMemoryAccess


@dataclass(frozen=True)
class _Stored:
    key_id: UUID | None
    member_id: UUID | None
    expires_at: datetime


class InMemoryPeople:
    """The state of members and sign-ins, beside that of the keys."""

    def __init__(self, access: InMemoryAccess) -> None:
        self.access = access
        self.members: dict[UUID, tuple[Identity, Member]] = {}
        self.sign_ins: dict[bytes, _Stored] = {}

    def of(self, person: Identity) -> Sequence[Member]:
        """Return the memberships of a person."""
        held = [
            member
            for whose, member in self.members.values()
            if (whose.issuer, whose.subject) == (person.issuer, person.subject)
        ]
        return sorted(held, key=lambda member: member.workspace.name)


class InMemorySignIns(SignIns):
    """Signed-in browsers in memory."""

    def __init__(self, people: InMemoryPeople) -> None:
        self._people = people

    async def add(
        self, sha256: bytes, expires_at: datetime, *, key_id: UUID | None, member_id: UUID | None
    ) -> None:
        self._people.access.check()
        self._people.sign_ins[sha256] = _Stored(key_id, member_id, expires_at)

    async def find(self, sha256: bytes) -> SignIn | None:
        self._people.access.check()
        stored, now = self._people.sign_ins.get(sha256), datetime.now(UTC)
        if stored is None or stored.expires_at <= now:
            return None
        if stored.member_id is not None:
            held = self._people.members.get(stored.member_id)
            return held and SignIn(held[1].principal, stored.expires_at)
        assert stored.key_id is not None
        key = self._people.access.keys[stored.key_id]
        if key.revoked_at is not None or key.is_expired_at(now):
            return None
        return SignIn(key.principal, stored.expires_at)

    async def switch(self, sha256: bytes, member_id: UUID) -> None:
        self._people.access.check()
        stored = self._people.sign_ins[sha256]
        self._people.sign_ins[sha256] = replace(stored, member_id=member_id)

    async def remove(self, sha256: bytes) -> None:
        self._people.access.check()
        self._people.sign_ins.pop(sha256, None)


class InMemoryMembers(Members):
    """Members in memory."""

    def __init__(self, people: InMemoryPeople) -> None:
        self._people = people

    async def enter(
        self, person: Identity, roles: Mapping[Workspace, Role], at: datetime
    ) -> Sequence[Member]:
        self._people.access.check()
        before = {member.workspace: member.id for member in self._people.of(person)}
        for workspace, member_id in before.items():
            if workspace not in roles:
                del self._people.members[member_id]
        for workspace, role in roles.items():
            member_id = before.get(workspace, new_id())
            member = Member(member_id, workspace, person.name, role, person.groups, at)
            self._people.members[member_id] = (person, member)
        return self._people.of(person)

    async def of_person(self, member_id: UUID) -> Sequence[Member]:
        self._people.access.check()
        held = self._people.members.get(member_id)
        return self._people.of(held[0]) if held else []

    async def list(self, page: PageRequest[UUID]) -> Page[Member, UUID]:
        self._people.access.check()
        newest = sorted(self._own(), key=lambda member: member.id, reverse=True)
        rest = [member for member in newest if page.after is None or member.id < page.after]
        items = tuple(rest[: page.limit])
        return Page(items, items[-1].id if len(rest) > page.limit else None)

    async def remove(self, member_id: UUID) -> None:
        self._people.access.check()
        if member_id not in {member.id for member in self._own()}:
            raise MemberNotFound
        del self._people.members[member_id]

    def _own(self) -> Sequence[Member]:
        workspace = acting_principal().workspace
        return [m for _, m in self._people.members.values() if m.workspace == workspace]


class ScriptedProvider(IdentityProvider):
    """A provider that knows one person, or fails.

    Attributes:
        person: Who comes back.
        error: What happens instead.
        asked: How often it was asked.
    """

    def __init__(self, person: Identity) -> None:
        self.person = person
        self.error: QuothError | None = None
        self.asked = 0

    async def address(self, flow: ProviderFlow) -> str:
        self._fail()
        return f"https://id.example/authorize?state={flow.state}&back={flow.redirect_uri}"

    async def identify(self, flow: ProviderFlow, returned: Mapping[str, str]) -> Identity:
        self._fail()
        if returned.get("state") != flow.state:
            raise SignInFailed
        return self.person

    def _fail(self) -> None:
        self.asked += 1
        if self.error is not None:
            raise self.error
