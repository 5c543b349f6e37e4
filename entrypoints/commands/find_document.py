"""Finding a document by what a person calls it."""

from uuid import UUID

from domain.documents.filenames import display_name
from domain.errors import DocumentNotFound, NameAmbiguous
from quoth import AsyncClient, Document, NotFound, Within

MOST_SUGGESTIONS = 3


async def find_document(quoth: AsyncClient, reference: str) -> Document:
    """Return the document with this id, or the only one with exactly this name.

    Raises:
        DocumentNotFound: If there is none. The message suggests names that end in this one.
        NameAmbiguous: If several documents have the name. The message lists their ids.
    """
    try:
        return await quoth.documents.get(UUID(reference))
    except (ValueError, NotFound):
        name = display_name(reference)
    # as a pattern, a name finds every document that has it, and maybe others
    named = quoth.documents.list(within=Within(filename=name))
    found = [document async for document in named if name in document.names]
    if not found:
        raise DocumentNotFound(await _missing(quoth, name))
    if len(found) > 1:
        ids = ", ".join(str(document.document_id) for document in found)
        raise NameAmbiguous(f"{len(found)} documents are named {name}: use an id, of {ids}.")
    return found[0]


async def _missing(quoth: AsyncClient, name: str) -> str:
    endings: list[str] = []
    async for document in quoth.documents.list(within=Within(filename=f"*/{name}"[:255])):
        endings += [each for each in document.names if each.lower().endswith(f"/{name}".lower())]
        if len(endings) >= MOST_SUGGESTIONS:
            break
    hint = f" Did you mean {' or '.join(endings[:MOST_SUGGESTIONS])}?" if endings else ""
    return f"There is no document named {name}.{hint}"
