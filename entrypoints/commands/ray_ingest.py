"""quoth ray-ingest: add many files, which a Ray cluster reads and embeds."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from application.access.record_action import Action, RecordAction
from application.documents.ingest_in_bulk import BulkFile, BulkRequest, BulkResult, IngestInBulk
from application.ports.text_extractor import TextExtractor
from domain.documents.filenames import display_name
from domain.documents.metadata import Labels
from domain.errors import FileEmpty
from entrypoints.api.document_schemas import DocumentView
from entrypoints.commands.ingest import (
    NamedFile,
    Outcome,
    Result,
    found_files,
    line_of,
    print_report,
    print_results,
    status_of,
)
from entrypoints.commands.terminal import print_line
from quoth import Document


@dataclass(frozen=True, slots=True)
class BulkUseCases:
    """What the command needs."""

    ingest: IngestInBulk
    extractor: TextExtractor
    record: RecordAction


async def bulk_ingest(
    use_cases: BulkUseCases,
    paths: Sequence[Path],
    console: Console,
    labels: Labels,
    *,
    as_json: bool = False,
) -> int:
    """Ingest every file, and return the exit status, as `ingest_paths` does.

    Raises:
        Misconfigured: If a path does not exist; nothing was ingested.
        Unavailable: If the cluster or the database is; files finished so far are stored.
    """
    suffixes = {suffix for each in use_cases.extractor.formats for suffix in each.suffixes}
    found = await asyncio.to_thread(found_files, paths, suffixes)
    # nodes have other working directories
    files = {BulkFile(file.path.absolute(), file.name): file for file in found.files}
    await use_cases.record.execute(Action("library.ingest"))
    results = list(found.passed_over)
    if as_json:
        print_results(results, console)
    started = time.perf_counter()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), console=console, disable=as_json) as progress:
        task = progress.add_task("Ingesting", total=len(files))

        def report(became: BulkResult) -> None:
            result = _result(files[became.file], became)
            results.append(result)
            if as_json:
                print_results([result], console)
            else:
                print_line(console, line_of(result, time.perf_counter() - started))
            progress.advance(task)

        await use_cases.ingest.execute(BulkRequest(tuple(files), report, labels))
    if not as_json:
        print_report(results, found, console)
    return status_of(results)


def _result(file: NamedFile, became: BulkResult) -> Result:
    if became.document is None:
        if became.code == FileEmpty.code and file.in_folder:
            return Result(file, Outcome.SKIPPED, "the file contains no text")
        return Result(file, Outcome.FAILED, became.failure)
    document = msgspec.convert(msgspec.to_builtins(DocumentView.of(became.document)), Document)
    outcome = Outcome.ADDED if became.created else Outcome.UNCHANGED
    if not became.created and document.filename != display_name(file.name):
        outcome = Outcome.SECOND_NAME
    return Result(file, outcome, document=document)
