"""Which documents are meant: by a search, a question, a list or a deletion."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class DocumentFilter:
    """Which documents are meant. All conditions that are given have to hold; without any, all are.

    Attributes:
        document_ids: Only these documents; an empty tuple selects none.
        filename: Only documents of which one whole name matches this pattern, in which `*` stands
            for any characters and `?` for one. Case and NUL characters are ignored, and the pattern
            is read in NFC.
        uploaded_since: Only documents uploaded at this time or later.
        collections: Only documents in one of the collections with these names; an empty tuple
            selects none.
        metadata: Only documents whose metadata has, under each of these names, one of its values.
    """

    document_ids: tuple[UUID, ...] | None = None
    filename: str | None = None
    uploaded_since: datetime | None = None
    collections: tuple[str, ...] | None = None
    metadata: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)

    def parts(self) -> list[str]:
        """Return its conditions as text, the same for equal filters."""
        since = self.uploaded_since
        return [
            repr(None if self.document_ids is None else sorted(map(str, self.document_ids))),
            repr(self.filename),
            repr(None if since is None else since.isoformat()),
            repr(None if self.collections is None else sorted(self.collections)),
            repr(sorted((name, sorted(values)) for name, values in self.metadata.items())),
        ]


ALL_DOCUMENTS = DocumentFilter()
