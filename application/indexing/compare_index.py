"""Comparing the distributed index with the library."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from application.access.acting import acting_as
from application.ports.index_entries import IndexEntries
from application.ports.index_register import IndexRegister
from application.ports.index_source import IndexedDocument, IndexSource
from domain.access.principal import worker_in
from domain.errors import DistributedIndexUnavailable
from domain.retrieval.indexed_passages import IndexPart

DOCUMENTS_AT_ONCE = 200
AFTER_ALL = 2**31  # the numbers of passages are smaller
ATTEMPTS, PAUSE_SECONDS = 3, 1.0  # what changes meanwhile is no difference
WHOLE = 2**64


@dataclass(frozen=True, slots=True)
class DocumentDifference:
    """A document whose passages are not in the index as they are in the library.

    Attributes:
        missing: How many of its passages the index does not have.
        wrong: How many it has otherwise.
    """

    document_id: UUID
    filename: str
    missing: int
    wrong: int


@dataclass(slots=True)
class Comparison:
    """What a workspace and its part of the index have.

    Attributes:
        in_library: The passages of the library, but for those that wait to be written.
        in_index: The passages of the index, but for the same.
        library_checksum: Of what the index should have.
        index_checksum: Of what it has.
        waiting: The documents with a change that is not written yet.
        documents: Those that differ.
        left_over: The numbers of passages of the index that the library does not have.
    """

    in_library: int = 0
    in_index: int = 0
    library_checksum: int = 0
    index_checksum: int = 0
    waiting: int = 0
    documents: list[DocumentDifference] = field(default_factory=list)
    left_over: list[int] = field(default_factory=list)

    @property
    def is_equal(self) -> bool:
        """Whether nothing differs."""
        return not self.documents and not self.left_over

    def add(self, other: "Comparison") -> None:
        """Add what was found of other passages."""
        self.in_library += other.in_library
        self.in_index += other.in_index
        self.library_checksum = (self.library_checksum + other.library_checksum) % WHOLE
        self.index_checksum = (self.index_checksum + other.index_checksum) % WHOLE
        self.waiting += other.waiting
        self.documents += other.documents
        self.left_over += other.left_over


class CompareIndex:
    """Compares every entry by its checksum, some documents at a time."""

    def __init__(
        self,
        register: IndexRegister,
        source: IndexSource,
        entries: IndexEntries,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._register = register
        self._source = source
        self._entries = entries
        self._pause = pause

    async def execute(self, workspace_id: UUID) -> Comparison:
        """Compare what a workspace has.

        Raises:
            DistributedIndexUnavailable: If the index does not answer, or was never written.
            DatabaseUnavailable: If the database is not reachable.
        """
        held = await self._register.current()
        if held.name is None or held.model != held.live_model:
            raise DistributedIndexUnavailable(
                "The distributed index was not written yet. `quoth serve` and `quoth worker` write"
                " it, and so does `quoth index rebuild`."
            )
        part = IndexPart(held.name, workspace_id)
        whole = Comparison()
        start = 0
        with acting_as(worker_in(workspace_id)):
            while start < AFTER_ALL:
                documents = await self._source.documents(start, DOCUMENTS_AT_ONCE)
                full = len(documents) == DOCUMENTS_AT_ONCE
                numbers = range(start, documents[-1].numbers.stop if full else AFTER_ALL)
                whole.add(await self._compare_again(part, held.live_model, numbers))
                start = numbers.stop
        return whole

    async def _compare_again(self, part: IndexPart, model: str, numbers: range) -> Comparison:
        """Compare passages, again if they differ: they may just have been written."""
        for attempt in range(ATTEMPTS):
            if attempt:
                await self._pause(PAUSE_SECONDS)
            found = await self._source.documents(numbers.start, DOCUMENTS_AT_ONCE)
            documents = [each for each in found if each.numbers.start < numbers.stop]
            compared = await self._compare(part, model, numbers, documents)
            if compared.is_equal:
                break
        return compared

    async def _compare(
        self, part: IndexPart, model: str, numbers: range, documents: Sequence[IndexedDocument]
    ) -> Comparison:
        waiting = [each for each in documents if each.is_due]
        expected: dict[int, int] = {}
        for document in documents:
            if not document.is_due:
                expected.update(await self._expected(document, model))
        held = await self._held(part, numbers)
        for document in waiting:
            for number in document.numbers:
                held.pop(number, None)
        differing = []
        for document in documents:
            own = [number for number in document.numbers if number in expected]
            missing = sum(number not in held for number in own)
            wrong = sum(held.get(number, expected[number]) != expected[number] for number in own)
            if missing or wrong:
                differing.append(
                    DocumentDifference(document.document_id, document.filename, missing, wrong)
                )
        return Comparison(
            len(expected),
            len(held),
            sum(expected.values()) % WHOLE,
            sum(held.values()) % WHOLE,
            len(waiting),
            differing,
            sorted(held.keys() - expected.keys()),
        )

    async def _expected(self, document: IndexedDocument, model: str) -> dict[int, int]:
        """Return what the entries of each passage of a document add up to.

        A passage without words and vectors has none.
        """
        signatures: dict[int, int] = {}
        async for passages in self._source.passages(document.numbers, model):
            for passage in passages:
                if entries := list(passage.entries()):
                    signatures[passage.number] = sum(each.signature for each in entries)
        return signatures

    async def _held(self, part: IndexPart, numbers: range) -> dict[int, int]:
        """Return the same of the passages in the index."""
        signatures: dict[int, int] = defaultdict(int)
        async for entries in self._entries.held(part, numbers):
            for entry in entries:
                signatures[entry.number] += entry.signature
        return signatures
