"""What is evaluated on: documents, and questions with the documents that answer them."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from domain.documents.filenames import display_name
from domain.errors import Misconfigured


@dataclass(frozen=True, slots=True)
class CorpusDocument:
    """A document of the corpus.

    Attributes:
        id: What the set calls it.
        filename: What Quoth calls it; for display only.
        content: Its bytes, as they are ingested.
    """

    id: str
    filename: str
    content: bytes = field(repr=False)

    @property
    def sha256(self) -> str:
        """The digest of its content, by which Quoth knows it."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question that was asked before, and its answer."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class LabelledQuestion:
    """A question and what should be found.

    Attributes:
        relevant: The ids of the documents that answer it, with how relevant each is, from 1.
            Empty for a question that no document answers.
        expected_texts: Texts of which one stands in a passage that answers; may be empty.
        turn: Which question of its conversation it is, from 1.
        history: What was said before it, oldest first. Empty as well if it is to be asked alone.
    """

    id: str
    text: str
    relevant: Mapping[str, int]
    expected_texts: tuple[str, ...] = ()
    turn: int = 1
    history: tuple[Exchange, ...] = ()

    @property
    def answerable(self) -> bool:
        """Whether a document of the corpus answers it."""
        return bool(self.relevant)


@dataclass(frozen=True, slots=True)
class Dataset:
    """Documents of different content, and the questions on them.

    Attributes:
        same_text: How many documents were left out because another one has the same text.
        left_out: How many questions were left out because nobody judged what answers them.
    """

    name: str
    documents: tuple[CorpusDocument, ...]
    questions: tuple[LabelledQuestion, ...]
    same_text: int = 0
    left_out: int = 0

    @property
    def corpus_sha256(self) -> str:
        """A digest of the documents, whatever their order."""
        digests = sorted(document.sha256 for document in self.documents)
        return hashlib.sha256("".join(digests).encode()).hexdigest()

    def sample(self, limit: int | None) -> tuple[LabelledQuestion, ...]:
        """Return at most `limit` questions, spread evenly over all of them.

        Neighbours are often about the same document, so the first ones would be a bad sample.
        """
        count = len(self.questions)
        if limit is None or limit >= count:
            return self.questions
        return tuple(self.questions[place * count // limit] for place in range(limit))


def make_dataset(
    name: str,
    documents: Iterable[CorpusDocument],
    questions: Iterable[LabelledQuestion],
    left_out: int = 0,
) -> Dataset:
    """Return the set, in which documents of the same text have become one.

    Quoth keeps the same bytes once. Whichever of their ids a question names, the one that is kept
    stands for it, so that none of them counts as missing.

    Raises:
        Misconfigured: If there are no documents or no questions with an answer.
    """
    kept: dict[str, CorpusDocument] = {}
    stands_for: dict[str, str] = {}
    for document in documents:
        first = kept.setdefault(document.sha256, document)
        stands_for[document.id] = first.id
    merged = tuple(_merged(question, stands_for) for question in questions)
    if not kept:
        raise Misconfigured(f"{name} has no documents: there is nothing to search in.")
    if not any(question.answerable for question in merged):
        raise Misconfigured(f"{name} has no question with a document that answers it.")
    return Dataset(name, tuple(kept.values()), merged, len(stands_for) - len(kept), left_out)


def text_document(document_id: str, title: str, text: str) -> CorpusDocument:
    """Return a document made of a title and a text."""
    whole = "\n\n".join(part.strip() for part in (title, text) if part.strip())
    # a NUL and half a surrogate pair are legal JSON and no legal text
    content = whole.replace("\0", "").encode("utf-8", errors="replace")
    name = display_name(re.sub(r"[/\\]", "_", document_id) + ".txt")
    return CorpusDocument(document_id, name, content)


def _merged(question: LabelledQuestion, stands_for: Mapping[str, str]) -> LabelledQuestion:
    relevant: dict[str, int] = {}
    for document_id, grade in question.relevant.items():
        kept = stands_for[document_id]
        relevant[kept] = max(grade, relevant.get(kept, 0))
    return replace(question, relevant=relevant)
