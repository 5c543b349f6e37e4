"""The results of an evaluation, for each question and in total."""

from dataclasses import dataclass, field

import msgspec

DEPTH = 100
"""The maximum number of passages in each search of an evaluation."""


@dataclass(frozen=True, slots=True)
class FoundDocument:
    """A document that a search found, ranked by its best passage.

    Attributes:
        score: The score of that passage.
        excerpt: The beginning of that passage.
    """

    id: str
    score: float
    excerpt: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """The answer to a question.

    Attributes:
        content: The answer's text.
        cited: The texts quoted by its verified citations.
        hit: Whether one of them contains an expected text; None if the question has none.
        abstained: Whether it abstained.
        failed: Whether it failed before its end.
        confidence: The confidence of its search, 0 to 1.
        groundedness: The share of its sentences that a verified citation supports; None if it
            failed or no sentence needs a citation.
        latency_ms: The time from the question to the end of the answer, in milliseconds.
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
    """The result for one question.

    Attributes:
        expected: The ids of the documents that answer it; empty if it is unanswerable.
        found: The documents found, best first.
        text_rank: The rank of the first passage with an expected text, from 1; None if no
            passage has one.
        has_expected_text: Whether the question is answerable and has an expected text.
        page_rank: The rank of the first passage that has a part of an expected page, from 1; None
            if no passage has.
        has_expected_page: Whether the question is answerable and has an expected page.
        confidence: The confidence of the search, 0 to 1.
        latency_ms: The duration of the search, in milliseconds.
        turn: The number of the question in its conversation, from 1.
        answer: The answer; None in a run without answers.
        figures: The metrics of this question. An unanswerable one has only those of its answer.
    """

    id: str
    question: str
    expected: tuple[str, ...]
    found: tuple[FoundDocument, ...]
    text_rank: int | None
    has_expected_text: bool
    confidence: float
    latency_ms: float
    page_rank: int | None = None
    has_expected_page: bool = False
    turn: int = 1
    answer: GivenAnswer | None = None
    figures: dict[str, float] = field(default_factory=dict)

    @property
    def answerable(self) -> bool:
        """Whether a document of the corpus answers the question."""
        return bool(self.expected)

    @property
    def first_is_right(self) -> bool:
        """Whether the first document found answers the question."""
        return bool(self.found) and self.found[0].id in self.expected

    @property
    def expected_ranks(self) -> tuple[int, ...]:
        """The ranks, from 1, of the expected documents that were found."""
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
    """The metrics of the answers if each needed a minimum confidence.

    Attributes:
        threshold: The minimum confidence of an answer.
        abstention: The share of unanswerable questions without an answer.
        answered: The share of answerable questions with an answer.
        hit: The share of questions with an expected text whose answer cites it; None if no
            question has an expected text.
    """

    threshold: float
    abstention: float
    answered: float
    hit: float | None


class SavedRun(msgspec.Struct, frozen=True):
    """The file that --json writes and --baseline reads.

    Attributes:
        settings: The settings that affect the results.
        figures: The metrics of the whole run, by name.
        curve: The trade-off between answering and abstaining; empty unless questions of both
            kinds, answerable and unanswerable, were answered.
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
