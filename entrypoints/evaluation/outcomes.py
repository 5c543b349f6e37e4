"""What one evaluation found: question by question, and in total."""

from dataclasses import dataclass, field

import msgspec

DEPTH = 100
"""The most passages that a search of an evaluation asks for."""


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
class GivenAnswer:
    """What a question was answered.

    Attributes:
        content: The answer's text.
        cited: The texts that its verified citations quote.
        hit: Whether one of these holds an expected text; None if the set names none.
        abstained: Whether it says that the documents do not hold the answer.
        failed: Whether it broke off.
        confidence: How sure the search for it was that its passages answer, 0 to 1.
        groundedness: The share of its sentences that a verified citation supports; None if it
            was not told.
        latency_ms: How long it took from the question to its end, in milliseconds.
    """

    content: str = field(repr=False)
    cited: tuple[str, ...] = field(repr=False)
    hit: bool | None
    abstained: bool
    failed: bool
    confidence: float
    groundedness: float | None
    latency_ms: float


@dataclass(frozen=True, slots=True)
class QuestionOutcome:
    """What one question gave.

    Attributes:
        expected: The ids of the documents that answer it; empty if none does.
        found: The documents found, best first.
        text_rank: The place of the first passage with an expected text, from 1; None if there
            is no such passage.
        has_expected_text: Whether the set names a text to be found.
        confidence: How sure the search was that it found an answer, 0 to 1.
        latency_ms: How long the search took, in milliseconds.
        turn: Which question of its conversation it is, from 1.
        answer: What it was answered, if it was to be answered.
        figures: The metrics of this question alone. One that is unanswerable has those of its
            answer only.
    """

    id: str
    question: str
    expected: tuple[str, ...]
    found: tuple[FoundDocument, ...]
    text_rank: int | None
    has_expected_text: bool
    confidence: float
    latency_ms: float
    turn: int = 1
    answer: GivenAnswer | None = None
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


class SavedAnswer(msgspec.Struct, frozen=True):
    """An answer in the file that --json writes."""

    content: str
    cited: list[str]
    abstained: bool
    failed: bool
    confidence: float
    latency_ms: float


class SavedQuestion(msgspec.Struct, frozen=True):
    """A question in the file that --json writes."""

    id: str
    question: str
    expected: list[str]
    found: list[str]
    confidence: float
    latency_ms: float
    figures: dict[str, float]
    turn: int = 1
    answer: SavedAnswer | None = None


class CurvePoint(msgspec.Struct, frozen=True):
    """What answers would be like if those of a lower confidence were held back.

    Attributes:
        threshold: The least confidence at which an answer is given.
        abstention: The share of the unanswerable questions that then get none.
        answered: The share of the answerable questions that then get one.
        hit: The share of those with an expected text whose answer is given and cites it; None
            if the set names no text.
    """

    threshold: float
    abstention: float
    answered: float
    hit: float | None


class SavedRun(msgspec.Struct, frozen=True):
    """The file that --json writes and --baseline reads.

    Attributes:
        settings: Those that shape what is found.
        figures: The metrics in total, by name.
        curve: The trade between answering and abstaining; empty unless there were answers and
            both kinds of questions.
    """

    dataset: str
    corpus_sha256: str
    mode: str
    settings: dict[str, str | int | float]
    documents: int
    answerable: int
    unanswerable: int
    figures: dict[str, float]
    questions: list[SavedQuestion]
    curve: list[CurvePoint] = []
