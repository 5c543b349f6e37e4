"""The metrics of an evaluation, compared with values computed by hand."""

import math
from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from application.retrieval.retriever import Retrieval
from domain.documents.marks import Mark, MarkKind
from domain.documents.place import Place
from domain.errors import Misconfigured
from domain.retrieval.passages import Passage, RankedPassage, Scores
from domain.retrieval.query_syntax import ParsedQuery
from entrypoints.evaluation.datasets.dataset import LabelledQuestion
from entrypoints.evaluation.figures.comparison import compare, paired_randomisation
from entrypoints.evaluation.figures.gates import parse_gate
from entrypoints.evaluation.figures.ranking import (
    area_under_curve,
    recall_by_depth,
    totals,
    with_figures,
)
from entrypoints.evaluation.outcomes import FoundDocument, QuestionOutcome
from entrypoints.evaluation.runs.search_run import judge

scores = st.lists(st.floats(-10, 10), min_size=1, max_size=30)


def outcome(
    question_id: str,
    expected: str,
    found: str,
    *,
    latency: float = 1.0,
    score: float = 1.0,
    turn: int = 1,
) -> QuestionOutcome:
    """Return an outcome. Each letter is a document; all have the same score."""
    return QuestionOutcome(
        id=question_id,
        question=f"{question_id}?",
        expected=tuple(expected),
        found=tuple(FoundDocument(letter, score, letter) for letter in found),
        text_rank=None,
        has_expected_text=False,
        confidence=score if found else 0.0,
        latency_ms=latency,
        turn=turn,
    )


def ranked(document: int, content: str, score: float) -> RankedPassage:
    """Return a passage of a document."""
    place = Place(UUID(int=document), "a.txt", 0, len(content))
    passage = Passage(place, 0, content, 1, score)
    return RankedPassage(passage, Scores(score, 0.0, score, 1, None, 1))


def test_a_document_stands_where_its_best_passage_stands() -> None:
    """Later passages of a document take no rank; `text_rank` counts passages."""
    passages = [ranked(1, "x", 0.9), ranked(1, "y", 0.8), ranked(2, "The\n ANSWER is.", 0.7)]
    question = LabelledQuestion("q", "?", {"b": 1}, ("the answer",))
    result = Retrieval(tuple(passages), 0.7, ParsedQuery("Where is it?"))
    found = judge(question, result, {UUID(int=1): "a", UUID(int=2): "b"}, 5.0)
    assert [(each.id, each.score) for each in found.found] == [("a", 0.9), ("b", 0.7)]
    assert found.expected_ranks == (2,)
    assert found.text_rank == 3
    assert found.confidence == 0.7
    assert not found.first_is_right


def test_a_page_is_found_with_any_part_of_it() -> None:
    """`page_rank` counts passages; one that goes over a page break stands on both pages."""
    marks = (
        Mark(-9, MarkKind.PAGE, 1),  # the header of the table
        Mark(0, MarkKind.PAGE, 2),
        Mark(0, MarkKind.SECTION, 1),
        Mark(1, MarkKind.PAGE, 3),
    )
    ids = {UUID(int=1): "a", UUID(int=2): "b"}
    found = [ranked(1, "x", 0.9), ranked(2, "yz", 0.8)]
    found = [
        replace(each, passage=replace(each.passage, marks=marks, place=replace(place, page=2)))
        for each in found
        for place in [each.passage.place]
    ]
    result = Retrieval(tuple(found), 0.7, ParsedQuery("Where is it?"))
    for pages, rank in (({("b", 3)}, 2), ({("b", 9), ("a", 2)}, 1), ({("b", 1)}, None)):
        question = LabelledQuestion("q", "?", {"b": 1}, expected_pages=frozenset(pages))
        judged = judge(question, result, ids, 5.0)
        assert (judged.page_rank, judged.has_expected_page) == (rank, True)
        [with_them] = with_figures([judged], {"q": {"b": 1}})
        assert with_them.figures["page@5"] == with_them.figures["page@10"] == (rank is not None)


def test_figures_are_those_of_the_order_in_which_documents_were_found() -> None:
    """Equal scores are not reordered, and a question without results counts as 0."""
    relevant = {"q": {"b": 1, "z": 1}, "r": {"a": 1}}
    given_outcomes = [outcome("q", "bz", "ab"), outcome("r", "a", ""), outcome("u", "", "c")]
    first, second, unanswerable = with_figures(given_outcomes, relevant)
    ideal = 1 + 1 / math.log2(3)
    assert first.figures == pytest.approx(
        {
            "ndcg@10": (1 / math.log2(3)) / ideal,
            "recall@5": 0.5,
            "recall@10": 0.5,
            "recall@100": 0.5,
            "mrr@10": 0.5,
        }
    )
    assert set(second.figures.values()) == {0.0}
    assert unanswerable.figures == {}


def test_totals_are_means_over_answerable_questions() -> None:
    """Unanswerable questions count only for the latency and the confidence metrics."""
    outcomes = with_figures(
        [
            outcome("q", "a", "a", latency=10, score=0.9),
            outcome("r", "a", "b", latency=20, score=0.4),
            outcome("u", "", "b", latency=30, score=0.4),
            outcome("v", "", "", latency=40),
        ],
        {"q": {"a": 1}, "r": {"a": 1}},
    )
    figures = totals(outcomes)
    assert figures["recall@5"] == figures["ndcg@10"] == 0.5
    assert figures["auc"] == (1 + 1 + 0.5 + 1) / 4
    assert figures["sensitivity"] == 0.5
    assert figures["specificity"] == 1.0
    assert figures["accuracy"] == figures["balanced_accuracy"] == 0.75
    assert figures["p50"] == 25
    assert "text@5" not in figures


def test_questions_that_follow_others_have_figures_of_their_own() -> None:
    """The metrics after turn 1 exclude the first questions of conversations."""
    outcomes = with_figures(
        [outcome("q", "a", "a"), outcome("r", "a", "b", turn=2), outcome("s", "b", "ab", turn=5)],
        {"q": {"a": 1}, "r": {"a": 1}, "s": {"b": 1}},
    )
    figures = totals(outcomes)
    assert figures["recall@10"] == pytest.approx(2 / 3)
    assert figures["recall@10 after turn 1"] == 0.5
    assert "recall@10 after turn 1" not in outcomes[0].figures
    assert "recall@10 after turn 1" not in totals(outcomes[:1])


def test_recall_by_depth_grows_with_each_expected_document() -> None:
    """The curve rises at the rank of each expected document."""
    outcomes = [outcome("q", "ac", "abc"), outcome("r", "z", "ab"), outcome("u", "", "a")]
    assert recall_by_depth(outcomes, 4) == pytest.approx([0.25, 0.25, 0.5, 0.5])


@given(scores, scores)
def test_the_area_under_the_curve_is_the_share_of_pairs_in_order(
    positive: list[float], negative: list[float]
) -> None:
    """The area equals the share of pairs in order, with ties counting half."""
    pairs = [(p > n) + (p == n) / 2 for p in positive for n in negative]
    assert area_under_curve(positive, negative) == pytest.approx(sum(pairs) / len(pairs))


def test_there_is_no_area_without_both_kinds() -> None:
    """Without unanswerable questions there is no AUC."""
    assert area_under_curve([1.0], []) is None


def test_a_small_sample_has_the_exact_p_value() -> None:
    """Five equal changes are as extreme in 2 of 32 sign patterns."""
    assert paired_randomisation([0.1] * 5) == pytest.approx(2 / 32, abs=0.01)


def test_no_change_and_a_clear_change_are_told_apart() -> None:
    """Without any change the p-value is 1; with thirty equal changes it is tiny."""
    assert paired_randomisation([0.0] * 30) == 1.0
    assert paired_randomisation([0.2] * 30) < 0.001
    assert paired_randomisation([0.2, -0.2] * 15) > 0.9


def test_runs_are_compared_on_the_questions_that_both_have() -> None:
    """Means cover only shared questions; metrics of whole runs have no p-value."""
    before = {"q": {"mrr@10": 0.5}, "r": {"mrr@10": 1.0}, "old": {"mrr@10": 0.0}}
    after = {"q": {"mrr@10": 1.0}, "r": {"mrr@10": 1.0}, "new": {"mrr@10": 0.0}}
    totals_before = {"mrr@10": 0.5, "p50": 10.0}
    totals_after = {"mrr@10": 0.7, "p50": 8.0, "auc": 1.0}
    found = compare(before, after, totals_before, totals_after)
    reciprocal, latency = found.differences
    assert found.shared == 2
    assert (reciprocal.before, reciprocal.after) == (0.75, 1.0)
    assert (reciprocal.better, reciprocal.worse) == (1, 0)
    assert reciprocal.verdict == "unclear"
    assert (latency.metric, latency.before, latency.after) == ("p50", 10.0, 8.0)
    assert latency.p_value is None


def test_runs_of_different_sets_are_not_compared() -> None:
    """Runs without a common question cannot be compared."""
    with pytest.raises(Misconfigured, match="another dataset"):
        compare({"a": {"mrr@10": 1.0}}, {"b": {"mrr@10": 1.0}}, {}, {})


@pytest.mark.parametrize(
    ("text", "value", "passes"),
    [
        ("ndcg@10>=0.70", 0.7, True),
        ("ndcg@10>=0.70", 0.69999, False),
        (" nDCG@10 > .7 ", 0.7, False),
        ("p95<=50", 50.0, True),
        ("p95<50", 50.0, False),
        ("balanced_accuracy>=0.5", 0.5, True),
        ("recall@10 after turn 1 >= 0.8", 0.7, False),
    ],
)
def test_a_gate_passes_or_says_what_it_missed(text: str, value: float, passes: bool) -> None:
    """All four comparisons are exact, without rounding."""
    gate = parse_gate(text)
    miss = gate.miss({gate.metric: value})
    assert (miss is None) is passes
    assert passes or f"{value:.4f}" in str(miss)


def test_a_gate_on_a_figure_that_was_not_measured_is_missed() -> None:
    """A gate fails if its metric was not measured."""
    assert "has no auc" in str(parse_gate("auc>=0.5").miss({"ndcg@10": 1.0}))


@pytest.mark.parametrize("text", ["", "ndcg@10", "ndcg@10=0.7", "ndcg@10>=x", "ndcg@10>=nan"])
def test_a_gate_that_cannot_be_read_is_refused(text: str) -> None:
    """A malformed gate is rejected, and the message quotes it."""
    with pytest.raises(Misconfigured) as caught:
        parse_gate(text)
    assert f'"{text}"' in caught.value.message


def test_a_gate_on_an_unknown_figure_lists_the_known() -> None:
    """The message for an unknown metric lists the known ones."""
    with pytest.raises(Misconfigured, match=r"ndcg@10, recall@5"):
        parse_gate("ndgc@10>=0.7")
