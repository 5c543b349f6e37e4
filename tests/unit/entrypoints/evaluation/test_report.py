"""The report and saved runs."""

import json
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import msgspec
import pytest

from domain.errors import Misconfigured
from domain.retrieval.passages import SearchMode
from entrypoints.evaluation.datasets.dataset import LabelledQuestion, make_dataset, text_document
from entrypoints.evaluation.figures.ranking import with_figures
from entrypoints.evaluation.outcomes import (
    FoundDocument,
    GivenAnswer,
    QuestionOutcome,
    SavedRun,
)
from entrypoints.evaluation.reports.charts import curves, histogram, line_chart
from entrypoints.evaluation.reports.html import render
from entrypoints.evaluation.runs.saved_runs import load, save, summarise
from entrypoints.settings import Settings

EVIL = "<script>alert('x')</script>"
DATASET = make_dataset(
    f"set {EVIL}", [text_document("a", "", "x")], [LabelledQuestion("q", EVIL, {"a": 1})]
)


def outcomes() -> tuple[QuestionOutcome, ...]:
    """Return the outcomes of three questions, with hostile text wherever text is possible."""
    wrong = FoundDocument(f"b{EVIL}", 0.8, EVIL)
    right = FoundDocument("a", 0.5, "fine")
    given = [
        QuestionOutcome("q", EVIL, ("a",), (wrong, right), None, False, 0.8, 2.0),
        QuestionOutcome("u", "No answer?", (), (right,), None, False, 0.4, 3.0),
        QuestionOutcome("n", "Nothing?", ("a",), (), None, False, 0.0, 4.0),
    ]
    return with_figures(given, {"q": {"a": 1}, "n": {"a": 1}})


def answered() -> tuple[QuestionOutcome, ...]:
    """Return the same with answers: a wrong one, one to an unanswerable question, an abstention."""
    answers = [
        GivenAnswer(EVIL, ("x",), False, False, False, 0.8, 1.0, 9.0),
        GivenAnswer("Made up.", (), None, False, False, 0.9, 0.0, 9.0),
        GivenAnswer("Nothing found.", (), False, True, False, 0.1, None, 9.0),
    ]
    given = [replace(each, answer=answer) for each, answer in zip(outcomes(), answers, strict=True)]
    return with_figures(given, {"q": {"a": 1}, "n": {"a": 1}})


def test_the_report_escapes_whatever_it_shows() -> None:
    """Text of a dataset never becomes markup, and the page loads no other resource."""
    run = summarise(DATASET, outcomes(), SearchMode.HYBRID, Settings())
    page = render(run, outcomes())
    assert "<script" not in page
    assert page.count("&lt;script&gt;") >= 4
    assert "default-src 'none'" in page
    assert "http://" not in page
    assert "https://" not in page
    assert "at rank 2" in page
    assert "not found" in page


def test_the_report_shows_answers_where_there_are_some() -> None:
    """With answers there is one more chart, and a list of the wrong answers."""
    without = render(summarise(DATASET, outcomes(), SearchMode.HYBRID, Settings()), outcomes())
    page = render(summarise(DATASET, answered(), SearchMode.HYBRID, Settings()), answered())
    assert page.count("<svg") == without.count("<svg") + 1
    assert "<script" not in page
    problems = ("no document answers it", "No citation contains", "a document answers it")
    places = [page.index(problem) for problem in problems]
    assert places == sorted(places)
    assert not any(problem in without for problem in problems)


@pytest.mark.parametrize(
    "chart",
    [
        line_chart([0.5], "depth", "recall"),
        line_chart([0.1, 0.5, 1.0], "depth", "recall"),
        curves({"hit": [(0.0, 1.0), (1.0, 0.0)], "a < b": [(0.5, 0.5)]}, "abstention", "share"),
        curves({"hit": []}, "abstention", "share"),
        histogram({"right": [0.5], "wrong": []}, "score"),
        histogram({"a & b": [0.1, 0.2], "c": [-1.0, 5.0]}, "score"),
        histogram({}, "score"),
    ],
)
def test_charts_are_well_formed_for_any_data(chart: str) -> None:
    """Single values, no values and special characters give well-formed charts without NaN."""
    ET.fromstring(chart)  # noqa: S314 - our own output
    assert "nan" not in chart


def test_a_saved_run_reads_back_the_same(tmp_path: Path) -> None:
    """--baseline reads exactly the run that --json saved."""
    run = summarise(DATASET, outcomes(), SearchMode.TEXT, Settings())
    save(run, tmp_path / "run.json")
    assert load(tmp_path / "run.json", SavedRun) == run
    assert run.mode == "text"
    assert (run.answerable, run.unanswerable) == (2, 1)
    assert run.questions[0].confidence == 0.8


def test_a_saved_run_keeps_its_answers(tmp_path: Path) -> None:
    """The file contains the answers, the settings that affect them and the curve."""
    run = summarise(DATASET, answered(), SearchMode.HYBRID, Settings())
    save(run, tmp_path / "run.json")
    loaded = load(tmp_path / "run.json", SavedRun)
    assert loaded == run
    assert loaded.settings["language_model"] == "extractive"
    assert loaded.figures["answer_balanced_accuracy"] == 0.25
    assert [point.threshold for point in loaded.curve] == pytest.approx([n / 10 for n in range(11)])
    assert loaded.questions[2].answer is not None
    assert loaded.questions[2].answer.abstained


def test_a_run_saved_without_answers_still_reads(tmp_path: Path) -> None:
    """A baseline of an earlier version has neither answers nor turns."""
    run = summarise(DATASET, outcomes(), SearchMode.HYBRID, Settings())
    old = json.loads(msgspec.json.encode(run))
    del old["curve"]
    for question in old["questions"]:
        del question["answer"], question["turn"]
    (tmp_path / "old.json").write_text(json.dumps(old))
    assert load(tmp_path / "old.json", SavedRun) == run


@pytest.mark.parametrize(("history", "expected"), [(True, "told"), (False, "left out")])
def test_a_run_on_conversations_says_whether_they_were_told(history: bool, expected: str) -> None:
    """The settings say whether the history was used, but only for conversations."""
    later = [replace(each, turn=2) for each in outcomes()]
    run = summarise(DATASET, later, SearchMode.HYBRID, Settings(), history=history)
    assert run.settings["history"] == expected
    first = summarise(DATASET, outcomes(), SearchMode.HYBRID, Settings(), history=history)
    assert "history" not in first.settings


def test_a_file_that_is_no_saved_run_is_refused(tmp_path: Path) -> None:
    """Missing files, malformed JSON, other JSON and missing folders are reported."""
    path = tmp_path / "run.json"
    with pytest.raises(Misconfigured, match="cannot be read"):
        load(path, SavedRun)
    for content in (b"{", b"[]", b'{"dataset": 3}', b"\xff"):
        path.write_bytes(content)
        with pytest.raises(Misconfigured, match="not a run of this kind that --json saved"):
            load(path, SavedRun)
    run = summarise(DATASET, outcomes(), SearchMode.TEXT, Settings())
    with pytest.raises(Misconfigured, match="cannot be written"):
        save(run, tmp_path / "none" / "run.json")
