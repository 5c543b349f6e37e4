"""quoth export: documents, chunks and conversations as files for other programs."""

import errno
from collections import Counter
from collections.abc import AsyncIterator, Callable, Container, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import IO, Protocol
from uuid import UUID

from msgspec import Struct
from rich.console import Console

from application.ports.library_export import LibraryExport, LibrarySnapshot
from domain.errors import InsufficientStorage, Misconfigured
from entrypoints.commands.json_output import print_json
from entrypoints.commands.terminal import print_line
from entrypoints.export.formats import FileFormat
from entrypoints.export.json_lines import JsonLines
from entrypoints.export.parquet import ParquetFile, check_installed
from entrypoints.export.records import KINDS, ChunkRecord, DocumentRecord, MessageRecord


class RecordWriter(Protocol):
    """Writes the records of one kind."""

    def add(self, record: Struct) -> None:
        """Write a record."""
        ...


class Missing(Container[UUID]):
    """The ids that are none of the documents exported so far."""

    def __init__(self) -> None:
        self._exported: set[UUID] = set()

    def __contains__(self, document_id: object) -> bool:
        return document_id not in self._exported

    def add(self, document_id: UUID) -> None:
        """Note a document that is exported."""
        self._exported.add(document_id)


async def export_library(
    library: LibraryExport,
    target: Path,
    console: Console,
    kind: FileFormat,
    *,
    replace: bool,
    as_json: bool = False,
) -> None:
    """Write everything that people stored, as of one moment.

    A target that ends in `.jsonl` becomes one file whose lines say their type. Any other is a
    folder with a file for each kind. Files appear when all are complete.

    Raises:
        Misconfigured: If the target cannot be written, or needs a library that is not installed.
        InsufficientStorage: If the disk is full.
    """
    if target.suffix == ".parquet" or (target.suffix == ".jsonl" and kind is FileFormat.PARQUET):
        raise Misconfigured(
            f"Parquet has a file for each kind of records, and {target} names one file: name a"
            " folder. Nothing was written."
        )
    if kind is FileFormat.PARQUET:
        check_installed()
    counts: Counter[str] = Counter()
    with console.status("Exporting…"), _files(target, kind, replace=replace) as writer_of:
        async with library.snapshot() as snapshot:
            for name, records in _records(snapshot):
                with writer_of(name) as writer:
                    async for record in records:
                        writer.add(record)
                        counts[name] += 1
    if as_json:
        print_json(console, {"target": str(target), **{name: counts[name] for name in KINDS}})
        return
    said = ", ".join(f"{counts[name]:,} {name}" for name in ("documents", "chunks"))
    print_line(console, f"Wrote {target}: {said}, {counts['conversations']:,} messages.")


def _records(snapshot: LibrarySnapshot) -> Iterator[tuple[str, AsyncIterator[Struct]]]:
    gone = Missing()

    async def documents() -> AsyncIterator[Struct]:
        async for document, text in snapshot.documents():
            gone.add(document.id)
            yield DocumentRecord.made_of(document, text)

    async def chunks() -> AsyncIterator[Struct]:
        async for document_id, chunk in snapshot.chunks():
            yield ChunkRecord.made_of(document_id, chunk)

    async def messages() -> AsyncIterator[Struct]:
        async for session, message in snapshot.messages():
            yield MessageRecord.made_of(session, message, gone)

    return zip(KINDS, (documents(), chunks(), messages()), strict=True)


WriterOf = Callable[[str], AbstractContextManager[RecordWriter]]


@contextmanager
def _files(target: Path, kind: FileFormat, *, replace: bool) -> Iterator[WriterOf]:
    """Yield a function that opens the writer of a kind of records."""
    together = target.suffix == ".jsonl"
    folder = target.parent if together else target
    paths = {name: target if together else folder / f"{name}.{kind.value}" for name in KINDS}
    taken = next((path for path in paths.values() if path.exists()), None)
    if taken is not None and not replace:
        raise Misconfigured(
            f"{taken} exists: nothing was written. Choose another name, or replace it with --force."
        )
    with _being_written(target), ExitStack() as closing:
        if not together:
            folder.mkdir(parents=True, exist_ok=True)
        parts = {path: path.with_name(f".{path.name}.part") for path in paths.values()}
        for part in parts.values():
            closing.callback(part.unlink, missing_ok=True)
        opened: dict[Path, IO[bytes]] = {}
        for path, part in parts.items():
            opened[path] = closing.enter_context(part.open("wb"))

        def writer_of(name: str) -> AbstractContextManager[RecordWriter]:
            file = opened[paths[name]]
            if kind is FileFormat.PARQUET:
                return ParquetFile(file, KINDS[name])
            return JsonLines(file, name, shared=together)

        yield writer_of
        for file in opened.values():
            file.flush()
        for path, part in parts.items():
            part.replace(path)


@contextmanager
def _being_written(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as exc:
        if exc.errno in (errno.ENOSPC, errno.EDQUOT):
            raise InsufficientStorage(
                f"There is no space for {target}: nothing was written. Free some, or choose"
                " another disk."
            ) from exc
        raise Misconfigured(
            f"{target} cannot be written: {exc.strerror or type(exc).__name__}. Nothing was"
            " written."
        ) from exc
