"""Requests about documents."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import quote

import httpx
import msgspec
from msgspec import UNSET

from quoth._call import (
    Call,
    Id,
    new_key,
    nothing,
    returns,
    returns_page,
    without_none,
)
from quoth._form import Form
from quoth._stream import EventStream
from quoth.events import DocumentDoneEvent, DocumentErrorEvent, DocumentEvent
from quoth.types import (
    Chunk,
    Deletion,
    Document,
    Job,
    ListedDeletion,
    Page,
    Put,
    Uploaded,
    Within,
)

Metadata: TypeAlias = Mapping[str, str | Sequence[str]]
File: TypeAlias = str | Path | bytes

DOCUMENTS = "/api/document/"
PAGE = 200
CREATED = (201, 202)


def upload(
    file: File,
    name: str | None,
    collections: Sequence[str],
    metadata: Metadata | None,
    *,
    wait: bool | None,
) -> Call[Uploaded]:
    """Store a file."""
    return Call(
        "POST",
        DOCUMENTS,
        _uploaded,
        params=without_none(wait=wait),
        form=_form(file, name, collections, metadata),
        headers=new_key(),
        waits=wait is True,
    )


def put(
    external_id: str,
    file: File,
    name: str | None,
    collections: Sequence[str],
    metadata: Metadata | None,
    *,
    wait: bool | None,
) -> Call[Put]:
    """Store what is under a stable name."""
    if isinstance(file, bytes) and name is None:
        name = external_id
    return Call(
        "PUT",
        f"{DOCUMENTS}by-name/{quote(external_id, safe='')}",
        returns(Put),
        params=without_none(wait=wait),
        form=_form(file, name, collections, metadata),
        waits=wait is True,
    )


def rename(external_id: str, new: str, filename: str | None) -> Call[Document]:
    """Change the stable name of a document."""
    body = {"external_id": new, "filename": filename}
    path = f"{DOCUMENTS}by-name/{quote(external_id, safe='')}"
    # sent twice, the second would be told that there is none
    return Call("PATCH", path, returns(Document), body=body, repeatable=False)


def list_documents(
    cursor: str | None, status: str | None, within: Within, media_type: str | None, sort: str | None
) -> Call[Page[Document]]:
    """Read a page of the documents."""
    params: dict[str, Any] = without_none(
        limit=PAGE,
        cursor=cursor,
        status=status,
        filename=within.filename,
        media_type=media_type,
        sort=sort,
    )
    if within.collections:
        params["collection"] = list(within.collections)
    for key, value in (within.metadata or {}).items():
        params[f"metadata.{key}"] = value
    return Call("GET", DOCUMENTS, returns_page(Document), params=params)


def get(document_id: Id, version: int | None) -> Call[Document]:
    """Read the properties of a document."""
    return Call("GET", _path(document_id), returns(Document), without_none(version=version))


def text_of(document_id: Id, start: int | None, end: int | None, version: int | None) -> Call[str]:
    """Read the text of a document, or a part of it."""
    return Call(
        "GET",
        f"{_path(document_id)}content/",
        _text,
        without_none(start=start, end=end, version=version),
    )


def original(document_id: Id) -> Call[bytes]:
    """Read the stored bytes of a document."""
    return Call("GET", f"{_path(document_id)}original/", lambda response: response.content)


def chunks(document_id: Id, cursor: str | None) -> Call[Page[Chunk]]:
    """Read a page of the chunks of a document."""
    params = without_none(limit=PAGE, cursor=cursor)
    return Call("GET", f"{_path(document_id)}chunk/", returns_page(Chunk), params)


def versions(document_id: Id, cursor: str | None) -> Call[Page[Document]]:
    """Read a page of the versions of a document."""
    params = without_none(limit=PAGE, cursor=cursor)
    return Call("GET", f"{_path(document_id)}version/", returns_page(Document), params)


def update(document_id: Id, changes: Mapping[str, object]) -> Call[Document]:
    """Change what is said of a document; what is unset stays."""
    given = {name: value for name, value in changes.items() if value is not UNSET}
    return Call("PATCH", _path(document_id), returns(Document), body=given)


def delete(document_id: Id, filename: str | None) -> Call[Deletion]:
    """Delete a document, or one of its names."""
    # sent twice, the second would be told that there is none
    return Call(
        "DELETE",
        _path(document_id),
        returns(Deletion),
        without_none(filename=filename),
        repeatable=False,
    )


def delete_matching(within: Within, *, dry_run: bool) -> Call[ListedDeletion]:
    """Delete all documents that are meant."""
    body = {"within": within, "dry_run": dry_run}
    return Call(
        "POST", f"{DOCUMENTS}delete/", returns(ListedDeletion), body=body, repeatable=dry_run
    )


def retry(document_id: Id) -> Call[Document]:
    """Process a document again."""
    return Call("POST", f"{_path(document_id)}retry/", returns(Document))


def cancel(document_id: Id) -> Call[Document]:
    """Cancel the work on a document."""
    return Call("POST", f"{_path(document_id)}cancel/", returns(Document))


def jobs(cursor: str | None, state: str | None) -> Call[Page[Job]]:
    """Read a page of the work that is not done."""
    params = without_none(limit=PAGE, cursor=cursor, state=state)
    return Call("GET", "/api/job/", returns_page(Job), params)


def events(document_id: Id) -> EventStream[DocumentEvent]:
    """Follow the work on a document."""
    first = Call("GET", f"{_path(document_id)}events/", nothing)
    return EventStream(first, DocumentEvent, (DocumentDoneEvent, DocumentErrorEvent))


def _path(document_id: Id) -> str:
    return f"{DOCUMENTS}{quote(str(document_id), safe='')}/"


def _text(response: httpx.Response) -> str:
    return response.content.decode()


def _uploaded(response: httpx.Response) -> Uploaded:
    uploaded = returns(Uploaded)(response)
    return msgspec.structs.replace(uploaded, created=response.status_code in CREATED)


def _form(
    file: File, name: str | None, collections: Sequence[str], metadata: Metadata | None
) -> Form:
    content: bytes | Path
    if isinstance(file, bytes):
        if name is None:
            raise ValueError("Bytes need a name: name='notes.md'.")
        filename, content = name, file
    else:
        path = Path(file)
        filename, content = name or path.name, path
    texts = [("collection", each) for each in collections]
    if metadata:
        texts.append(("metadata", msgspec.json.encode(metadata).decode()))
    return Form(filename, content, tuple(texts))
