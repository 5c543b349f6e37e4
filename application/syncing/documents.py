"""What syncing needs of the use cases that change documents."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID

from domain.documents.document import Document, Metadata, Upload


class PutChange(StrEnum):
    CREATED = "created"
    UNCHANGED = "unchanged"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class PutRequest:
    external_id: str
    upload: Upload
    collections: tuple[str, ...] = ()
    metadata: Metadata = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PutResult:
    change: PutChange
    document: Document


class PutDocument(Protocol):
    async def execute(self, request: PutRequest) -> PutResult: ...


class RenameDocument(Protocol):
    async def execute(self, external_id: str, new_external_id: str) -> Document: ...


class RemoveDocument(Protocol):
    async def execute(self, document_id: UUID) -> Any: ...
