"""The members of a workspace, and the workspaces of who is signed in."""

from typing import Any
from uuid import UUID

from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, Request, delete, get, post
from litestar.datastructures import State
from litestar.params import FromPath, JSONBody

from application.access.acting import acting_principal
from application.access.go_on_signed_in import ListOwnWorkspaces, SwitchWorkspace
from application.ports.members import Members
from domain import errors
from entrypoints.api.controllers.parameters import PageCursor, PageLimit, page_request
from entrypoints.api.page_cookies import SIGN_IN, cookie_of
from entrypoints.api.people_schemas import (
    MemberView,
    OwnWorkspacesView,
    OwnWorkspaceView,
    SwitchBody,
)
from entrypoints.api.problems import READING, WRITING, problems
from entrypoints.api.request_errors import CrossOrigin, RequestTooLarge
from entrypoints.api.roles import ADMIN, READER
from entrypoints.api.schemas import Listing, listing


class MemberController(Controller):
    """The people who may work in this workspace."""

    path = "/api/member"
    tags = ["Access"]  # noqa: RUF012 - the framework's attribute
    opt = ADMIN

    @get("/", responses=problems(*READING))
    @inject
    async def list_members(
        self, members: FromDishka[Members], limit: PageLimit = 50, cursor: PageCursor = None
    ) -> Listing[MemberView]:
        """List the people who signed in, the newest member first."""
        page = await members.list(page_request(limit, cursor, UUID))
        return listing([MemberView.of(member) for member in page.items], page)

    @delete("/{member_id:uuid}/", responses=problems(errors.MemberNotFound, CrossOrigin, *WRITING))
    @inject
    async def remove_member(self, member_id: FromPath[UUID], members: FromDishka[Members]) -> None:
        """Remove a member, and sign them out.

        They come back when they sign in again, if their groups still let them in.
        """
        await members.remove(member_id)


class OwnWorkspaceController(Controller):
    """The workspaces of who is signed in."""

    path = "/api/me/workspace"
    tags = ["Access"]  # noqa: RUF012 - the framework's attribute
    opt = READER

    @get("/", responses=problems(*READING))
    @inject
    async def list_own_workspaces(
        self, request: Request[Any, Any, State], workspaces: FromDishka[ListOwnWorkspaces]
    ) -> OwnWorkspacesView:
        """List the workspaces that one may work in."""
        current = acting_principal()
        token = cookie_of(request.scope, SIGN_IN)
        choices = [current] if token is None else await workspaces.execute(token)
        items = [OwnWorkspaceView.of(each, current) for each in choices]
        return OwnWorkspacesView(items, token is not None)

    @post(
        "/",
        status_code=200,
        responses=problems(errors.WorkspaceNotFound, CrossOrigin, RequestTooLarge, *WRITING),
    )
    @inject
    async def switch_workspace(
        self,
        request: Request[Any, Any, State],
        data: JSONBody[SwitchBody],
        switch: FromDishka[SwitchWorkspace],
    ) -> OwnWorkspaceView:
        """Go on in another workspace. It needs a browser that a person is signed in in."""
        token = cookie_of(request.scope, SIGN_IN)
        if token is None:
            raise errors.WorkspaceNotFound
        principal = await switch.execute(token, data.workspace)
        return OwnWorkspaceView.of(principal, principal)
