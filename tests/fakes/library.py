"""In-memory documents behind the same ports as PostgreSQL."""

import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from math import hypot
from uuid import UUID

from application.ports.document_catalog import DocumentCatalog
from application.ports.document_claims import Claim
from application.ports.document_store import DocumentStore
from application.ports.document_texts import DocumentTexts
from application.ports.passage_index import PassageIndex
from domain import errors
from domain.documents.chunks import Chunk, EmbeddedChunk, Embedding
from domain.documents.document import Document, DocumentPosition, DocumentStatus
from domain.documents.jobs import LEASE_SECONDS
from domain.documents.parts import Part
from domain.documents.place import TextSpan
from domain.paging import Page, PageRequest
from domain.retrieval.passages import (
    Candidate,
    Candidates,
    Passage,
    PassageFilter,
    SearchMode,
    passage_of,
)
from domain.text.phrases import phrases_in
from tests.fakes.asked_names import AskedOfNames, Named, words_of_names
from tests.fakes.document_names import is_named, names_matching, with_names_of
from tests.fakes.job_state import FakeJob
from tests.fakes.model_state import ModelState
from tests.support import bm25

CLAIM_SECONDS = LEASE_SECONDS


@dataclass(frozen=True)
class EarlierVersion:
    """An earlier version of a document."""

    document: Document
    text: str
    parts: tuple[Part, ...]


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

    def supersede(self, version: int, kept: int) -> None:
        """Put the current version aside for a new one, and forget what is too old."""
        held = replace(self.document, other_names=())
        self.earlier[held.version] = EarlierVersion(held, self.text, self.parts)
        for number in [each for each in self.earlier if each <= version - kept]:
            del self.earlier[number]
            self.originals.pop(number, None)


@dataclass
class InMemoryLibrary:
    """The state that the document ports share.

    Set `available` to False to make every call raise DatabaseUnavailable, set `full` to make those
    that store something new raise errors.InsufficientStorage, and replace `clock` to expire claims.
    """

    clock: Callable[[], float] = time.monotonic
    available: bool = True
    full: bool = False
    entries: dict[UUID, Entry] = field(default_factory=dict)
    revision: int = 0
    models: ModelState = field(default_factory=ModelState)

    def check(self) -> None:
        """Raise DatabaseUnavailable unless `available` is set."""
        if not self.available:
            raise errors.DatabaseUnavailable

    def admit(self) -> None:
        """Raise as `check` does, or InsufficientStorage if `full` is set."""
        self.check()
        if self.full:
            raise errors.InsufficientStorage

    def entry(self, document_id: UUID) -> Entry:
        """Return one entry, or raise DocumentNotFound."""
        self.check()
        if document_id not in self.entries:
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
        shown = replace(entry.document, error_message=entry.job.error_message)
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
        if document.version > 1:
            entry.supersede(document.version, self.versions_kept)
            entry.document = document
        else:
            entry.document = with_names_of(entry.document, document)
        entry.text, entry.chunks, entry.parts = text, tuple(chunks), tuple(parts)
        entry.job, entry.made_under = None, claim.token
        self.library.revision += 1

    async def remove(self, document_id: UUID) -> int:
        document = self.library.entry(document_id).document
        del self.library.entries[document_id]
        self.library.revision += 1
        return document.total_chunks

    async def remove_name(self, document_id: UUID, name: str) -> int | None:
        entry = self.library.entry(document_id)
        names = entry.document.names
        if name not in names:
            raise errors.NameNotFound
        if len(names) == 1:
            return await self.remove(document_id)
        first, *others = (each for each in names if each != name)
        entry.document = replace(entry.document, filename=first, other_names=tuple(others))
        self.library.revision += 1
        return None

    async def change_language(self, document_id: UUID, language: str | None) -> None:
        entry = self.library.entry(document_id)
        self.library.admit()
        if entry.document.status is not DocumentStatus.PROCESSED:
            raise errors.DocumentNotProcessed
        if entry.document.language != language:
            entry.document = replace(entry.document, language=language)
            self.library.revision += 1


class InMemoryDocumentCatalog(DocumentCatalog):
    """Shows the documents of an InMemoryLibrary."""

    def __init__(self, library: InMemoryLibrary | None = None) -> None:
        self.library = library or InMemoryLibrary()

    async def get(self, document_id: UUID) -> Document:
        return self.library.read(self.library.entry(document_id))

    async def missing(self, document_ids: Collection[UUID]) -> frozenset[UUID]:
        self.library.check()
        return frozenset(document_ids) - self.library.entries.keys()

    async def list(
        self,
        page: PageRequest[DocumentPosition],
        status: DocumentStatus | None = None,
        filename: str | None = None,
    ) -> Page[Document, DocumentPosition]:
        self.library.check()
        documents = [self.library.read(entry) for entry in self.library.entries.values()]
        found = sorted(
            (
                document
                for document in documents
                if (page.after is None or document.position < page.after)
                and (status is None or document.status is status)
                and is_named(document, filename)
            ),
            key=lambda document: document.position,
            reverse=True,
        )
        items = tuple(found[: page.limit])
        return Page(items, items[-1].position if len(found) > page.limit else None)

    async def chunks(self, document_id: UUID, page: PageRequest[int]) -> Page[Chunk, int]:
        after = -1 if page.after is None else page.after
        chunks = [each.chunk for each in self.library.entry(document_id).chunks]
        found = sorted((each for each in chunks if each.index > after), key=lambda each: each.index)
        items = tuple(found[: page.limit])
        return Page(items, items[-1].index if len(found) > page.limit else None)


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
        entry = self.library.entries.get(span.document_id)
        text = entry.text_of(span.version) if entry else None
        return None if text is None else text[span.start : span.end]

    async def main_language(self) -> str | None:
        self.library.check()
        chunks: Counter[str] = Counter()
        for entry in self.library.entries.values():
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
        within: PassageFilter | None = None,
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
            for entry in self.library.entries.values()
            if _passes(entry.document, within or PassageFilter())
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


def _passes(document: Document, within: PassageFilter) -> bool:
    return (
        (within.document_ids is None or document.id in within.document_ids)
        and is_named(document, within.filename)
        and (within.uploaded_since is None or document.uploaded_at >= within.uploaded_since)
    )


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
    within: PassageFilter | None,
    named: Named,
) -> Passage:
    matching = names_matching(document, within.filename if within else None)
    name = max(matching, key=named.words_in)
    similarity = max(_cosine(window, embedding) for window in each.windows)
    return passage_of(each.chunk, document.id, name, similarity, document.version)


def _cosine(one: Embedding, other: Embedding) -> float:
    dot = sum(a * b for a, b in zip(one, other, strict=True))
    return float(dot / (hypot(*one) * hypot(*other)))
