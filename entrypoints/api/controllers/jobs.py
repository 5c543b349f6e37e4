"""The work on all documents that is not done."""

from typing import Annotated
from uuid import UUID

from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, get
from litestar.params import QueryParameter

from application.ports.job_board import JobBoard
from domain.documents.jobs import JobState
from entrypoints.api.controllers.parameters import PageCursor, PageLimit, page_request
from entrypoints.api.job_schemas import JobView
from entrypoints.api.problems import READING, problems
from entrypoints.api.roles import READER
from entrypoints.api.schemas import Listing, listing


class JobController(Controller):
    """The work on all documents that is not done."""

    path = "/api/job"
    tags = ["Documents"]  # noqa: RUF012 - the framework's attribute
    opt = READER

    @get("/", responses=problems(*READING))
    @inject
    async def list_jobs(
        self,
        board: FromDishka[JobBoard],
        limit: PageLimit = 50,
        cursor: PageCursor = None,
        job_state: Annotated[
            JobState | None, QueryParameter(name="state", description="Only jobs in this state.")
        ] = None,
    ) -> Listing[JobView]:
        """List the documents that wait, are being processed, failed or were cancelled."""
        page = await board.list(page_request(limit, cursor, UUID), job_state)
        return listing([JobView.of(job) for job in page.items], page)
