"""quoth list, show, language and delete: the documents that are stored."""

from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import msgspec
from rich.cells import cell_len
from rich.console import Console

from application.documents.change_document import ChangeDocument
from application.documents.find_document import FindDocument
from application.documents.read_text import ReadText
from application.documents.remove_document import RemovalReceipt, RemoveDocument
from application.documents.remove_documents import RemoveDocuments
from application.ports.document_catalog import DocumentCatalog
from application.retrieval.resolve_filter import ResolveFilter
from domain.documents.changes import DocumentChanges
from domain.documents.document import Document, DocumentStatus
from domain.documents.document_filter import ALL_DOCUMENTS, DocumentFilter
from domain.documents.filenames import display_name
from domain.documents.ordering import DocumentPosition
from domain.errors import DocumentNotFound, NameAmbiguous, NotFound
from domain.paging import PageRequest
from entrypoints.api.document_schemas import DocumentView
from entrypoints.commands.terminal import print_line, shown_size, strip_controls

PAGE_SIZE = 200
UNKNOWN = "unknown"
COLUMNS = ("ID", "STATUS", "SIZE", "PASSAGES", "UPLOADED", "NAME")


@dataclass(frozen=True, slots=True)
class DocumentUseCases:
    """What the commands need."""

    catalog: DocumentCatalog
    find: FindDocument
    read_text: ReadText
    remove: RemoveDocument
    change: ChangeDocument
    remove_matching: RemoveDocuments
    resolve: ResolveFilter


async def list_documents(
    use_cases: DocumentUseCases,
    console: Console,
    within: DocumentFilter = ALL_DOCUMENTS,
    status: DocumentStatus | None = None,
    *,
    as_json: bool = False,
) -> int:
    """Print the documents that pass a filter, last uploaded first, and return the exit status.

    A terminal gets aligned columns. A pipe gets a line for each document, with its id, status, size
    in bytes, number of passages, time of upload and names, separated by tabs. `as_json` prints an
    array of the documents as the API returns them.
    """
    within = await use_cases.resolve.execute(within)
    documents = [document async for document in _all(use_cases.catalog, within, status)]
    if as_json:
        views = [DocumentView.of(document) for document in documents]
        _write(console, msgspec.json.format(msgspec.json.encode(views)).decode() + "\n")
    elif not console.is_terminal:
        _write(console, "".join("\t".join(_plain_row(each)) + "\n" for each in documents))
    elif documents:
        for line in _aligned([COLUMNS, *map(_row, documents)]):
            print_line(console, line)
    else:
        pattern = within.filename
        hint = f' A pattern matches a whole name: try "*{pattern}*".' if pattern else ""
        print_line(console, f"There are no such documents.{hint}")
    return 0


async def show_document(
    use_cases: DocumentUseCases, reference: str, console: Console, *, text: bool = False
) -> int:
    """Print the properties of a document, or its text alone, and return the exit status."""
    document = await use_cases.find.execute(reference)
    if text:
        content = await use_cases.read_text.execute(document.id)
        _write(console, strip_controls(content) if console.is_terminal else content)
        return 0
    for line in _aligned(_properties(document)):
        print_line(console, line)
    return 0


async def change_language(
    use_cases: DocumentUseCases, reference: str, code: str, console: Console
) -> int:
    """Set the language of a document, or that it is `unknown`, and return the exit status."""
    document = await use_cases.find.execute(reference)
    language = None if code == UNKNOWN else code
    await use_cases.change.execute(document.id, DocumentChanges(language=language))
    print_line(console, f"language of {document.filename}: {code}")
    return 0


async def delete_documents(
    use_cases: DocumentUseCases,
    references: Sequence[str],
    console: Console,
    confirm: Callable[[str], bool],
) -> int:
    """Delete documents by their ids, and names of documents; return the exit status.

    Nothing is deleted if one of them does not exist or is ambiguous, or if `confirm` returns False.
    """
    chosen: dict[tuple[UUID, str | None], str] = {}
    for reference in references:
        try:
            document = await use_cases.find.execute(reference)
        except (DocumentNotFound, NameAmbiguous) as exc:
            raise type(exc)(f"{exc.message} Nothing was deleted.") from exc
        name = display_name(reference)
        whole = " = ".join(document.names)
        if name not in document.names:
            chosen[document.id, None] = whole
        elif len(document.names) == 1:
            # by its name: one that an upload adds meanwhile stays
            chosen[document.id, name] = whole
        else:
            chosen[document.id, name] = f"the name {name} of {document.id}"
    chosen = {
        (document_id, name): described
        for (document_id, name), described in chosen.items()
        if name is None or (document_id, None) not in chosen
    }
    if not confirm(f"This deletes {'; '.join(chosen.values())}. Continue?"):
        print_line(console, "Nothing was deleted.")
        return 1
    status = 0
    for (document_id, chosen_name), described in chosen.items():
        try:
            await use_cases.remove.execute(document_id, chosen_name)
        except NotFound as exc:
            print_line(console, f"failed: {described}: {exc.message}", style="red")
            status = 1
        else:
            print_line(console, f"deleted: {described}")
    return status


async def delete_matching(
    use_cases: DocumentUseCases,
    matching: DocumentFilter,
    console: Console,
    confirm: Callable[[str], bool],
    *,
    dry_run: bool = False,
) -> int:
    """Delete all documents that pass a filter, in one step; return the exit status.

    A dry run only prints what would be deleted.
    """
    found = await use_cases.remove_matching.execute(matching, dry_run=True)
    count = len(found.removal.documents)
    if dry_run or not count:
        for document in found.removal.documents:
            print_line(console, f"would delete: {document.filename} ({document.id})")
        print_line(console, f"would be deleted: {_receipt(found)}")
        return 0
    if not confirm(f"This deletes {count:,} document{'s' * (count != 1)}. Continue?"):
        print_line(console, "Nothing was deleted.")
        return 1
    deleted = await use_cases.remove_matching.execute(matching)
    print_line(console, f"deleted: {_receipt(deleted)}")
    return 0


def _receipt(receipt: RemovalReceipt) -> str:
    removal = receipt.removal
    return (
        f"{len(removal.documents):,} documents, {removal.chunks:,} passages,"
        f" {removal.vectors:,} vectors, {removal.terms:,} terms,"
        f" {receipt.cached_answers:,} cached answers, {shown_size(removal.bytes)}"
    )


async def _all(
    catalog: DocumentCatalog, within: DocumentFilter, status: DocumentStatus | None
) -> AsyncIterator[Document]:
    after: DocumentPosition | None = None
    while True:
        page = await catalog.list(PageRequest(PAGE_SIZE, after), status, within)
        for document in page.items:
            yield document
        after = page.next_cursor
        if after is None:
            return


def _plain_row(document: Document) -> tuple[str, ...]:
    return (
        str(document.id),
        document.status.value,
        str(document.file_size),
        str(document.total_chunks),
        _time(document.uploaded_at),
        *document.names,
    )


def _row(document: Document) -> tuple[str, ...]:
    others = f" (also {', '.join(document.other_names)})" if document.other_names else ""
    return (
        str(document.id),
        document.status.value,
        shown_size(document.file_size),
        f"{document.total_chunks:,}",
        f"{document.uploaded_at.astimezone():%Y-%m-%d %H:%M}",
        document.filename + others,
    )


def _properties(document: Document) -> list[tuple[str, str]]:
    seconds = document.processing_seconds
    properties = {
        "name": document.filename,
        "also as": ", ".join(document.other_names),
        "id": str(document.id),
        "status": document.status.value,
        "error": document.error_message,
        "size": f"{document.file_size:,} bytes",
        "type": document.media_type,
        "title": document.shown_title,
        "collections": ", ".join(document.labels.collections),
        "pages": None if document.pages is None else f"{document.pages:,}",
        "version": str(document.version),
        "passages": f"{document.total_chunks:,}",
        "language": document.language,
        "uploaded": _time(document.uploaded_at),
        "processed in": None if seconds is None else f"{seconds:.2f} s",
        "sha256": document.content_sha256,
    }
    rows = [(name, value) for name, value in properties.items() if value]
    rows += [("note", note) for note in document.notes]
    return rows + [
        (
            f"metadata {name}",
            " ".join((value if isinstance(value, str) else ", ".join(value)).split()),
        )
        for name, value in document.shown_metadata.items()
    ]


def _aligned(rows: Iterable[Sequence[str]]) -> list[str]:
    """Return each row as a line, with all columns but the last one padded."""
    table = [list(row) for row in rows]
    widths = [max(map(cell_len, column)) for column in zip(*table, strict=True)]
    return [
        "  ".join(
            cell + " " * (width - cell_len(cell))
            for cell, width in zip(row, [*widths[:-1], 0], strict=True)
        )
        for row in table
    ]


def _time(time: datetime) -> str:
    return time.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _write(console: Console, text: str) -> None:
    """Write a text as it is: printing would expand its tabs and wrap its lines."""
    console.file.write(text)
