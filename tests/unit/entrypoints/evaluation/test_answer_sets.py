"""Reading answer sets, asking their cases, and the metrics and reports of their runs."""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from rich.console import Console

from domain.citations.citation import Citation
from domain.conversation.message import FinishReason
from domain.documents.file_format import FileFormat
from domain.documents.place import Place
from domain.errors import LanguageModelFailed, Misconfigured
from entrypoints.commands.eval import EvaluationRequest
from entrypoints.commands.eval_cases import evaluate_cases
from entrypoints.evaluation.cases import Case, CaseAnswer, Expectation, SavedCases
from entrypoints.evaluation.datasets.answer_set import is_answer_set, read_answer_set
from entrypoints.evaluation.figures.cases import case_names, case_totals, judge_case
from entrypoints.evaluation.figures.gates import parse_gate
from entrypoints.evaluation.outcomes import SavedRun
from entrypoints.evaluation.reports.html_cases import render_cases
from entrypoints.evaluation.reports.tables import kinds_table
from entrypoints.evaluation.runs.saved_runs import load, save, summarise_cases
from entrypoints.evaluation.runs.use_cases import EvaluationUseCases
from entrypoints.settings import Settings
from tests.fakes.wiring import Fakes, fake_container
from tests.support.case_runs import case_run_of, use_cases_of

EVIL = "<script>alert('x')</script>"
QUIET = Console(quiet=True)
TIDE = "The tide is high at noon."
GATE = "The gate is shut at night."

TEXT = (FileFormat("text", "text/plain", (".txt", ".md")),)


def case_line(**fields: object) -> str:
    """Return a line of cases.jsonl, of a valid case but for the fields given."""
    case = {
        "id": "a",
        "kind": "key_value",
        "library": "sea",
        "messages": ["When is the tide high?"],
        "expect": {"any_of": [["noon"]]},
    }
    return json.dumps(case | fields)


def write(folder: Path, *lines: str, libraries: Mapping[str, object] | None = None) -> Path:
    """Write an answer set of two documents and return its folder."""
    (folder / "docs").mkdir()
    (folder / "docs" / "tide.md").write_text(TIDE)
    (folder / "docs" / "gate.txt").write_text(GATE)
    if libraries is not None:
        (folder / "libraries.json").write_text(json.dumps(libraries))
    (folder / "cases.jsonl").write_text("\n".join(lines))
    return folder


BOTH = {"sea": ["docs/tide.md"], "land": ["docs/gate.txt"]}


def test_a_set_is_read(tmp_path: Path) -> None:
    """Documents are named by their files, blank lines are skipped, and the rest may be left out."""
    soft = case_line(id="b", library="land", soft=True, language="en", note="for me")
    folder = write(tmp_path, case_line(), "", soft, libraries=BOTH)
    found = read_answer_set(folder, TEXT)
    assert is_answer_set(folder)
    assert [document.filename for document in found.libraries["land"]] == ["gate.txt"]
    assert [(each.id, each.soft, each.library) for each in found.cases] == [
        ("a", False, "sea"),
        ("b", True, "land"),
    ]
    assert found.cases[0].expect == Expectation(any_of=(("noon",),))
    assert len(found.sample(1)) == 1


def test_without_libraries_all_documents_are_one(tmp_path: Path) -> None:
    """A set of a single library needs no libraries.json, and its cases name no library."""
    found = read_answer_set(write(tmp_path, case_line(library="")), TEXT)
    assert [document.id for document in found.libraries[""]] == ["docs/gate.txt", "docs/tide.md"]


def test_the_digest_of_a_set_depends_on_its_libraries(tmp_path: Path) -> None:
    """The same documents in other libraries are another corpus."""
    folder = write(tmp_path, case_line(), libraries=BOTH)
    apart = read_answer_set(folder, TEXT).corpus_sha256
    (folder / "libraries.json").write_text(json.dumps({"sea": ["docs/tide.md", "docs/gate.txt"]}))
    assert read_answer_set(folder, TEXT).corpus_sha256 != apart


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "line 2"),
        (case_line(id="b", library="moon"), "there is no library 'moon'"),
        (case_line(), "duplicate id a"),
        (case_line(id="b", kind="Key:Value"), "may have only"),
        (case_line(id="b", messages=[]), "there is no message"),
        (case_line(id="b", messages=["Hi", " "]), "a message is empty"),
        (case_line(id="b", expect={}), "nothing is expected"),
        (case_line(id="b", expect={"anyof": [["noon"]]}), "anyof"),
        (case_line(id="b", expect={"any_of": [[]]}), "an expected string is empty"),
        (case_line(id="b", expect={"none_of": [" "]}), "an expected string is empty"),
        (case_line(id="b", expect={"first": True}), "first needs any_of"),
        (case_line(id="b", expect={"abstain": True, "shown": ["x"]}), "an abstention has no"),
    ],
)
def test_a_malformed_case_is_refused(tmp_path: Path, line: str, message: str) -> None:
    """The message names the file, the line and the problem."""
    folder = write(tmp_path, case_line(), line, libraries=BOTH)
    with pytest.raises(Misconfigured, match=r"cases\.jsonl, line 2") as caught:
        read_answer_set(folder, TEXT)
    assert message in caught.value.message


@pytest.mark.parametrize(
    ("libraries", "message"),
    [
        ({"sea": []}, "no documents for sea"),
        ({"sea": ["docs/none.md"]}, "cannot be read"),
        ({"sea": "docs/tide.md"}, "is malformed"),
    ],
)
def test_a_malformed_library_is_refused(
    tmp_path: Path, libraries: Mapping[str, object], message: str
) -> None:
    """The message names the file and the problem."""
    with pytest.raises(Misconfigured, match=message):
        read_answer_set(write(tmp_path, case_line(), libraries=libraries), TEXT)


def test_a_set_without_cases_is_refused(tmp_path: Path) -> None:
    """There is nothing to ask."""
    with pytest.raises(Misconfigured, match="has no cases"):
        read_answer_set(write(tmp_path, libraries=BOTH), TEXT)


def case(name: str, kind: str = "key_value", *, soft: bool = False) -> Case:
    """Return a case that expects an answer with the word noon."""
    expect = Expectation(any_of=(("noon",),))
    return Case(name, kind, (f"{name} {EVIL}",), expect, soft=soft, why=EVIL)


def came(
    content: str, finish: FinishReason | None = FinishReason.STOP, *, false: bool = False
) -> CaseAnswer:
    """Return an answer with one verified citation, which may be false."""
    place = Place(UUID(int=1), "a.txt", 0, len(content))
    citations = (Citation(UUID(int=1), 1, place, content, 0, len(content), verified=True),)
    return CaseAnswer(content, citations, citations if false else (), finish, "", 10.0)


OUTCOMES = (
    judge_case(case("right"), came("At noon.")),
    judge_case(case("wrong", "yes_no"), came(f"At {EVIL}.")),
    judge_case(case("declined"), came("", FinishReason.ABSTAINED)),
    judge_case(case("failed"), came("", None)),
    judge_case(case("soft", "foreign", soft=True), came("At night.")),
)


def test_cases_are_summed_up_by_kind() -> None:
    """Soft cases have a metric of their own; a failed answer is a wrong one."""
    figures = case_totals(OUTCOMES)
    assert figures == {
        "score": 0.25,
        "wrong": 0.5,
        "declined": 0.25,
        "citation_integrity": 1.0,
        "kind:key_value": pytest.approx(1 / 3),
        "kind:yes_no": 0.0,
        "soft:foreign": 0.0,
        "answer_p50": 10.0,
        "answer_p95": 10.0,
    }
    assert set(figures) == set(case_names(each.case for each in OUTCOMES))


def test_a_false_citation_is_one_more_failed_case() -> None:
    """It lowers the score even though its own case passed."""
    figures = case_totals([judge_case(case("right"), came("At noon.", false=True))])
    assert (figures["score"], figures["citation_integrity"]) == (0.5, 0.0)


def test_a_gate_may_be_on_a_kind() -> None:
    """The kinds of a set are metrics, and others are unknown."""
    names = case_names(each.case for each in OUTCOMES)
    gate = parse_gate("kind:yes_no >= 0.5", names)
    assert "failed with 0.0000" in str(gate.miss(case_totals(OUTCOMES)))
    with pytest.raises(Misconfigured, match="unknown metric"):
        parse_gate("kind:table>=0.5", names)


def test_the_report_names_each_failed_case(tmp_path: Path) -> None:
    """The page lists what failed, escapes it, and loads nothing."""
    answer_set = read_answer_set(write(tmp_path, case_line(), libraries=BOTH), TEXT)
    run = summarise_cases(answer_set, OUTCOMES, Settings())
    page = render_cases(run, OUTCOMES)
    assert "<script" not in page
    assert "default-src 'none'" in page
    assert page.count("<article>") == 4
    assert "expected: {&quot;any_of&quot;:[[&quot;noon&quot;]]}" in page
    assert kinds_table(run, OUTCOMES).row_count == 9


def test_a_saved_run_of_cases_reads_back_the_same(tmp_path: Path) -> None:
    """--baseline reads the run that --json saved, and refuses one of a dataset."""
    answer_set = read_answer_set(write(tmp_path, case_line(), libraries=BOTH), TEXT)
    run = summarise_cases(answer_set, OUTCOMES, Settings())
    save(run, tmp_path / "run.json")
    assert load(tmp_path / "run.json", SavedCases) == run
    assert [each.finish for each in run.cases[-3:]] == ["abstained", "failed", "stop"]
    with pytest.raises(Misconfigured, match="not a run of this kind"):
        load(tmp_path / "run.json", SavedRun)


async def test_cases_are_asked_of_their_library_in_sessions_of_their_own(tmp_path: Path) -> None:
    """Only the library's documents are stored, and a conversation sees its earlier messages."""
    lines = [
        case_line(id="gate", library="land", messages=["Is the gate shut?", "And the tide?"]),
        case_line(id="tide"),
    ]
    answer_set = read_answer_set(write(tmp_path, *lines, libraries=BOTH), TEXT)
    fakes = Fakes()
    container = fake_container(fakes)
    fakes.model.enqueue(f"{TIDE} [1]")
    fakes.model.enqueue(f"{GATE} [1]")
    fakes.model.enqueue(f"{GATE} [1]")
    run = await case_run_of(container)
    outcomes, failures = await run.execute(answer_set, answer_set.cases, QUIET)
    assert failures == ()
    assert [(each.case.id, each.passed) for each in outcomes] == [("gate", False), ("tide", True)]
    assert [each.verified[0].cited_text for each in (one.answer for one in outcomes)] == [
        GATE,
        TIDE,
    ]
    _, first, second = fakes.model.history
    assert first.history == ()
    assert [each.content for each in second.history] == ["Is the gate shut?", f"{GATE} [1]"]
    assert not fakes.chats.sessions
    assert [each.document.filename for each in fakes.library.entries.values()] == ["gate.txt"]
    await container.close()


async def test_a_rejected_message_fails_its_case(tmp_path: Path) -> None:
    """A message that is too long does not end the run."""
    lines = [case_line(), case_line(id="long", messages=["x" * 1_000_000])]
    answer_set = read_answer_set(write(tmp_path, *lines, libraries=BOTH), TEXT)
    fakes = Fakes()
    container = fake_container(fakes)
    outcomes, _ = await (await case_run_of(container)).execute(answer_set, answer_set.cases, QUIET)
    assert outcomes[1].answer.finish is None
    assert outcomes[1].faults[0].startswith("failed: ")
    await container.close()


async def test_a_model_that_fails_ends_the_run_with_the_first_case(tmp_path: Path) -> None:
    """The message has the model's reason."""
    answer_set = read_answer_set(write(tmp_path, case_line(), libraries=BOTH), TEXT)
    fakes = Fakes()
    container = fake_container(fakes)
    fakes.model.enqueue("", error=LanguageModelFailed("The key is wrong."))
    with pytest.raises(LanguageModelFailed, match=r"not answered\. The key is wrong"):
        await (await case_run_of(container)).execute(answer_set, answer_set.cases, QUIET)
    await container.close()


async def test_the_command_prints_what_failed_and_compares_it(tmp_path: Path) -> None:
    """Failures and kinds are printed, files are written, and a gate decides the exit status."""
    folder = write(tmp_path, case_line(), case_line(id="b", kind="other"), libraries=BOTH)
    saved, page = tmp_path / "run.json", tmp_path / "page.html"
    fakes = Fakes()
    container = fake_container(fakes)

    @asynccontextmanager
    async def opened(_: Settings) -> AsyncIterator[EvaluationUseCases]:
        yield await use_cases_of(container)

    async def run(*replies: str, **options: Any) -> tuple[int, str]:
        for reply in replies:
            fakes.model.enqueue(reply)
        printed = StringIO()
        request = EvaluationRequest(folder, TEXT, **options)
        console = Console(file=printed, width=120)
        return await evaluate_cases(Settings(), request, opened, console), printed.getvalue()

    gates = ("kind:other>=1",)
    status, output = await run(f"{TIDE} [1]", "At night.", json_file=saved, gates=gates)
    assert status == 1
    assert "b [other] When is the tide high?\ncame: stop At night." in output
    assert "wrong: missing: 'noon'" in output
    assert "✗ kind:other>=1: failed with 0.0000" in output
    status, output = await run(
        f"{TIDE} [1]", f"{TIDE} [1]", baseline=saved, report=page, gates=gates
    )
    assert status == 0
    assert "Compared with the baseline on 2 questions" in output
    assert "1 / 0" in output
    assert "Every case passed" in page.read_text()
    with pytest.raises(Misconfigured, match="do not apply"):
        await run(history=False)
    await container.close()
