"""Shows and changes jobs in PostgreSQL."""

from collections.abc import Collection
from uuid import UUID

from asyncpg import Record

from adapters.postgres.announcements import JOBS, announce
from adapters.postgres.database import Connection, Database
from adapters.postgres.queries import QUERIES
from application.ports.job_board import JobBoard
from domain.documents.jobs import Job, JobState, Progress, Stage
from domain.errors import DocumentNotFound, NothingToDo, ProcessingCancelled
from domain.paging import Page, PageRequest


class PostgresJobBoard(JobBoard):
    """Reads and changes the rows of jobs."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find(self, document_ids: Collection[UUID]) -> dict[UUID, Job]:
        """Return the jobs of documents that have one."""
        async with self._database.connection() as connection:
            rows = await connection.fetch(QUERIES["jobs_of"], list(document_ids))
        return {row["document_id"]: _job_from(row) for row in rows}

    async def list(self, page: PageRequest[UUID], state: JobState | None = None) -> Page[Job, UUID]:
        """Return a page of jobs, first come first."""
        async with self._database.connection() as connection:
            # one extra row shows whether another page follows
            rows = await connection.fetch(
                QUERIES["jobs"], page.after, state and state.value, page.limit + 1
            )
        items = tuple(_job_from(row) for row in rows[: page.limit])
        return Page(items, items[-1].document_id if len(rows) > page.limit else None)

    async def retry(self, document_id: UUID) -> None:
        """Let workers begin a job at once."""
        async with self._database.transaction() as connection:
            if await connection.fetchval(QUERIES["retry_job"], document_id):
                announce(JOBS)
            else:
                await _check_job(connection, document_id)

    async def cancel(self, document_id: UUID) -> None:
        """Cancel a job."""
        cancelled = ProcessingCancelled()
        async with self._database.transaction() as connection:
            if not await connection.fetchval(
                QUERIES["cancel_job"], document_id, cancelled.message, cancelled.code
            ):
                await _check_job(connection, document_id)


async def _check_job(connection: Connection, document_id: UUID) -> None:
    """Raise an error if a document has no job."""
    if not await connection.fetchrow(QUERIES["document"], document_id):
        raise DocumentNotFound
    if not await connection.fetch(QUERIES["jobs_of"], [document_id]):
        raise NothingToDo


def _job_from(row: Record) -> Job:
    state, stage = JobState(row["state"]), row["stage"]
    progress = None
    if state is JobState.PROCESSING and stage is not None:
        progress = Progress(Stage(stage), row["done"], row["total"], row["seconds_left"])
    return Job(
        document_id=row["document_id"],
        version=row["version"],
        filename=row["filename"],
        file_size=row["file_size"],
        state=state,
        attempts=row["attempts"],
        run_at=row["run_at"],
        uploaded_at=row["uploaded_at"],
        progress=progress,
        progress_number=row["progress_number"],
        error_message=row["error_message"],
        error_code=row["error_code"],
    )
