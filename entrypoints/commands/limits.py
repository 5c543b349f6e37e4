"""quoth document limit and quoth collection limit: who may read what."""

from collections.abc import Sequence

from rich.console import Console

from domain.documents.collection import collection_id, collection_name
from domain.errors import CollectionNotFound
from entrypoints.commands.find_document import find_document
from entrypoints.commands.json_output import print_json
from entrypoints.commands.terminal import print_line
from quoth import AsyncClient, Collection


async def limit_document(
    quoth: AsyncClient,
    reference: str,
    groups: Sequence[str],
    console: Console,
    *,
    as_json: bool = False,
) -> int:
    """Limit a document to groups, or lift its limit without any; return the exit status."""
    found = await find_document(quoth, reference)
    limited = await quoth.documents.limit(found.document_id, groups)
    if as_json:
        print_json(console, limited)
    else:
        print_line(console, f"{limited.filename} can be read by {readers(limited.limited_to)}")
    return 0


async def limit_collection(
    quoth: AsyncClient,
    reference: str,
    groups: Sequence[str],
    console: Console,
    *,
    as_json: bool = False,
) -> int:
    """Limit a collection to groups, or lift its limit without any; return the exit status."""
    found = await _find_collection(quoth, reference)
    limited = await quoth.collections.limit(found.collection_id, groups)
    if as_json:
        print_json(console, limited)
    else:
        said = readers(limited.limited_to)
        print_line(console, f"{limited.name} and its documents can be read by {said}")
    return 0


def readers(groups: Sequence[str]) -> str:
    """Return in words who may read what is limited to groups."""
    return f"admins and {', '.join(groups)}" if groups else "everybody in the workspace"


async def _find_collection(quoth: AsyncClient, reference: str) -> Collection:
    known = collection_id(reference)
    if known is not None:
        return await quoth.collections.get(known)
    name = collection_name(reference)
    async for each in quoth.collections.list():
        if each.name == name:
            return each
    raise CollectionNotFound(f"There is no collection named {name}, so nothing was changed.")
