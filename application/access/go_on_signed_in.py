"""Use cases: what a browser that is signed in can do about that."""

from collections.abc import Sequence

from application.access.acting import acting_as
from application.access.count_sign_in import CountSignIn
from application.access.record_action import Action, RecordAction
from application.ports.members import Members
from application.ports.sign_ins import SignIns
from domain.access.digest import digest_of
from domain.access.principal import Principal
from domain.access.sign_in import SignIn
from domain.errors import NotAuthenticated, WorkspaceNotFound


class FindSignIn:
    """Finds who a browser is signed in for, at each request anew."""

    def __init__(self, sign_ins: SignIns) -> None:
        self._sign_ins = sign_ins

    async def execute(self, token: str) -> SignIn:
        """Return the sign-in of a token.

        Raises:
            NotAuthenticated: If it has ended.
        """
        found = await self._sign_ins.find(digest_of(token))
        if found is None:
            raise NotAuthenticated("You are no longer signed in: sign in again.")
        return found


class SignOut:
    """Ends a sign-in."""

    def __init__(self, sign_ins: SignIns, record: RecordAction) -> None:
        self._sign_ins = sign_ins
        self._record = record

    async def execute(self, token: str) -> None:
        """End a sign-in, if it has not ended already."""
        found = await self._sign_ins.find(digest_of(token))
        await self._sign_ins.remove(digest_of(token))
        if found is not None:
            with acting_as(found.principal):
                await self._record.execute(Action("access.sign_out"))


class ListOwnWorkspaces:
    """Lists the workspaces that a person may work in."""

    def __init__(self, find: FindSignIn, members: Members) -> None:
        self._find = find
        self._members = members

    async def execute(self, token: str) -> Sequence[Principal]:
        """Return who a browser can act as, by the names of the workspaces.

        Raises:
            NotAuthenticated: If the sign-in has ended.
        """
        found = await self._find.execute(token)
        member_id = found.principal.member_id
        if member_id is None:
            return [found.principal]  # a key is of one workspace
        return [member.principal for member in await self._members.of_person(member_id)]


class SwitchWorkspace:
    """Lets a person go on in another of their workspaces."""

    def __init__(
        self,
        find: FindSignIn,
        sign_ins: SignIns,
        members: Members,
        count: CountSignIn,
        record: RecordAction,
    ) -> None:
        self._find = find
        self._sign_ins = sign_ins
        self._members = members
        self._count = count
        self._record = record

    async def execute(self, token: str, workspace: str) -> Principal:
        """Go on in a workspace, by its name.

        Raises:
            NotAuthenticated: If the sign-in has ended.
            WorkspaceNotFound: If it is none of this person's.
            RateLimited: If they went there, or signed in there, too often in the last minute.
        """
        found = await self._find.execute(token)
        if found.principal.workspace.name == workspace:
            return found.principal
        member_id = found.principal.member_id
        if member_id is None:
            raise WorkspaceNotFound
        for member in await self._members.of_person(member_id):
            if member.workspace.name == workspace:
                with acting_as(member.principal):
                    await self._count.execute()
                await self._sign_ins.switch(digest_of(token), member.id)
                with acting_as(member.principal):
                    await self._record.execute(Action("access.switch", [member.id]))
                return member.principal
        raise WorkspaceNotFound
