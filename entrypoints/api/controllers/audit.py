"""The audit log."""

from typing import Annotated
from uuid import UUID

from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, get
from litestar.params import QueryParameter

from application.ports.audit_log import AuditLog
from domain.access.audit import AuditFilter
from domain.text.storable import storable
from entrypoints.api.audit_schemas import AuditEntryView
from entrypoints.api.controllers.parameters import PageCursor, PageLimit, page_request
from entrypoints.api.problems import READING, problems
from entrypoints.api.roles import ADMIN
from entrypoints.api.schemas import Listing, listing
from entrypoints.api.times import TIME, time_in


class AuditController(Controller):
    """Who did what, when, to which id."""

    path = "/api/audit"
    tags = ["Access"]  # noqa: RUF012 - the framework's attribute
    opt = ADMIN

    @get("/", responses=problems(*READING))
    @inject
    async def list_entries(
        self,
        log: FromDishka[AuditLog],
        limit: PageLimit = 50,
        cursor: PageCursor = None,
        action: Annotated[
            str | None,
            QueryParameter(
                max_length=80,
                description="Only this action, such as `document.delete`, or all of a kind, such as"
                " `document`.",
            ),
        ] = None,
        actor: Annotated[
            str | None,
            QueryParameter(
                max_length=200, description="Only of this key or person, by name or id."
            ),
        ] = None,
        target: Annotated[
            UUID | None, QueryParameter(description="Only what was done to this id.")
        ] = None,
        since: Annotated[
            str | None, QueryParameter(description="Only from this time on.", schema_extra=TIME)
        ] = None,
        until: Annotated[
            str | None, QueryParameter(description="Only before this time.", schema_extra=TIME)
        ] = None,
    ) -> Listing[AuditEntryView]:
        """List who did what, when, to which id, newest first."""
        wanted = AuditFilter(
            action and storable(action),
            actor and storable(actor),
            target,
            None if since is None else time_in(since, "since"),
            None if until is None else time_in(until, "until"),
        )
        page = await log.list(page_request(limit, cursor, UUID), wanted)
        return listing([AuditEntryView.of(entry) for entry in page.items], page)
