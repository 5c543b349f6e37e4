"""What retrievers of other libraries say about a passage."""

from typing import Any

from quoth.types import Passage


def passage_id(passage: Passage) -> str:
    """Return an id that is the same whenever the same words are found."""
    return f"{passage.document_id}:{passage.version}:{passage.char_start}-{passage.char_end}"


def metadata_of(passage: Passage) -> dict[str, Any]:
    """Return where a passage is and how well it fits, in types that JSON has."""
    return {
        "document_id": str(passage.document_id),
        "version": passage.version,
        "filename": passage.filename,
        "source": passage.filename,  # the name that prompts and pages of other libraries look for
        "span": [passage.char_start, passage.char_end],
        "page": passage.page,
        "section": list(passage.section),
        "score": passage.score,
        "similarity": passage.similarity,
    }
