"""quoth ingest: adding files and folders."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from dishka import AsyncContainer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from application.ingest_document import IngestDocument
from domain.documents import Upload
from domain.errors import Misconfigured, QuothError, Unavailable
from domain.files import TEXT_SUFFIXES


async def ingest_paths(container: AsyncContainer, paths: Iterable[Path], console: Console) -> int:
    """Ingest every file, show how far it is, and return the exit status.

    The status is 1 if a file failed. Files that are named are tried whatever their type; in
    folders only those of a known type are.

    Raises:
        Misconfigured: If a path does not exist; nothing was ingested.
        Unavailable: If the database is lost on the way; what was finished is kept.
    """
    files = list(_files(paths))
    ingest = await container.get(IngestDocument)
    added = unchanged = 0
    failures: list[tuple[Path, str]] = []
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), console=console) as progress:
        task = progress.add_task("Ingesting", total=len(files))
        for file in files:
            progress.update(task, description=file.name)
            try:
                result = await ingest.execute(Upload(file.name, file.read_bytes()))
                added += result.created
                unchanged += not result.created
            except Unavailable:
                raise
            except QuothError as exc:
                failures.append((file, exc.message))
            except OSError as exc:
                failures.append((file, f"The file cannot be read: {exc.strerror}."))
            progress.advance(task)
        progress.update(task, description="Done")
    for file, reason in failures:
        console.print(f"failed: {file}: {reason}", style="red", markup=False, highlight=False)
    console.print(f"{added} added, {unchanged} unchanged, {len(failures)} failed")
    return 1 if failures else 0


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            found = (file for file in path.rglob("*") if _is_document(path, file))
            yield from sorted(found)
        elif path.exists():
            yield path
        else:
            raise Misconfigured(f"There is no file or folder {path}: nothing was ingested.")


def _is_document(root: Path, file: Path) -> bool:
    hidden = any(part.startswith(".") for part in file.relative_to(root).parts)
    return file.suffix.lower() in TEXT_SUFFIXES and not hidden and file.is_file()
