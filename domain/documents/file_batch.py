"""Files that were put into a collection together, for a client that follows them together."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class FileBatch:
    """Files that were put into a collection together."""

    id: UUID
    collection_id: UUID
    documents: tuple[UUID, ...]
    created_at: datetime
