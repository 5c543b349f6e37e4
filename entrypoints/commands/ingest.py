"""quoth ingest: add files and folders."""

import asyncio
import time
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

import msgspec
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from domain.documents.filenames import display_name
from domain.errors import Misconfigured
from domain.text.storable import storable
from entrypoints.commands.json_output import print_json_line
from entrypoints.commands.terminal import print_line, printable, shown_size
from entrypoints.document_files import FolderContents, contents_of
from quoth import (
    AsyncClient,
    Document,
    ProcessingFailed,
    RequestRefused,
    Unavailable,
)

FILE_EMPTY = "file_empty"
MOST_NOTES = 20  # a folder of Markdown has some for nearly every file
FILES_AT_ONCE = 3  # one is being stored, one embedded, one read and split


class Outcome(Enum):
    """What became of a file that could be ingested or passed over."""

    ADDED = "added"
    UNCHANGED = "unchanged"
    SECOND_NAME = "second name"
    SKIPPED = "skipped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file to ingest.

    Attributes:
        name: Its name in Quoth: its path below the folder that was given, or its file name.
        in_folder: Whether it was found in a folder, and not given by itself.
    """

    path: Path
    name: str
    in_folder: bool


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a file.

    Attributes:
        reason: Why it was skipped or failed.
        document: Its document; None if there is none.
    """

    file: NamedFile
    outcome: Outcome
    reason: str = ""
    document: Document | None = None


@dataclass
class Found:
    """What is at some paths.

    Attributes:
        files: The files to ingest.
        passed_over: What else is in the folders: links and pipes that are skipped, and folders that
            cannot be listed.
        other_types: How many files have each unsupported suffix.
    """

    files: list[NamedFile] = field(default_factory=list)
    passed_over: list[Result] = field(default_factory=list)
    other_types: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Given:
    """What is said of every file."""

    collections: tuple[str, ...] = ()
    metadata: Mapping[str, str | list[str]] = field(default_factory=dict)


NOTHING = Given()


class Line(msgspec.Struct):
    """What became of a file; for JSON."""

    path: str
    name: str
    outcome: str
    reason: str | None
    document: Document | None


async def ingest_paths(
    quoth: AsyncClient,
    paths: Sequence[Path],
    console: Console,
    given: Given = NOTHING,
    *,
    wait: bool | None = None,
    as_json: bool = False,
) -> int:
    """Ingest every file, a few concurrently, and return the exit status.

    A line for each file says what became of it as soon as it is known. The status is 1 if a file
    failed, or a folder could not be listed. Named files are tried whatever their type. In folders,
    only files of a format that is read are, and empty ones are skipped. With `as_json`, a line is
    an object, what is passed over has one, too, and there is no summary. `wait` is that of an
    upload.

    Raises:
        Misconfigured: If a path does not exist; nothing was ingested.
        Unavailable: If the server or its database is; files finished so far are stored.
    """
    suffixes = {suffix for each in await quoth.formats() for suffix in each.suffixes}
    found = await asyncio.to_thread(found_files, paths, suffixes)
    results = list(found.passed_over)
    if as_json:
        print_results(results, console)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), console=console, disable=as_json) as progress:
        task = progress.add_task("Ingesting", total=len(found.files))
        remaining = iter(found.files)

        async def take_files() -> None:
            for file in remaining:
                progress.update(task, description=printable(file.path.name))
                started = time.perf_counter()
                result = await _ingested(quoth, file, given, wait=wait)
                results.append(result)
                if as_json:
                    print_results([result], console)
                else:
                    print_line(console, line_of(result, time.perf_counter() - started))
                progress.advance(task)

        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(FILES_AT_ONCE):
                    group.create_task(take_files())
        except ExceptionGroup as failed:
            raise failed.exceptions[0] from None
        progress.update(task, description="Done")
    if not as_json:
        print_report(results, found, console)
    return status_of(results)


def status_of(results: Iterable[Result]) -> int:
    """Return the exit status."""
    return int(any(each.outcome is Outcome.FAILED for each in results))


def print_results(results: Iterable[Result], console: Console) -> None:
    """Print what became of files as JSON."""
    for result in results:
        print_json_line(console, json_of(result))


def print_report(results: Iterable[Result], found: Found, console: Console) -> None:
    """Print what was noted, failed and skipped, and how many files."""
    order = {file: number for number, file in enumerate(found.files)}
    results = sorted(results, key=lambda each: order.get(each.file, len(order)))

    def reasons(outcome: Outcome) -> list[tuple[Path, str]]:
        return [(each.file.path, each.reason) for each in results if each.outcome is outcome]

    failed, skipped = reasons(Outcome.FAILED), reasons(Outcome.SKIPPED)
    notes = [
        (each.file.path, note) for each in results if each.document for note in each.document.notes
    ]
    for path, note in notes[:MOST_NOTES]:
        print_line(console, f"note: {path}: {note}", style="yellow")
    if more := len(notes[MOST_NOTES:]):
        print_line(console, f"and {more} more notes (`quoth show` prints those of a document)")
    for path, reason in failed:
        print_line(console, f"failed: {path}: {reason}", style="red")
    for path, reason in skipped:
        print_line(console, f"skipped: {path}: {reason}")
    if found.other_types:
        kinds = ", ".join(f"{count} {suffix}" for suffix, count in found.other_types.most_common())
        print_line(console, f"not read, because of their type: {kinds}")
    count = Counter(each.outcome for each in results)
    if named := count[Outcome.SECOND_NAME]:
        print_line(console, f"same content as another file: {named} (`quoth list` shows all names)")
    unchanged = count[Outcome.UNCHANGED] + named
    print_line(
        console,
        f"{count[Outcome.ADDED]} added, {unchanged} unchanged, {len(failed)} failed,"
        f" {len(skipped)} skipped",
    )


def line_of(result: Result, seconds: float) -> str:
    """Return what became of a file; why it failed is said at the end."""
    document = result.document
    if document is None:
        return f"{result.outcome.value}: {result.file.name}"
    facts = [shown_size(document.file_size)]
    if document.pages is not None:
        facts.append(f"{document.pages:,} page{'s' * (document.pages != 1)}")
    facts.append(f"{document.total_chunks:,} passage{'s' * (document.total_chunks != 1)}")
    return f"{result.outcome.value}: {result.file.name} ({', '.join(facts)}, {seconds:.1f} s)"


def json_of(result: Result) -> Line:
    """Return what became of a file as JSON shows it."""
    file = result.file
    return Line(
        storable(str(file.path)),
        storable(file.name),
        result.outcome.value,
        result.reason or None,
        result.document,
    )


async def _ingested(
    quoth: AsyncClient, file: NamedFile, given: Given, *, wait: bool | None
) -> Result:
    try:
        if not file.path.is_file():
            return Result(file, Outcome.FAILED, "It is not a regular file.")
        document = await quoth.documents.upload(
            file.path,
            # names on disk are bytes, which need not be text
            name=display_name(file.name),
            collections=given.collections,
            metadata=given.metadata,
            wait=wait,
        )
    except Unavailable:
        raise
    except (RequestRefused, ProcessingFailed) as exc:
        if exc.code == FILE_EMPTY and file.in_folder:
            return Result(file, Outcome.SKIPPED, "the file contains no text")
        return Result(file, Outcome.FAILED, exc.message)
    except OSError as exc:
        return Result(file, Outcome.FAILED, f"The file cannot be read: {exc.strerror}.")
    outcome = Outcome.ADDED if document.created else Outcome.UNCHANGED
    if not document.created and document.filename != display_name(file.name):
        outcome = Outcome.SECOND_NAME
    return Result(file, outcome, document=document)


def found_files(paths: Sequence[Path], suffixes: Collection[str]) -> Found:
    """Return what is at some paths, and in the folders among them.

    Raises:
        Misconfigured: If a path does not exist.
    """
    found = Found()
    for path in paths:
        if path.is_dir():
            _add_folder(path, contents_of(path, suffixes), found)
        elif path.exists():
            found.files.append(NamedFile(path, path.name, in_folder=False))
        else:
            raise Misconfigured(f"{path} does not exist: nothing was ingested.")
    return found


def _add_folder(folder: Path, contents: FolderContents, found: Found) -> None:
    def named(path: Path) -> NamedFile:
        return NamedFile(path, path.relative_to(folder).as_posix(), in_folder=True)

    found.files += map(named, contents.documents)
    found.passed_over += [
        Result(named(path), outcome, reason)
        for outcome, passed_over in (
            (Outcome.FAILED, contents.unreadable),
            (Outcome.SKIPPED, contents.skipped),
        )
        for path, reason in passed_over
    ]
    found.other_types += contents.other_types
