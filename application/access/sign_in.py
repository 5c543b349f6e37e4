"""Use cases: sign a browser in, with a key or as a person."""

import logging
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from application.access.acting import acting_as
from application.access.authenticate import Authenticate
from application.access.count_sign_in import CountSignIn
from application.access.record_action import Action, RecordAction
from application.identifiers import new_id
from application.ports.identity_provider import IdentityProvider
from application.ports.members import Members
from application.ports.sign_ins import SignIns
from application.ports.workspaces import Workspaces
from domain.access.digest import digest_of
from domain.access.member import GroupRule, roles_of
from domain.access.principal import Principal
from domain.access.sign_in import ProviderFlow
from domain.access.workspace import Workspace
from domain.errors import NotAllowed, NotAMember, SignInFailed

TOKEN_BYTES = 32

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A browser that has just been signed in.

    Attributes:
        principal: Who acts in it.
        token: What it shows at each request. Only its digest is stored.
        expires_at: When it ends.
    """

    principal: Principal
    token: str = field(repr=False)
    expires_at: datetime


class OpenSignIn:
    """Stores a new sign-in, and enters it into the audit log."""

    def __init__(
        self, sign_ins: SignIns, count: CountSignIn, record: RecordAction, lifetime: timedelta
    ) -> None:
        """Open sign-ins.

        Args:
            sign_ins: Where they are stored.
            count: Refuses what would be too many.
            record: Enters them.
            lifetime: After this time one has to sign in again, whatever one does meanwhile: the
                groups of a person are known as of when they signed in.
        """
        self._sign_ins = sign_ins
        self._count = count
        self._record = record
        self._lifetime = lifetime

    async def execute(self, principal: Principal) -> SignedIn:
        """Sign a browser in for a key, or for a member.

        Raises:
            RateLimited: If they did too often in the last minute.
        """
        token = secrets.token_urlsafe(TOKEN_BYTES)
        expires_at = datetime.now(UTC) + self._lifetime
        with acting_as(principal):
            await self._count.execute()
            await self._sign_ins.add(
                digest_of(token),
                expires_at,
                key_id=principal.key_id,
                member_id=principal.member_id,
            )
            target = principal.key_id or principal.member_id
            await self._record.execute(Action("access.sign_in", [target] if target else []))
        return SignedIn(principal, token, expires_at)


class SignInWithKey:
    """Signs a browser in with a key."""

    def __init__(self, authenticate: Authenticate, opening: OpenSignIn) -> None:
        self._authenticate = authenticate
        self._opening = opening

    async def execute(self, key: str, origin: str | None) -> SignedIn:
        """Sign a browser in.

        Args:
            key: The text of a key.
            origin: The origin of the page.

        Raises:
            NotAuthenticated: If it was revoked or has expired.
            SignInFailed: If it is no key.
            NotAllowed: If it is for pages, which show it to everybody.
            RateLimited: If it was used for this too often in the last minute.
        """
        principal = await self._authenticate.execute(key, origin)
        if principal is None:
            raise SignInFailed("This is no key of this server, so nobody is signed in.")
        if principal.for_pages:
            # whoever is signed in may read more than everybody who opens a page and finds its key
            raise NotAllowed("A key with origins may only ask questions, so nobody is signed in.")
        return await self._opening.execute(principal)


class BeginSignIn:
    """Sends a browser to the provider that knows people."""

    def __init__(self, provider: IdentityProvider) -> None:
        self._provider = provider

    async def execute(self, secret: str, redirect_uri: str) -> str:
        """Return the address at the provider.

        Args:
            secret: What only this browser has.
            redirect_uri: Where it comes back to.

        Raises:
            ProviderUnavailable: If the provider does not answer.
        """
        return await self._provider.address(ProviderFlow.of(secret, redirect_uri))


class SignInPerson:
    """Signs a browser in as a person whom a provider knows."""

    def __init__(
        self,
        provider: IdentityProvider,
        rules: Sequence[GroupRule],
        members: Members,
        workspaces: Workspaces,
        opening: OpenSignIn,
    ) -> None:
        self._provider = provider
        self._rules = rules
        self._members = members
        self._workspaces = workspaces
        self._opening = opening

    async def execute(
        self, secret: str, redirect_uri: str, returned: Mapping[str, str]
    ) -> SignedIn:
        """Sign in a browser that came back.

        They begin in the workspace whose name comes first.

        Raises:
            SignInFailed: If it did not come back as it was sent away.
            NotAMember: If the person is in no group that is let in.
            ProviderUnavailable: If the provider does not answer.
            RateLimited: If they signed in too often in the last minute.
        """
        person = await self._provider.identify(ProviderFlow.of(secret, redirect_uri), returned)
        roles = roles_of(person.groups, self._rules)
        held = {
            await self._workspaces.ensure(Workspace(new_id(), name)): role
            for name, role in roles.items()
        }
        members = await self._members.enter(person, held, datetime.now(UTC))
        if not members:
            logger.warning("a person without a group that is let in tried to sign in")
            raise NotAMember
        return await self._opening.execute(members[0].principal)
