"""The metrics of answers, compared with values computed by hand, and the run that answers."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from application.documents.ingest_document import IngestDocument
from application.ports.upload_files import UploadFiles
from application.retrieval.contextual_query import ContextualQueryBuilder
from application.retrieval.retriever import Retriever
from domain.answering.events import (
    AnswerDelta,
    AnswerEnd,
    AnswerEvent,
    AnswerFailed,
    AnswerFinished,
    CitationAdded,
    SourcesFound,
)
from domain.citations.citation import Citation
from domain.conversation.message import FinishReason, Timings, Usage
from domain.documents.place import Place
from domain.errors import LanguageModelFailed
from domain.retrieval.passages import SearchMode
from entrypoints.evaluation.datasets.dataset import (
    Exchange,
    LabelledQuestion,
    make_dataset,
    text_document,
)
from entrypoints.evaluation.figures.answers import answer_figures, curve
from entrypoints.evaluation.figures.ranking import totals
from entrypoints.evaluation.outcomes import GivenAnswer, QuestionOutcome
from entrypoints.evaluation.reports.html_answers import wrong_answers
from entrypoints.evaluation.runs.answer_run import answer_all, judge_answer
from entrypoints.evaluation.runs.corpus import ingest_corpus
from entrypoints.evaluation.runs.question_search import QuestionSearch
from entrypoints.evaluation.runs.search_run import ask_all
from tests.fakes.wiring import Fakes, fake_container
from tests.support.case_runs import answering_of

TEA = "Green tea is brewed at seventy degrees."
ROAD = "The road to the sea is long."
DATASET = make_dataset(
    "set",
    [text_document("tea", "", TEA), text_document("road", "", ROAD)],
    [LabelledQuestion("hot", "How hot is green tea brewed?", {"tea": 1}, ("Seventy degrees",))],
)
HOT = DATASET.questions[0]
LONG = LabelledQuestion(
    "long",
    "And how long?",
    {},
    turn=2,
    history=(Exchange("How hot is green tea brewed?", "At seventy degrees."),),
)
QUIET = Console(quiet=True)


def answer(
    *,
    hit: bool | None = None,
    abstained: bool = False,
    failed: bool = False,
    confidence: float = 0.9,
    groundedness: float | None = None,
    latency: float = 1.0,
) -> GivenAnswer:
    """Return an answer with empty text; by default neither an abstention nor failed."""
    return GivenAnswer("", (), hit, abstained, failed, confidence, groundedness, latency)


def outcome(expected: str, given_answer: GivenAnswer | None) -> QuestionOutcome:
    """Return the outcome of a question, which is answerable if documents are expected."""
    name = f"{expected}?"
    outcome = QuestionOutcome(
        name, name, tuple(expected), (), None, False, 0.5, 1.0, answer=given_answer
    )
    return QuestionOutcome(
        name, name, tuple(expected), (), None, False, 0.5, 1.0,
        answer=given_answer, figures=answer_figures(outcome),
    )  # fmt: skip


def citation(cited_text: str, *, verified: bool) -> CitationAdded:
    """Return a citation event."""
    document = UUID(int=1)
    place = Place(document, "a.txt", 0, len(cited_text))
    return CitationAdded(Citation(document, 1, place, cited_text, 0, 1, verified))


def finished(reason: FinishReason, groundedness: float | None = None) -> AnswerFinished:
    """Return the event that ends an answer."""
    return AnswerFinished(UUID(int=2), reason, Usage(), Timings(), None, groundedness)


FAILED = AnswerFailed(UUID(int=2), "It broke off.", "language_model_failed", partial=True)
STOPPED = finished(FinishReason.STOP, 0.5)


@pytest.mark.parametrize(
    ("question", "cited", "verified", "end", "hit"),
    [
        (HOT, "It takes\nSEVENTY degrees.", True, STOPPED, True),
        (HOT, "It takes seventy degrees.", False, STOPPED, False),
        (HOT, "It takes nine bar.", True, STOPPED, False),
        (HOT, "It takes seventy degrees.", True, FAILED, False),
        (HOT, "It takes seventy degrees.", True, finished(FinishReason.ABSTAINED), False),
        (LONG, "It takes seventy degrees.", True, STOPPED, None),
    ],
)
def test_an_answer_hits_if_a_verified_citation_holds_an_expected_text(
    question: LabelledQuestion, cited: str, verified: bool, end: AnswerEnd, hit: bool | None
) -> None:
    """Unverified citations, failed answers and abstentions are no hits."""
    events: list[AnswerEvent] = [SourcesFound((), 0.7), AnswerDelta("It "), AnswerDelta("is.")]
    events += [citation(cited, verified=verified), end]
    found = judge_answer(question, 3.0, events, end)
    assert found.hit is hit
    assert (found.content, found.confidence, found.latency_ms) == ("It is.", 0.7, 3.0)
    assert found.cited == ((cited,) if verified else ())
    assert found.failed is (end is FAILED)
    assert found.abstained is (end not in (FAILED, STOPPED))
    assert found.groundedness == (0.5 if end is STOPPED else None)


def test_answers_are_summed_up_by_kind_of_question() -> None:
    """A failed answer is neither answered nor an abstention; groundedness skips missing values."""
    figures = totals(
        [
            outcome("a", answer(hit=True, groundedness=1.0, latency=10)),
            outcome("b", answer(hit=False, groundedness=0.5, latency=20)),
            outcome("c", answer(hit=False, abstained=True, latency=30)),
            outcome("d", answer(hit=False, failed=True, latency=40)),
            outcome("", answer(abstained=True, latency=50)),
            outcome("", answer(groundedness=0.0, latency=60)),
            outcome("", answer(failed=True, latency=70)),
        ]
    )
    assert (figures["hit"], figures["answered"]) == (0.25, 0.5)
    assert figures["abstention"] == pytest.approx(1 / 3)
    assert figures["answer_balanced_accuracy"] == pytest.approx((1 / 2 + 1 / 3) / 2)
    assert figures["groundedness"] == 0.5
    assert figures["answer_p50"] == 40
    assert figures["answer_p95"] == pytest.approx(67)


def test_without_answers_there_are_no_figures_of_them() -> None:
    """A run without answers has no answer metrics and no curve."""
    outcomes = [outcome("a", None), outcome("", None)]
    assert not any(name.startswith(("hit", "answer", "abst")) for name in totals(outcomes))
    assert curve(outcomes, 10) == []


def test_the_curve_holds_back_answers_of_low_confidence() -> None:
    """An answer below the threshold counts as an abstention; abstentions always do."""
    outcomes = [
        outcome("a", answer(hit=True, confidence=0.9)),
        outcome("b", answer(hit=False, confidence=0.4)),
        outcome("c", answer(hit=False, confidence=1.0, abstained=True)),
        outcome("", answer(confidence=0.6)),
        outcome("", answer(confidence=0.9, abstained=True)),
    ]
    points = curve(outcomes, 2)
    assert [point.threshold for point in points] == [0, 0.5, 1]
    assert [point.abstention for point in points] == [0.5, 0.5, 1]
    assert [point.answered for point in points] == pytest.approx([2 / 3, 1 / 3, 0])
    assert [point.hit for point in points] == pytest.approx([1 / 3, 1 / 3, 0])
    assert curve(outcomes[:3], 2) == []


kinds = st.builds(
    answer, hit=st.none() | st.booleans(), abstained=st.booleans(), confidence=st.floats(0, 1)
)


@given(st.lists(kinds, min_size=1), st.lists(kinds, min_size=1))
def test_the_curve_trades_answers_for_abstention(
    answerable: list[GivenAnswer], unanswerable: list[GivenAnswer]
) -> None:
    """A higher threshold never gives more answers; threshold 0 gives the measured metrics."""
    outcomes = [
        *(outcome("a", each) for each in answerable),
        *(outcome("", each) for each in unanswerable),
    ]
    points = curve(outcomes, 10)
    assert points[0].answered == pytest.approx(totals(outcomes)["answered"])
    assert points[0].abstention == pytest.approx(totals(outcomes)["abstention"])
    assert points == sorted(points, key=lambda point: (point.abstention, -point.answered))


def test_wrong_answers_are_named_the_most_confident_first() -> None:
    """Each wrong answer is listed with its problem, the most confident first."""
    outcomes = [
        outcome("r", answer(hit=True, confidence=1.0)),
        outcome("h", answer(hit=False, confidence=0.1)),
        outcome("a", answer(abstained=True, confidence=0.3)),
        outcome("", answer(confidence=0.8)),
        outcome("f", answer(failed=True, confidence=0.0)),
        outcome("n", None),
    ]
    assert [problem for problem, _, _ in wrong_answers(outcomes)] == [
        "Answered, although no document answers it.",
        "Not answered, although a document answers it.",
        "No citation contains an expected text.",
        "The answer failed.",
    ]


async def test_each_question_is_answered_in_a_session_of_its_own() -> None:
    """The session contains only the question's own history, and is deleted afterwards."""
    fakes = Fakes()
    container = fake_container(fakes)
    await ingest_corpus(
        await container.get(IngestDocument), await container.get(UploadFiles), DATASET, QUIET
    )
    for _ in ("tried out", "asked"):
        fakes.model.enqueue(f"{TEA} [1]")
    fakes.model.enqueue("I do not know.", finish_reason=FinishReason.ABSTAINED)
    answers = await answer_all(await answering_of(container), [HOT, LONG], QUIET)
    assert answers["hot"].hit
    assert answers["hot"].cited == (TEA,)
    assert answers["long"].abstained
    _, first, second = fakes.model.history
    assert first.history == ()
    assert [message.content for message in second.history] == [
        "How hot is green tea brewed?",
        "At seventy degrees.",
    ]
    assert not fakes.chats.sessions
    await container.close()


async def test_a_model_that_does_not_answer_is_found_out_at_once() -> None:
    """A failing model is detected with the first question; the message has its reason."""
    fakes = Fakes()
    container = fake_container(fakes)
    await ingest_corpus(
        await container.get(IngestDocument), await container.get(UploadFiles), DATASET, QUIET
    )
    fakes.model.enqueue("", error=LanguageModelFailed("The key is wrong."))
    with pytest.raises(LanguageModelFailed, match=r"not answered\. The key is wrong"):
        await answer_all(await answering_of(container), [HOT, LONG], QUIET)
    assert len(fakes.model.history) == 1
    await container.close()


async def test_a_question_is_searched_with_its_history() -> None:
    """The history raises the score of its document for a question that says little itself."""
    fakes = Fakes()
    container = fake_container(fakes)
    corpus = await ingest_corpus(
        await container.get(IngestDocument), await container.get(UploadFiles), DATASET, QUIET
    )
    alone = LabelledQuestion("alone", LONG.text, {})
    search = QuestionSearch(
        await container.get(ContextualQueryBuilder), await container.get(Retriever)
    )
    outcomes = await ask_all(search, [LONG, alone], corpus, SearchMode.VECTOR, QUIET)
    told, untold = [{each.id: each.score for each in outcome.found} for outcome in outcomes]
    assert told["tea"] > untold["tea"]
    assert [outcome.turn for outcome in outcomes] == [2, 1]
    await container.close()
