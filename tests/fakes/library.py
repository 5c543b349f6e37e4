"""In-memory documents behind the same ports as PostgreSQL."""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Collection as Several
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import islice
from math import hypot, inf
from typing import Any
from uuid import UUID

from application.access.acting import acting_principal
from application.identifiers import new_id
from application.ports.document_catalog import DocumentCatalog
from application.ports.document_claims import Claim
from application.ports.document_store import DocumentStore
from application.ports.document_texts import DocumentTexts
from application.ports.passage_index import PassageIndex
from domain import errors
from domain.documents.changes import UNCHANGED, DocumentChanges
from domain.documents.chunks import Chunk, EmbeddedChunk, Embedding
from domain.documents.collection import Collection
from domain.documents.document import Document, DocumentStatus
from domain.documents.document_filter import ALL_DOCUMENTS, DocumentFilter
from domain.documents.jobs import LEASE_SECONDS
from domain.documents.ordering import DocumentPosition, DocumentSort
from domain.documents.parts import Part
from domain.documents.place import TextSpan
from domain.documents.removal import Removal, RemovedDocument
from domain.paging import Page, PageRequest
from domain.retrieval.passages import (
    Candidate,
    Candidates,
    Passage,
    SearchMode,
    passage_of,
)
from domain.text.phrases import phrases_in
from domain.text.structure.blocks import NOTHING
from tests.fakes.asked_names import AskedOfNames, Named, words_of_names
from tests.fakes.attachments import AttachmentState
from tests.fakes.document_names import names_matching, with_names_of, without_name
from tests.fakes.job_state import FakeJob
from tests.fakes.labels import labels_after, passes
from tests.fakes.model_state import ModelState
from tests.fakes.paging import page_of
from tests.support import bm25
from tests.support.reading import may_read

CLAIM_SECONDS = LEASE_SECONDS


@dataclass(frozen=True)
class EarlierVersion:
    """An earlier version of a document."""

    document: Document
    text: str
    parts: tuple[Part, ...]
    chunks: tuple[Chunk, ...]


@dataclass
class Entry:
    """One document with everything that belongs to it.

    `document` is as readers see it, but for the state of its job. `made_under` is the claim under
    which it was processed.
    """

    document: Document
    job: FakeJob | None = None
    text: str = ""
    chunks: tuple[EmbeddedChunk, ...] = ()
    parts: tuple[Part, ...] = ()
    originals: dict[int, bytes] = field(default_factory=dict)
    earlier: dict[int, EarlierVersion] = field(default_factory=dict)
    made_under: UUID | None = None

    def text_of(self, version: int | None) -> str | None:
        """Return the text of a version, by default of the current one; None if it is not kept."""
        if version is None or version == self.document.version:
            return self.text
        return self.earlier[version].text if version in self.earlier else None

    def chunks_of(self, version: int | None) -> Sequence[Chunk]:
        """Return the chunks of a version, or raise VersionNotFound."""
        if version is None or version == self.document.version:
            return [each.chunk for each in self.chunks]
        if version not in self.earlier:
            raise errors.VersionNotFound
        return self.earlier[version].chunks

    def supersede(self, version: int, kept: int) -> None:
        """Put the current version aside for a new one, and forget what is too old."""
        held = replace(self.document, other_names=())
        chunks = tuple(replace(each.chunk, context=NOTHING, marks=()) for each in self.chunks)
        self.earlier[held.version] = EarlierVersion(held, self.text, self.parts, chunks)
        for number in [each for each in self.earlier if each <= version - kept]:
            del self.earlier[number]
            self.originals.pop(number, None)


@dataclass
class InMemoryLibrary:
    """The state that the document ports share.

    Set `available` to False to make every call raise DatabaseUnavailable, set `full` to make those
    that store something new raise errors.InsufficientStorage, set `most_documents` to make those
    that store one more raise errors.QuotaExceeded, and replace `clock` to expire claims.
    """

    clock: Callable[[], float] = time.monotonic
    available: bool = True
    full: bool = False
    most_documents: int | None = None
    entries: dict[UUID, Entry] = field(default_factory=dict)
    revision: int = 0
    models: ModelState = field(default_factory=ModelState)
    collections: dict[UUID, Collection] = field(default_factory=dict)
    attachments: AttachmentState = field(default_factory=AttachmentState)
    limits_of_deleted: dict[UUID, list[tuple[str, ...]]] = field(default_factory=dict)

    @property
    def readable(self) -> dict[UUID, Entry]:
        """The entries that who acts may read."""
        return {key: each for key, each in self.entries.items() if self.may_read(key)}

    @property
    def readable_collections(self) -> dict[UUID, Collection]:
        """The collections that who acts may read."""
        groups = acting_principal().reads_as
        return {
            key: each
            for key, each in self.collections.items()
            if may_read(groups, [each.limited_to])
        }

    def may_read(self, document_id: UUID) -> bool:
        """Return whether who acts may read a document, or might before it was deleted."""
        return may_read(acting_principal().reads_as, self.limits_of(document_id))

    def sees_collection(self, name: str) -> bool:
        """Return whether who acts reads all, or sees a collection of this name."""
        names = {each.name for each in self.readable_collections.values()}
        return acting_principal().reads_as is None or name in names

    def may_bring(self, mail_id: UUID, document_id: UUID) -> bool:
        """Return whether who may read a mail may read a document, or the mail brought it before."""
        limits = [set(each) for each in self.limits_of(document_id) if each]
        own = [set(each) for each in self.limits_of(mail_id) if each]
        return mail_id in self.attachments.mails_of(document_id) or all(
            any(groups <= limit for groups in own) for limit in limits
        )

    def has_limits(self) -> bool:
        """Return whether any document is limited, or was before it was deleted."""
        return any(map(self.limits_of, (*self.entries, *self.limits_of_deleted)))

    def limits_of(self, document_id: UUID) -> list[tuple[str, ...]]:
        """Return the limits that hold for a document: its own, and those of its collections.

        What a mail brought has those of the mail, too.
        """
        entry = self.entries.get(document_id)
        if entry is None:
            return self.limits_of_deleted.get(document_id, [])
        names = entry.document.labels.collections
        own = [each.limited_to for each in self.collections.values() if each.name in names]
        mails = self.attachments.mails_of(document_id) - {document_id}
        return [entry.document.limited_to, *own, *(s for m in mails for s in self.limits_of(m))]

    def check(self) -> None:
        """Raise DatabaseUnavailable unless `available` is set."""
        if not self.available:
            raise errors.DatabaseUnavailable

    def admit(self) -> None:
        """Raise as `check` does, or InsufficientStorage if `full` is set."""
        self.check()
        if self.full:
            raise errors.InsufficientStorage

    def add(self, entry: Entry) -> Entry:
        """Add a new document, or raise QuotaExceeded."""
        if self.most_documents is not None and len(self.entries) >= self.most_documents:
            raise errors.QuotaExceeded.of(self.most_documents, "documents")
        self.entries[entry.document.id] = entry
        return entry

    def entry(self, document_id: UUID) -> Entry:
        """Return one entry, or raise DocumentNotFound."""
        self.check()
        if document_id not in self.readable:
            raise errors.DocumentNotFound
        return self.entries[document_id]

    def claimed(self, claim: Claim) -> FakeJob | None:
        """Return the job that a claim holds, None if it is done, or raise why it holds none."""
        self.check()
        entry = self.entries.get(claim.document.id)
        if entry is None:
            raise errors.DocumentRemoved
        if claim.granted and entry.job and entry.job.lease == claim.token:
            return entry.job
        if claim.granted and entry.made_under == claim.token:
            return None
        raise errors.ClaimLost

    def read(self, entry: Entry) -> Document:
        """Return a document as a reader sees it, with the state of its job."""
        if entry.job is None:
            return entry.document
        message, code = entry.job.error_message, entry.job.error_code
        shown = replace(entry.document, error_message=message, error_code=code)
        if shown.status is DocumentStatus.PROCESSED:
            return shown
        return replace(shown, status=entry.job.status(self.clock()))


class InMemoryDocumentStore(DocumentStore):
    """Writes documents to an InMemoryLibrary."""

    def __init__(self, library: InMemoryLibrary | None = None, versions_kept: int = 1) -> None:
        self.library = library or InMemoryLibrary()
        self.versions_kept = versions_kept

    async def add(
        self,
        claim: Claim,
        document: Document,
        text: str,
        chunks: Sequence[EmbeddedChunk],
        parts: Sequence[Part] = (),
    ) -> None:
        if self.library.claimed(claim) is None:
            return
        for each in chunks:
            self.library.models.check(each.model)
        entry = self.library.entries[claim.document.id]
        if len({each.chunk.index for each in chunks}) < len(chunks):
            raise ValueError("two chunks with the same index")
        labels = entry.document.labels
        if document.version > 1:
            entry.supersede(document.version, self.versions_kept)
            entry.document = replace(document, labels=labels)
        else:
            entry.document = replace(with_names_of(entry.document, document), labels=labels)
        entry.text, entry.chunks, entry.parts = text, tuple(chunks), tuple(parts)
        entry.job, entry.made_under = None, claim.token
        self.library.revision += 1
        _remove_brought(self.library, {document.id: document.version}, [])
        self.library.attachments.forget_mail(document.id, document.version)

    async def remove(self, document_id: UUID) -> Removal:
        return remove_entries(self.library, [self.library.entry(document_id)])

    async def remove_name(self, document_id: UUID, name: str) -> Removal:
        entry = self.library.entry(document_id)
        names = entry.document.names
        if name not in names:
            raise errors.NameNotFound
        if len(names) == 1:
            return await self.remove(document_id)
        entry.document = without_name(entry.document, name)
        self.library.attachments.forget(document_id, name)
        self.library.revision += 1
        return Removal()

    async def change(self, document_id: UUID, changes: DocumentChanges) -> None:
        entry = self.library.entry(document_id)
        self.library.admit()
        document = entry.document
        if changes.language is not UNCHANGED:
            if document.status is not DocumentStatus.PROCESSED:
                raise errors.DocumentNotProcessed
            document = replace(document, language=changes.language)
        document = replace(document, labels=labels_after(document.labels, changes))
        make_collections(self.library, document.labels.collections)
        if document != entry.document:
            entry.document = document
            self.library.revision += 1


class InMemoryDocumentCatalog(DocumentCatalog):
    """Shows the documents of an InMemoryLibrary."""

    def __init__(self, library: InMemoryLibrary | None = None) -> None:
        self.library = library or InMemoryLibrary()

    async def get(self, document_id: UUID) -> Document:
        return self.library.read(self.library.entry(document_id))

    async def missing(self, document_ids: Several[UUID]) -> frozenset[UUID]:
        self.library.check()
        return frozenset(document_ids) - self.library.readable.keys()

    async def list(
        self,
        page: PageRequest[DocumentPosition],
        status: DocumentStatus | None = None,
        within: DocumentFilter = ALL_DOCUMENTS,
        media_type: str | None = None,
        sort: DocumentSort = DocumentSort.NEWEST,
    ) -> Page[Document, DocumentPosition]:
        self.library.check()
        documents = [self.library.read(entry) for entry in self.library.readable.values()]
        after = None if page.after is None else order_of(page.after)
        found = sorted(
            (
                document
                for document in documents
                if (after is None or (order_of(sort.position(document)) > after) != sort.descending)
                and (page.after is None or document.id != page.after.id)
                and (status is None or document.status is status)
                and (media_type is None or document.media_type == media_type)
                and passes(document, within)
            ),
            key=lambda document: order_of(sort.position(document)),
            reverse=sort.descending,
        )
        items = page_of(found, page.limit, _size)
        return Page(items, sort.position(items[-1]) if len(found) > len(items) else None)

    async def chunks(
        self, document_id: UUID, page: PageRequest[int], version: int | None = None
    ) -> Page[Chunk, int]:
        after = -1 if page.after is None else page.after
        chunks = self.library.entry(document_id).chunks_of(version)
        found = sorted((each for each in chunks if each.index > after), key=lambda each: each.index)
        items = tuple(found[: page.limit])
        return Page(items, items[-1].index if len(found) > page.limit else None)


def _size(document: Document) -> int:
    """Return about as many bytes as a document has in a list."""
    return len(repr((document.metadata, document.labels, document.notes)).encode())


class InMemoryDocumentTexts(DocumentTexts):
    """Reads the texts of an InMemoryLibrary. Record: `asked`, the spans of each call."""

    def __init__(self, library: InMemoryLibrary | None = None) -> None:
        self.library = library or InMemoryLibrary()
        self.asked: list[list[TextSpan]] = []

    async def text(
        self,
        document_id: UUID,
        start: int = 0,
        end: int | None = None,
        version: int | None = None,
    ) -> str:
        text = self.library.entry(document_id).text_of(version)
        if text is None:
            raise errors.DocumentNotFound
        return text[start:end]

    async def spans(self, spans: Sequence[TextSpan]) -> list[str | None]:
        self.asked.append(list(spans))
        self.library.check()
        return [self._span(span) for span in spans]

    def _span(self, span: TextSpan) -> str | None:
        entry = self.library.readable.get(span.document_id)
        text = entry.text_of(span.version) if entry else None
        return None if text is None else text[span.start : span.end]

    async def main_language(self) -> str | None:
        self.library.check()
        chunks: Counter[str] = Counter()
        for entry in self.library.readable.values():
            document = entry.document
            if document.status is DocumentStatus.PROCESSED and document.language:
                chunks[document.language] += document.total_chunks
        return min(chunks, key=lambda language: (-chunks[language], language), default=None)


class InMemoryPassageIndex(PassageIndex):
    """Finds the chunks of an InMemoryLibrary by comparing every window and every word.

    Words are matched in lower case, without stemming and stop words. `searched` records the vector
    of every search.
    """

    def __init__(self, library: InMemoryLibrary | None = None) -> None:
        self.library = library or InMemoryLibrary()
        self.searched: list[Embedding] = []

    async def candidates(
        self,
        text: str,
        embedding: Embedding,
        limit: int,
        mode: SearchMode = SearchMode.HYBRID,
        within: DocumentFilter | None = None,
        phrases: Sequence[str] = (),
        model: str | None = None,
    ) -> Candidates:
        self.library.check()
        self.library.models.check(model)
        self.searched.append(embedding)
        by_words = "" if mode is SearchMode.VECTOR else text
        scores, scale = self._by_words(by_words)
        asked = self._asked_of_names(by_words)
        found = [
            Candidate(
                _passage(entry.document, each, embedding, within, named),
                score,
                name_score=named.score,
                name_words=named.words,
            )
            for entry in self.library.readable.values()
            if passes(entry.document, within or ALL_DOCUMENTS)
            for named in [asked.named(entry.document, entry.text)]
            for each, score in zip(entry.chunks, scores[entry.document.id], strict=True)
        ]
        having = [
            _key(each)
            for phrase in phrases
            for each in [one for one in found if phrases_in(one.passage.content, [phrase])][:limit]
        ]
        by_vector = [] if mode is SearchMode.TEXT else found
        by_text = [each for each in found if each.bm25 > 0 and mode is not SearchMode.VECTOR]
        vector_ranks = _ranks(by_vector, limit, lambda each: each.passage.similarity)
        text_ranks = _ranks(by_text, limit, lambda each: each.bm25)
        ranked = (
            replace(each, vector_rank=vector_ranks.get(key), text_rank=text_ranks.get(key))
            for each in found
            if (key := _key(each)) in vector_ranks
            or key in text_ranks
            or each.name_score > 0
            or key in having
        )
        return Candidates(tuple(ranked), scale)

    async def revision(self) -> int:
        self.library.check()
        return self.library.revision

    def _asked_of_names(self, text: str) -> AskedOfNames:
        entries = [each for each in self.library.entries.values() if each.chunks]
        chunks = [bm25.words(each.chunk.content) for one in entries for each in one.chunks]
        names = [words_of_names(each.document, each.text) for each in entries]
        return AskedOfNames(bm25.words(text), chunks, names)

    def _by_words(self, text: str) -> tuple[dict[UUID, list[float]], float]:
        """Return the scores of each document's chunks, and their scale."""
        question = bm25.words(text)
        languages: dict[str | None, list[Entry]] = {}
        for entry in self.library.entries.values():
            if entry.chunks:
                languages.setdefault(entry.document.language, []).append(entry)
        found = {document_id: list[float]() for document_id in self.library.entries}
        scales = []
        for entries in languages.values():
            chunks = [bm25.words(each.chunk.content) for one in entries for each in one.chunks]
            scales.append(bm25.scale(chunks, question))
            scores = iter(bm25.scores(chunks, question))
            for entry in entries:
                found[entry.document.id] = [
                    score / (scales[-1] or 1.0) for score in islice(scores, len(entry.chunks))
                ]
        scale = max(scales, default=0.0)
        return {key: [score * scale for score in own] for key, own in found.items()}, scale


def make_collections(library: InMemoryLibrary, names: Iterable[str]) -> None:
    """Make the collections with these names that there are not yet."""
    known = {each.name for each in library.collections.values()}
    if set(names) & known - {each.name for each in library.readable_collections.values()}:
        raise errors.CollectionExists
    for name in set(names) - known:
        made = Collection(new_id(), name, datetime.now(UTC))
        library.collections[made.id] = made


def removal_of(entries: Sequence[Entry]) -> Removal:
    """Return what is stored for some documents; each chunk has each of its words once."""
    found = sorted(entries, key=lambda entry: entry.document.id)
    chunks = [each for entry in found for each in entry.chunks]
    return Removal(
        tuple(RemovedDocument(each.document.id, each.document.names) for each in found),
        chunks=len(chunks),
        vectors=sum(len(each.windows) for each in chunks),
        terms=sum(len(set(bm25.words(each.chunk.content))) for each in chunks),
        bytes=sum(len(each) for entry in found for each in entry.originals.values()),
    )


def remove_entries(library: InMemoryLibrary, entries: Sequence[Entry]) -> Removal:
    """Remove documents with what only they brought, and return what went."""
    before = {each.document.id: inf for each in entries}
    return _remove_brought(library, before, entries)


def with_brought(
    library: InMemoryLibrary, before: Mapping[UUID, float], entries: Sequence[Entry]
) -> tuple[list[Entry], dict[UUID, set[str]]]:
    """Return entries with those that only these mails brought, and the names that others lose."""
    going = list(entries)
    while True:
        brought = library.attachments.only_brought_by(before)
        more = [
            library.entries[each]
            for each, names in brought.items()
            if set(library.entries[each].document.names) == names
        ]
        if not more:
            return going, brought
        going += more
        before = {**before, **{each.document.id: inf for each in more}}


def _remove_brought(
    library: InMemoryLibrary, before: Mapping[UUID, float], entries: Sequence[Entry]
) -> Removal:
    going, renamed = with_brought(library, before, entries)
    for document_id, names in renamed.items():
        entry = library.entries[document_id]
        for name in names:
            entry.document = without_name(entry.document, name)
            library.attachments.forget(document_id, name)
    removal = removal_of(going)
    for entry in going:
        document_id = entry.document.id
        library.limits_of_deleted[document_id] = library.limits_of(document_id)
        del library.entries[document_id]
        library.attachments.forget_mail(document_id, inf)
        for name in entry.document.names:
            library.attachments.forget(document_id, name)
        library.revision += 1
    return removal


def order_of(position: DocumentPosition) -> tuple[Any, UUID]:
    """Return what a position is compared by."""
    value = position.value
    return (value.lower() if isinstance(value, str) else value), position.id


def _key(candidate: Candidate) -> tuple[UUID, int]:
    return candidate.passage.place.document_id, candidate.passage.chunk_index


def _ranks(
    candidates: Iterable[Candidate], limit: int, score: Callable[[Candidate], float]
) -> dict[tuple[UUID, int], int]:
    best = sorted(candidates, key=score, reverse=True)[:limit]
    return {_key(each): rank for rank, each in enumerate(best, start=1)}


def _passage(
    document: Document,
    each: EmbeddedChunk,
    embedding: Embedding,
    within: DocumentFilter | None,
    named: Named,
) -> Passage:
    matching = names_matching(document, within.filename if within else None)
    name = max(matching, key=named.words_in)
    similarity = max(_cosine(window, embedding) for window in each.windows)
    return passage_of(each.chunk, document.id, name, similarity, document.version)


def _cosine(one: Embedding, other: Embedding) -> float:
    dot = sum(a * b for a, b in zip(one, other, strict=True))
    return float(dot / (hypot(*one) * hypot(*other)))
