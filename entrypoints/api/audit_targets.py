"""Finds the ids that a request was about: in its path, and in the response."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct

# the ids of OpenAI's objects, which are those of Quoth with a prefix
_PREFIXED = re.compile(r"[a-z]+[-_]([0-9a-f]{32})")


class Answered(Struct):
    """The ids that a response can have, and what it says about them; null if it has others."""

    document_id: Any = None
    collection_id: Any = None
    message_id: Any = None
    session_id: Any = None
    key_id: Any = None
    webhook_id: Any = None
    id: Any = None
    documents: Any = None
    response: Any = None
    dry_run: Any = False


_decode = msgspec.json.Decoder(Answered).decode


def in_path(parameters: Mapping[str, object]) -> UUID | None:
    """Return the id that a path ends with; None if it has none."""
    return next(iter([*_ids(parameters.values())][::-1]), None)


def in_response(body: bytes) -> Answered:
    """Return what a JSON response, or the first event of a stream, says about ids."""
    try:
        return _decode(_first_event(body))
    except msgspec.MsgspecError:
        return Answered()


def ids_of(path: Mapping[str, object], answered: Answered) -> Sequence[UUID]:
    """Return the ids that a request was about, with those of all documents that are listed.

    Args:
        path: The parameters of the path.
        answered: What the response says.
    """
    inner = answered.response if isinstance(answered.response, dict) else {}
    named = (
        answered.document_id,
        answered.collection_id,
        answered.message_id,
        answered.session_id,
        answered.key_id,
        answered.webhook_id,
        answered.id,
        inner.get("id"),
    )
    about = in_path(path) or next(_ids(named), None)
    documents = answered.documents if isinstance(answered.documents, list) else []
    listed = _ids(each.get("document_id") for each in documents)
    return [*([about] if about else []), *listed]


def _ids(values: Iterable[object]) -> Iterator[UUID]:
    for value in values:
        text = str(value)
        prefixed = _PREFIXED.fullmatch(text)
        with suppress(ValueError):
            yield UUID(prefixed[1] if prefixed else text)


def _first_event(body: bytes) -> bytes:
    if body.lstrip().startswith(b"{"):
        return body
    lines = [line for line in body.splitlines() if line.startswith(b"data:")]
    return lines[0].removeprefix(b"data:") if lines else b""
