"""quoth list, show, language and delete: the documents that are stored."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from uuid import UUID

import msgspec
from rich.cells import cell_len
from rich.console import Console

from domain.documents.filenames import display_name
from domain.errors import DocumentNotFound, NameAmbiguous
from entrypoints.commands.find_document import find_document
from entrypoints.commands.json_output import print_json
from entrypoints.commands.terminal import print_line, shown_size, strip_controls
from quoth import AsyncClient, Document, NotFound, Within
from quoth.types import ListedDeletion

UNKNOWN = "unknown"
COLUMNS = ("ID", "STATUS", "SIZE", "PASSAGES", "UPLOADED", "NAME")
ALL = Within()


class Deleted(msgspec.Struct):
    """What became of a document, or of one name, that was to be deleted; for JSON."""

    document_id: UUID
    filename: str | None
    deleted: bool
    error: str | None = None


async def list_documents(
    quoth: AsyncClient,
    console: Console,
    within: Within = ALL,
    status: str | None = None,
    *,
    as_json: bool = False,
) -> int:
    """Print the documents that pass a filter, last uploaded first, and return the exit status.

    A terminal gets aligned columns. A pipe gets a line for each document, with its id, status, size
    in bytes, number of passages, time of upload and names, separated by tabs. `as_json` prints an
    array of the documents as the API returns them.
    """
    documents = [each async for each in quoth.documents.list(status=status, within=within)]
    if as_json:
        print_json(console, documents)
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
    quoth: AsyncClient,
    reference: str,
    console: Console,
    *,
    text: bool = False,
    as_json: bool = False,
) -> int:
    """Print the properties of a document, or its text alone, and return the exit status."""
    document = await find_document(quoth, reference)
    if text:
        content = await quoth.documents.content(document.document_id)
        _write(console, strip_controls(content) if console.is_terminal else content)
        return 0
    if as_json:
        print_json(console, document)
        return 0
    for line in _aligned(_properties(document)):
        print_line(console, line)
    return 0


async def change_language(
    quoth: AsyncClient, reference: str, code: str, console: Console, *, as_json: bool = False
) -> int:
    """Set the language of a document, or that it is `unknown`, and return the exit status."""
    document = await find_document(quoth, reference)
    language = None if code == UNKNOWN else code
    changed = await quoth.documents.update(document.document_id, language=language)
    if as_json:
        print_json(console, changed)
    else:
        print_line(console, f"language of {document.filename}: {code}")
    return 0


async def delete_documents(
    quoth: AsyncClient,
    references: Sequence[str],
    console: Console,
    confirm: Callable[[str], bool],
    *,
    as_json: bool = False,
) -> int:
    """Delete documents by their ids, and names of documents; return the exit status.

    Nothing is deleted if one of them does not exist or is ambiguous, or if `confirm` returns False.
    """
    chosen = await _chosen(quoth, references)
    if not confirm(f"This deletes {'; '.join(chosen.values())}. Continue?"):
        return _kept(console, as_json=as_json)
    outcomes = []
    style: str | None
    for (document_id, chosen_name), described in chosen.items():
        try:
            await quoth.documents.delete(document_id, filename=chosen_name)
        except NotFound as exc:
            outcomes.append(Deleted(document_id, chosen_name, deleted=False, error=exc.message))
            said, style = f"failed: {described}: {exc.message}", "red"
        else:
            outcomes.append(Deleted(document_id, chosen_name, deleted=True))
            said, style = f"deleted: {described}", None
        if not as_json:
            print_line(console, said, style=style)
    if as_json:
        print_json(console, outcomes)
    return 0 if all(each.deleted for each in outcomes) else 1


async def _chosen(
    quoth: AsyncClient, references: Sequence[str]
) -> dict[tuple[UUID, str | None], str]:
    """Return what references mean, in words: an id, with the name unless all names are meant."""
    chosen: dict[tuple[UUID, str | None], str] = {}
    for reference in references:
        try:
            document = await find_document(quoth, reference)
        except (DocumentNotFound, NameAmbiguous) as exc:
            raise type(exc)(f"{exc.message} Nothing was deleted.") from exc
        name = display_name(reference)
        whole = " = ".join(document.names)
        if name not in document.names:
            chosen[document.document_id, None] = whole
        elif len(document.names) == 1:
            # by its name: one that an upload adds meanwhile stays
            chosen[document.document_id, name] = whole
        else:
            chosen[document.document_id, name] = f"the name {name} of {document.document_id}"
    return {
        (document_id, name): described
        for (document_id, name), described in chosen.items()
        if name is None or (document_id, None) not in chosen
    }


async def delete_matching(
    quoth: AsyncClient,
    within: Within,
    console: Console,
    confirm: Callable[[str], bool],
    *,
    dry_run: bool = False,
    as_json: bool = False,
) -> int:
    """Delete all documents that are meant, in one step; return the exit status.

    With a file name, the names that match it are deleted, and a document with its last one. A dry
    run only prints what would be deleted.
    """
    found = await quoth.documents.delete_matching(within, dry_run=True)
    if dry_run or not (found.documents or found.names):
        if as_json:
            print_json(console, found)
            return 0
        for document in found.documents:
            names = " = ".join(document.names or (document.filename,))
            print_line(console, f"would delete: {names} ({document.document_id})")
        for each in found.names:
            print_line(console, f"would delete: the name {each.name} of {each.document_id}")
        print_line(console, f"would be deleted: {_receipt(found)}")
        return 0
    if not confirm(f"This deletes {_meant(found)}. Continue?"):
        return _kept(console, as_json=as_json)
    deleted = await quoth.documents.delete_matching(within)
    if as_json:
        print_json(console, deleted)
    else:
        print_line(console, f"deleted: {_receipt(deleted)}")
    return 0


def _kept(console: Console, *, as_json: bool) -> int:
    if as_json:
        print_json(console, [])
    else:
        print_line(console, "Nothing was deleted.")
    return 1


def _meant(found: ListedDeletion) -> str:
    documents, names = found.deleted_documents, len(found.names)
    parts = [f"{documents:,} document{'s' * (documents != 1)}"] if documents else []
    parts += [f"{names:,} name{'s' * (names != 1)} of documents that have others"] if names else []
    return " and ".join(parts)


def _receipt(receipt: ListedDeletion) -> str:
    names = f" {len(receipt.names):,} names of others," if receipt.names else ""
    return (
        f"{receipt.deleted_documents:,} documents,{names} {receipt.deleted_chunks:,} passages,"
        f" {receipt.deleted_vectors:,} vectors, {receipt.deleted_terms:,} terms,"
        f" {receipt.deleted_cached_answers:,} cached answers, {shown_size(receipt.deleted_bytes)}"
    )


def _plain_row(document: Document) -> tuple[str, ...]:
    return (
        str(document.document_id),
        document.status,
        str(document.file_size),
        str(document.total_chunks),
        _time(document.uploaded_at),
        *document.names,
    )


def _row(document: Document) -> tuple[str, ...]:
    others = f" (also {', '.join(document.names[1:])})" if document.names[1:] else ""
    return (
        str(document.document_id),
        document.status,
        shown_size(document.file_size),
        f"{document.total_chunks:,}",
        f"{document.uploaded_at.astimezone():%Y-%m-%d %H:%M}",
        document.filename + others,
    )


def _properties(document: Document) -> list[tuple[str, str]]:
    properties = {
        "name": document.filename,
        "also as": ", ".join(document.names[1:]),
        "id": str(document.document_id),
        "status": document.status,
        "error": document.error_message,
        "size": f"{document.file_size:,} bytes",
        "type": document.media_type,
        "title": document.title,
        "collections": ", ".join(document.collections),
        "limited to": ", ".join(document.limited_to),
        "pages": None if document.pages is None else f"{document.pages:,}",
        "version": str(document.version),
        "passages": f"{document.total_chunks:,}",
        "language": document.language,
        "uploaded": _time(document.uploaded_at),
        "processed in": document.processing_time,
        "sha256": document.content_sha256,
    }
    rows = [(name, value) for name, value in properties.items() if value]
    rows += [("note", note) for note in document.notes]
    return rows + [
        (
            f"metadata {name}",
            " ".join((value if isinstance(value, str) else ", ".join(value)).split()),
        )
        for name, value in document.metadata.items()
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
