"""The cases of an answer set: what is asked, what is expected, and what came."""

from dataclasses import dataclass, field

import msgspec

from domain.citations.citation import Citation
from domain.conversation.message import FinishReason


class Expectation(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What has to hold for an answer. Everything that is given has to hold.

    Attributes:
        any_of: Of one of these groups, every string is in the answer or in its verified citations.
        first: The strings of `any_of` are already in the first paragraph of the answer, or in the
            verified citations of its first sentence.
        shown: Each string is in the text of the answer.
        in_order: All strings are in the answer, or in its verified citations, in this order.
        none_of: No string is in the text of the answer.
        no_citations: Nothing is cited.
        abstain: True if the answer has to be an abstention, False if it must not be one.
    """

    any_of: tuple[tuple[str, ...], ...] = ()
    first: bool = False
    shown: tuple[str, ...] = ()
    in_order: tuple[str, ...] = ()
    none_of: tuple[str, ...] = ()
    no_citations: bool = False
    abstain: bool | None = None


class Case(msgspec.Struct, frozen=True):
    """A conversation and what is expected of its last answer.

    Attributes:
        kind: What the case is an example of.
        messages: What is asked in one session; the answer to the last one is judged.
        library: The name of the library that is asked.
        language: The language of the question, for display only.
        soft: Whether the case is reported without counting for the score.
        why: Why this is expected, for display only.
    """

    id: str
    kind: str
    messages: tuple[str, ...]
    expect: Expectation
    library: str = ""
    language: str = ""
    soft: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class CaseAnswer:
    """The answer to the last message of a case.

    Attributes:
        content: The answer's text.
        citations: Its citations, verified or not.
        false_citations: Those that are called verified although the document has other words at
            their place.
        finish: How it ended; None if it failed.
        reason: Why it abstained or failed.
        latency_ms: The time from the last message to the end of its answer, in milliseconds.
    """

    content: str = field(repr=False)
    citations: tuple[Citation, ...] = field(repr=False)
    false_citations: tuple[Citation, ...] = field(repr=False)
    finish: FinishReason | None
    reason: str
    latency_ms: float

    @property
    def abstained(self) -> bool:
        """Whether the answer is an abstention."""
        return self.finish is FinishReason.ABSTAINED

    @property
    def verified(self) -> tuple[Citation, ...]:
        """The verified citations, in the order of the sentences that they support."""
        verified = (each for each in self.citations if each.verified)
        return tuple(sorted(verified, key=lambda each: each.answer_start))


@dataclass(frozen=True, slots=True)
class CaseOutcome:
    """The result of a case.

    Attributes:
        faults: What is wrong with the answer, for people; empty if the case passed.
        figures: The metrics of this case.
    """

    case: Case
    answer: CaseAnswer
    faults: tuple[str, ...]
    figures: dict[str, float]

    @property
    def passed(self) -> bool:
        """Whether everything that is expected holds."""
        return not self.faults


class SavedCase(msgspec.Struct, frozen=True):
    """A case in the file that --json writes. `cited` has the texts of the verified citations."""

    id: str
    kind: str
    messages: tuple[str, ...]
    expect: Expectation
    library: str
    language: str
    soft: bool
    answer: str
    cited: list[str]
    false_citations: list[str]
    finish: str
    reason: str
    faults: tuple[str, ...]
    latency_ms: float
    figures: dict[str, float]


class SavedCases(msgspec.Struct, frozen=True):
    """The run of an answer set, as --json writes it and --baseline reads it.

    Attributes:
        settings: The settings that affect the results.
        figures: The metrics of the whole run, by name.
    """

    dataset: str
    corpus_sha256: str
    settings: dict[str, str | int | float]
    documents: int
    figures: dict[str, float]
    cases: list[SavedCase]
