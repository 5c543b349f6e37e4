"""What one evaluation found: question by question, and in total."""

from dataclasses import dataclass, field

import msgspec


@dataclass(frozen=True, slots=True)
class FoundDocument:
    """A document in the list that a question gave, by its best passage.

    Attributes:
        excerpt: How that passage begins.
    """

    id: str
    score: float
    excerpt: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one question gave.

    Attributes:
        expected: The ids of the documents that answer it; empty if none does.
        found: The documents found, best first.
        text_rank: The place of the first passage with an expected text, from 1; None if there
            is no such passage.
        has_expected_text: Whether the set names a text to be found.
        confidence: How sure the search was that it found an answer, 0 to 1.
        latency_ms: How long the search took, in milliseconds.
        figures: The metrics of this question alone; empty if it is unanswerable.
    """

    id: str
    question: str
    expected: tuple[str, ...]
    found: tuple[FoundDocument, ...]
    text_rank: int | None
    has_expected_text: bool
    confidence: float
    latency_ms: float
    figures: dict[str, float] = field(default_factory=dict)

    @property
    def answerable(self) -> bool:
        """Whether a document answers it."""
        return bool(self.expected)

    @property
    def first_is_right(self) -> bool:
        """Whether the first document answers the question."""
        return bool(self.found) and self.found[0].id in self.expected

    @property
    def expected_ranks(self) -> tuple[int, ...]:
        """The places, from 1, of the expected documents that were found."""
        return tuple(rank for rank, each in enumerate(self.found, 1) if each.id in self.expected)


class SavedQuestion(msgspec.Struct, frozen=True):
    """A question in the file that --json writes."""

    id: str
    question: str
    expected: list[str]
    found: list[str]
    confidence: float
    latency_ms: float
    figures: dict[str, float]


class SavedRun(msgspec.Struct, frozen=True):
    """The file that --json writes and --baseline reads.

    Attributes:
        settings: Those that shape what is found.
        figures: The metrics in total, by name.
    """

    dataset: str
    corpus_sha256: str
    mode: str
    settings: dict[str, str | int]
    documents: int
    answerable: int
    unanswerable: int
    figures: dict[str, float]
    questions: list[SavedQuestion]
