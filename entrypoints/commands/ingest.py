"""quoth ingest: add files and folders."""

import asyncio
from collections.abc import Iterable, Iterator
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from application.documents.ingest_document import IngestDocument
from domain.documents.document import Upload
from domain.errors import Misconfigured, QuothError, Unavailable
from entrypoints.document_files import document_files

FILES_AT_ONCE = 3  # one is being stored, one embedded, one read and split


async def ingest_paths(ingest: IngestDocument, paths: Iterable[Path], console: Console) -> int:
    """Ingest every file, a few concurrently, show progress, and return the exit status.

    The status is 1 if a file failed. Named files are tried whatever their type; in folders, only
    files of a supported type are.

    Raises:
        Misconfigured: If a path does not exist; nothing was ingested.
        Unavailable: If the database becomes unavailable; files finished so far are stored.
    """
    files = list(_files(paths))
    outcomes: list[bool | str] = [False] * len(files)  # whether it was added, or why it failed
    notes: dict[Path, tuple[str, ...]] = {}
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), console=console) as progress:
        task = progress.add_task("Ingesting", total=len(files))
        remaining = iter(enumerate(files))

        async def take_files() -> None:
            for number, file in remaining:
                progress.update(task, description=file.name)
                outcomes[number] = await _ingested(ingest, file, notes)
                progress.advance(task)

        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(FILES_AT_ONCE):
                    group.create_task(take_files())
        except ExceptionGroup as failed:
            raise failed.exceptions[0] from None
        progress.update(task, description="Done")
    for file in files:
        for note in notes.get(file, ()):
            console.print(f"note: {file}: {note}", style="yellow", markup=False, highlight=False)
    failures = [each for each in zip(files, outcomes, strict=True) if isinstance(each[1], str)]
    for file, reason in failures:
        console.print(f"failed: {file}: {reason}", style="red", markup=False, highlight=False)
    added, unchanged = outcomes.count(True), outcomes.count(False)
    console.print(f"{added} added, {unchanged} unchanged, {len(failures)} failed")
    return 1 if failures else 0


async def _ingested(
    ingest: IngestDocument, file: Path, notes: dict[Path, tuple[str, ...]]
) -> bool | str:
    """Ingest a file and collect the notes of its document.

    Returns:
        True if it was added, False if it is unchanged, or why it failed.
    """
    try:
        content = await asyncio.to_thread(file.read_bytes)
        ingested = await ingest.execute(Upload(file.name, content))
        notes[file] = ingested.document.notes
        return ingested.created
    except Unavailable:
        raise
    except QuothError as exc:
        return exc.message
    except OSError as exc:
        return f"The file cannot be read: {exc.strerror}."


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from document_files(path)
        elif path.exists():
            yield path
        else:
            raise Misconfigured(f"{path} does not exist: nothing was ingested.")
