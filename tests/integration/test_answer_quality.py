"""A quality gate on answers: the answer set of the project, asked of the real application.

tests/answers has documents of many kinds and languages, and questions about them, both written for
this test. tests/answers/gates.txt has a floor for each kind of question, one case below what was
measured, since processors round differently. Raise a floor when answers get better.
"""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest
from rich.console import Console

from adapters.hugging_face.huggingface_tokenizer import HuggingFaceTokenizer
from adapters.hugging_face.sentence_transformer_embedder import SentenceTransformerEmbedder
from entrypoints.container import create_container, formats_read
from entrypoints.evaluation.cases import Case, CaseOutcome
from entrypoints.evaluation.datasets.answer_set import AnswerSet, read_answer_set
from entrypoints.evaluation.figures.cases import case_names, case_totals
from entrypoints.evaluation.figures.gates import Gate, parse_gate
from entrypoints.evaluation.figures.strings import holds, plain
from entrypoints.evaluation.reports.failures import failed_cases, failure_lines
from entrypoints.evaluation.reports.tables import kinds_table
from entrypoints.evaluation.runs.saved_runs import summarise_cases
from entrypoints.settings import Settings
from tests.support.case_runs import case_run_of
from tests.support.databases import DatabaseServer
from tests.support.loaded_parts import LoadedParts
from tests.support.remembering_embedder import RememberingEmbedder

FOLDER = Path(__file__).parents[1] / "answers"
SET = read_answer_set(FOLDER, formats_read())
NAMES = case_names(SET.cases)
GATES = [parse_gate(line, NAMES) for line in (FOLDER / "gates.txt").read_text().split("\n") if line]

# a busy machine needs longer than the limit of other tests for some hundred answers
pytestmark = pytest.mark.timeout(600)

SETTINGS = Settings(language_model="extractive", chat_rate_limit=0)


async def asked(
    server: DatabaseServer,
    embedder: SentenceTransformerEmbedder,
    tokenizer: HuggingFaceTokenizer,
    answer_set: AnswerSet,
) -> tuple[CaseOutcome, ...]:
    """Ask the cases of a set, all libraries in one database."""
    async with server.database(embedder.model.dimension, embedder.model.name) as database:
        parts = LoadedParts(RememberingEmbedder(embedder), tokenizer, database)
        container = create_container(SETTINGS, parts)
        run = await case_run_of(container)
        outcomes, failures = await run.execute(answer_set, answer_set.cases, Console(quiet=True))
        assert not failures
        await container.close()
        return outcomes


@pytest.fixture(scope="module")
def outcomes(
    request: pytest.FixtureRequest,
    embedded_server: DatabaseServer,
    real_embedder: SentenceTransformerEmbedder,
    real_tokenizer: HuggingFaceTokenizer,
) -> tuple[CaseOutcome, ...]:
    """The outcomes of all cases. Run alone, their table of kinds is printed, passed or not."""
    found = asyncio.run(asked(embedded_server, real_embedder, real_tokenizer, SET))
    capture = request.config.pluginmanager.getplugin("capturemanager")
    with capture.global_and_fixture_disabled():
        console = Console()
        console.print()
        console.print(kinds_table(summarise_cases(SET, found, SETTINGS), found))
    return found


def test_what_is_expected_stands_in_a_document() -> None:
    """One document of the library has all strings of a group of `any_of`, and those in order."""
    assert [case.id for case in SET.cases if not stands_in_a_document(case)] == []


def stands_in_a_document(case: Case) -> bool:
    """Return whether the strings that a case expects stand together in a document."""
    texts = [plain(each.content.decode()) for each in SET.libraries[case.library]]

    def together(strings: Sequence[str]) -> bool:
        return any(all(holds(each, [text]) for each in strings) for text in texts)

    groups = [*case.expect.any_of, *filter(None, (case.expect.shown, case.expect.in_order))]
    return any(map(together, groups)) or not groups


def test_each_kind_has_a_gate() -> None:
    """No kind can fall unseen."""
    kinds = {name for name in NAMES if name.startswith("kind:")}
    assert kinds <= {gate.metric for gate in GATES}


@pytest.mark.parametrize("gate", GATES, ids=str)
def test_answers_are_as_good_as_they_were(outcomes: Sequence[CaseOutcome], gate: Gate) -> None:
    """Each kind passes its gate."""
    kind = gate.metric.removeprefix("kind:")
    failed = failed_cases(each for each in outcomes if each.case.kind == kind)
    lines = [line for each in failed for line in ("", *failure_lines(each))]
    miss = gate.miss(case_totals(outcomes))
    assert miss is None, "\n".join((str(miss), *lines))
