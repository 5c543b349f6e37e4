"""quoth jobs: the work on documents that is not done, and what becomes of it."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from rich.console import Console

from domain.errors import QuothError as Refused
from entrypoints.commands.find_document import find_document
from entrypoints.commands.json_output import print_json
from entrypoints.commands.terminal import print_line, shown_size
from quoth import AsyncClient, Job, RequestRefused, Unavailable


class Changed(msgspec.Struct):
    """What became of a job that was to be retried or cancelled; for JSON."""

    reference: str
    document_id: UUID | None
    done: bool
    error: str | None = None


async def list_jobs(
    quoth: AsyncClient, console: Console, state: str | None, *, as_json: bool = False
) -> int:
    """Print a line for each job, first come first, and return the exit status."""
    jobs = [job async for job in quoth.jobs(state=state)]
    if as_json:
        print_json(console, jobs)
        return 0
    for job in jobs:
        print_line(console, _line(job))
    if not jobs and console.is_terminal:
        print_line(console, "There are no such jobs: every document is processed.")
    return 0


async def retry_jobs(
    quoth: AsyncClient, console: Console, references: Sequence[str], *, as_json: bool = False
) -> int:
    """Let workers begin jobs at once: of these documents, or of all that failed.

    Returns:
        The exit status: 1 if one of them has no job.
    """
    if not references:
        references = [str(job.document_id) async for job in quoth.jobs(state="failed")]
        if not references and not as_json:
            print_line(console, "No job has failed.")
    return await _each(quoth, console, references, cancel=False, as_json=as_json)


async def cancel_jobs(
    quoth: AsyncClient, console: Console, references: Sequence[str], *, as_json: bool = False
) -> int:
    """Cancel the jobs of documents, and return the exit status: 1 if one of them has none."""
    return await _each(quoth, console, references, cancel=True, as_json=as_json)


async def _each(
    quoth: AsyncClient,
    console: Console,
    references: Sequence[str],
    *,
    cancel: bool,
    as_json: bool,
) -> int:
    outcomes = []
    style: str | None
    for reference in references:
        document_id = None
        try:
            document = await find_document(quoth, reference)
            document_id = document.document_id
            await (quoth.documents.cancel if cancel else quoth.documents.retry)(document_id)
        except Unavailable:
            raise
        except (Refused, RequestRefused) as exc:
            outcomes.append(Changed(reference, document_id, done=False, error=exc.message))
            said, style = f"failed: {reference}: {exc.message}", "red"
        else:
            outcomes.append(Changed(reference, document_id, done=True))
            said = f"{'cancelled' if cancel else 'will be tried again'}: {document.filename}"
            style = None
        if not as_json:
            print_line(console, said, style=style)
    if as_json:
        print_json(console, outcomes)
    return 0 if all(each.done for each in outcomes) else 1


def _line(job: Job) -> str:
    facts = [f"{shown_size(job.file_size)}", f"attempt {job.attempts}"]
    if progress := job.progress:
        facts.append(progress.stage)
        if progress.total:
            facts.append(f"{progress.done:,} of {progress.total:,}")
        if progress.seconds_left is not None:
            facts.append(f"{progress.seconds_left:,.0f} s left")
    if job.error_message:
        facts.append(job.error_message)
    return f"{job.document_id}  {job.state:<10}  {job.filename} ({', '.join(facts)})"
