"""quoth jobs: the work on documents that is not done, and what becomes of it."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

from rich.console import Console

from application.documents.find_document import FindDocument
from application.ports.job_board import JobBoard
from domain.documents.jobs import Job, JobState
from domain.errors import QuothError
from domain.paging import PageRequest
from entrypoints.commands.terminal import print_line, shown_size

PAGE_SIZE = 200


@dataclass(frozen=True, slots=True)
class JobUseCases:
    """What the commands need."""

    board: JobBoard
    find: FindDocument


async def list_jobs(use_cases: JobUseCases, console: Console, state: JobState | None) -> int:
    """Print a line for each job, first come first, and return the exit status."""
    count = 0
    async for job in all_jobs(use_cases.board, state):
        count += 1
        print_line(console, _line(job))
    if not count and console.is_terminal:
        print_line(console, "There are no such jobs: every document is processed.")
    return 0


async def retry_jobs(use_cases: JobUseCases, console: Console, references: Sequence[str]) -> int:
    """Let workers begin jobs at once: of these documents, or of all that failed.

    Returns:
        The exit status: 1 if one of them has no job.
    """
    if not references:
        failed = [str(job.document_id) async for job in all_jobs(use_cases.board, JobState.FAILED)]
        if not failed:
            print_line(console, "No job has failed.")
        references = failed
    return await _each(use_cases, console, references, cancel=False)


async def cancel_jobs(use_cases: JobUseCases, console: Console, references: Sequence[str]) -> int:
    """Cancel the jobs of documents, and return the exit status: 1 if one of them has none."""
    return await _each(use_cases, console, references, cancel=True)


async def all_jobs(board: JobBoard, state: JobState | None = None) -> AsyncIterator[Job]:
    """Yield all jobs, page by page."""
    page = await board.list(PageRequest(PAGE_SIZE), state)
    while True:
        for job in page.items:
            yield job
        if page.next_cursor is None:
            return
        page = await board.list(PageRequest(PAGE_SIZE, page.next_cursor), state)


async def _each(
    use_cases: JobUseCases, console: Console, references: Sequence[str], *, cancel: bool
) -> int:
    status = 0
    for reference in references:
        try:
            document = await use_cases.find.execute(reference)
            act = use_cases.board.cancel if cancel else use_cases.board.retry
            await act(document.id)
        except QuothError as exc:
            print_line(console, f"failed: {reference}: {exc.message}", style="red")
            status = 1
        else:
            said = "cancelled" if cancel else "will be tried again"
            print_line(console, f"{said}: {document.filename}")
    return status


def _line(job: Job) -> str:
    facts = [f"{shown_size(job.file_size)}", f"attempt {job.attempts}"]
    if progress := job.progress:
        facts.append(progress.stage.value)
        if progress.total:
            facts.append(f"{progress.done:,} of {progress.total:,}")
        if progress.seconds_left is not None:
            facts.append(f"{progress.seconds_left:,.0f} s left")
    if job.error_message:
        facts.append(job.error_message)
    return f"{job.document_id}  {job.state.value:<10}  {job.filename} ({', '.join(facts)})"
