"""A dataset: documents, and questions labelled with the documents that answer them."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from domain.documents.filenames import display_name
from domain.errors import Misconfigured

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class CorpusDocument:
    """A document of the corpus.

    Attributes:
        id: Its id in the dataset.
        filename: Its file name in Quoth, for display only.
        content: The bytes to ingest.
    """

    id: str
    filename: str
    content: bytes = field(repr=False)

    @property
    def sha256(self) -> str:
        """The digest of the content, by which Quoth identifies the document."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class Exchange:
    """An earlier question of a conversation and its answer."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class LabelledQuestion:
    """A question and its expected results.

    Attributes:
        relevant: {document id: grade} for the documents that answer it. Grades count from 1.
            Empty if the question is unanswerable.
        expected_texts: Texts of which a passage that answers contains one; may be empty.
        expected_pages: (document id, page) of each page that answers it; may be empty.
        turn: The number of the question in its conversation, from 1.
        history: The conversation before it, oldest first. Also empty if it is asked without.
    """

    id: str
    text: str
    relevant: Mapping[str, int]
    expected_texts: tuple[str, ...] = ()
    expected_pages: frozenset[tuple[str, int]] = frozenset()
    turn: int = 1
    history: tuple[Exchange, ...] = ()

    @property
    def answerable(self) -> bool:
        """Whether a document of the corpus answers the question."""
        return bool(self.relevant)


@dataclass(frozen=True, slots=True)
class Dataset:
    """Documents without duplicates, and questions about them.

    Attributes:
        same_text: The number of documents skipped as duplicates of another.
        left_out: The number of questions skipped because they have no judgement.
    """

    name: str
    documents: tuple[CorpusDocument, ...]
    questions: tuple[LabelledQuestion, ...]
    same_text: int = 0
    left_out: int = 0

    @property
    def corpus_sha256(self) -> str:
        """A digest of the documents, independent of their order."""
        digests = sorted(document.sha256 for document in self.documents)
        return hashlib.sha256("".join(digests).encode()).hexdigest()

    def sample(self, limit: int | None) -> tuple[LabelledQuestion, ...]:
        """Return at most `limit` questions, spread evenly over all of them."""
        return spread(self.questions, limit)


def make_dataset(
    name: str,
    documents: Iterable[CorpusDocument],
    questions: Iterable[LabelledQuestion],
    left_out: int = 0,
) -> Dataset:
    """Return a dataset in which documents with the same content are merged.

    Quoth stores the same bytes once. The ids of duplicates are replaced in the questions by the id
    of the document that remains, so that no document counts as missing.

    Raises:
        Misconfigured: If there is no document or no answerable question.
    """
    kept: dict[str, CorpusDocument] = {}
    stands_for: dict[str, str] = {}
    for document in documents:
        first = kept.setdefault(document.sha256, document)
        stands_for[document.id] = first.id
    merged = tuple(_merged(question, stands_for) for question in questions)
    if not kept:
        raise Misconfigured(f"{name} has no documents.")
    if not any(question.answerable for question in merged):
        raise Misconfigured(
            f"{name} has no answerable question: give at least one a document that answers it."
        )
    return Dataset(name, tuple(kept.values()), merged, len(stands_for) - len(kept), left_out)


def spread(items: tuple[Item, ...], limit: int | None) -> tuple[Item, ...]:
    """Return at most `limit` items, spread evenly over all of them.

    Adjacent questions are often about the same document, so the first ones would be a poor sample.
    """
    count = len(items)
    if limit is None or limit >= count:
        return items
    return tuple(items[place * count // limit] for place in range(limit))


def text_document(document_id: str, title: str, text: str) -> CorpusDocument:
    """Return a document with a title and a text as its content."""
    whole = "\n\n".join(part.strip() for part in (title, text) if part.strip())
    # NUL and lone surrogates are valid in JSON, but cannot be stored as text
    content = whole.replace("\0", "").encode("utf-8", errors="replace")
    name = display_name(re.sub(r"[/\\]", "_", document_id) + ".txt")
    return CorpusDocument(document_id, name, content)


def _merged(question: LabelledQuestion, stands_for: Mapping[str, str]) -> LabelledQuestion:
    relevant: dict[str, int] = {}
    for document_id, grade in question.relevant.items():
        kept = stands_for[document_id]
        relevant[kept] = max(grade, relevant.get(kept, 0))
    pages = frozenset((stands_for[each], page) for each, page in question.expected_pages)
    return replace(question, relevant=relevant, expected_pages=pages)
