"""quoth eval, run as a person runs it, on tiny sets."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.command import environment, quoth
from tests.e2e.prepared import prepare
from tests.fakes.embedding_server import embedding_server
from tests.support.databases import temporary_directory

PAIRS = {
    "tea": ("Green tea is brewed at seventy degrees.", "How hot is green tea brewed?"),
    "coffee": ("Espresso is pressed at nine bar.", "What pressure does espresso need?"),
    "bees": ("A queen bee lays two thousand eggs a day.", "How many eggs does a queen bee lay?"),
    "bridge": ("The old bridge was built by Romans.", "Who built the old bridge?"),
    "violin": ("A violin has four strings of steel or gut.", "How many strings has a violin?"),
}


@pytest.fixture(scope="module")
def root() -> Iterator[Path]:
    """A BEIR set, its documents with questions in a CSV file, and with conversations."""
    with temporary_directory() as folder:
        (folder / "beir" / "qrels").mkdir(parents=True)
        (folder / "notes").mkdir()
        corpus = [{"_id": name, "title": name, "text": text} for name, (text, _) in PAIRS.items()]
        queries = [{"_id": f"q-{name}", "text": asked} for name, (_, asked) in PAIRS.items()]
        for name, rows in (("corpus", corpus), ("queries", queries)):
            lines = "".join(json.dumps(row) + "\n" for row in rows)
            (folder / "beir" / f"{name}.jsonl").write_text(lines)
        judgements = "".join(f"q-{name}\t{name}\t1\n" for name in PAIRS)
        (folder / "beir" / "qrels" / "test.tsv").write_text(
            f"query-id\tcorpus-id\tscore\n{judgements}"
        )
        for name, (text, _) in PAIRS.items():
            (folder / "notes" / f"{name}.md").write_text(text)
        asked_of = "".join(f"{asked},{name}.md,{text}\n" for name, (text, asked) in PAIRS.items())
        (folder / "questions.csv").write_text(
            f"question,expected_document,expected_text\n{asked_of}Why is the sea salty?,,\n"
        )
        (folder / "talks" / "qrels").mkdir(parents=True)
        (folder / "talks" / "corpus.jsonl").write_text((folder / "beir/corpus.jsonl").read_text())
        tasks = [
            {"_id": "first", "messages": [{"role": "user", "content": PAIRS["tea"][1]}]},
            *(
                {
                    "_id": f"then-{name}",
                    "messages": [
                        {"role": "user", "content": asked},
                        {"role": "assistant", "content": "I cannot say."},
                        {"role": "user", "content": "Are you sure about that?"},
                    ],
                }
                for name, (_, asked) in PAIRS.items()
            ),
        ]
        (folder / "talks" / "tasks.jsonl").write_text(
            "".join(json.dumps(task) + "\n" for task in tasks)
        )
        later = "".join(f"then-{name}\t{name}\t1\n" for name in PAIRS)
        (folder / "talks" / "qrels" / "dev.tsv").write_text(
            f"query-id\tcorpus-id\tscore\nfirst\ttea\t1\n{later}"
        )
        yield folder


def test_a_beir_set_is_measured_and_compared(root: Path) -> None:
    """Figures are printed, written and compared, also of two models; gates decide the status."""
    env = environment(prepare(root / "data"))
    options = ("--json", "vector.json", "--report", "report.html", "--gate", "recall@5>=0.9")
    first = quoth("eval", "beir", "--mode", "vector", *options, env=env, cwd=root)
    assert first.returncode == 0, first.stdout + first.stderr
    assert "✓ recall@5>=0.9" in first.stdout
    run = json.loads((root / "vector.json").read_text())
    assert run["documents"] == run["answerable"] == len(run["questions"]) == 5
    assert run["figures"]["recall@5"] == 1.0
    assert run["questions"][0]["found"][0] == "tea"
    page = (root / "report.html").read_text()
    assert page.count("<svg") == 3

    gates = ("--gate", "recall@5>=0.9", "--gate", "mrr@10>1")
    with embedding_server() as address:
        (root / "models.toml").write_text(
            f'[[embedding]]\nname = "other"\nmodel = "any"\nbase_url = "{address}"\n'
        )
        env["QUOTH_MODELS_FILE"] = str(root / "models.toml")
        both = ("--baseline", "vector.json", "--beside", "other")
        again = quoth("eval", "beir", *gates, *both, env=env, cwd=root)
    assert again.returncode == 1, again.stderr
    assert "Beside the embedding model other:" in again.stdout
    assert "✗ mrr@10>1: failed with" in again.stdout
    assert "Compared with the baseline on 5 questions" in again.stdout
    # a data directory for each model
    assert len(list((root / "data" / "evaluation").iterdir())) == 2


def test_own_questions_are_measured(root: Path) -> None:
    """A folder and a CSV file give figures, the expected texts and the AUC of unanswerable ones.

    With `--json -` they alone are on standard output.
    """
    env = environment(prepare(root / "data"))
    options = ("--questions", "questions.csv", "--json", "-", "--gate", "text@5>=0.9")
    result = quoth("eval", "notes", *options, env=env, cwd=root)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "✓ text@5>=0.9" in result.stderr
    run = json.loads(result.stdout)
    assert (run["answerable"], run["unanswerable"]) == (5, 1)
    assert run["figures"]["auc"] == 1.0
    assert run["questions"][0]["expected"] == ["tea.md"]


def test_answers_are_measured(root: Path) -> None:
    """With --answers expected texts are found in citations, and the sea's question is declined."""
    env = environment(prepare(root / "data"))
    gates = ("--gate", "hit>=0.6", "--gate", "answer_balanced_accuracy>=0.8")
    options = ("--questions", "questions.csv", "--json", "answers.json", "--report", "answers.html")
    result = quoth("eval", "notes", "--answers", *options, *gates, env=env, cwd=root)
    assert result.returncode == 0, result.stdout + result.stderr
    run = json.loads((root / "answers.json").read_text())
    assert run["figures"]["groundedness"] == 1.0
    assert run["settings"]["language_model"] == "extractive"
    assert run["questions"][0]["answer"]["cited"] == [PAIRS["tea"][0]]
    assert run["questions"][-1]["answer"]["abstained"]
    assert run["curve"][0]["answered"] == run["figures"]["answered"]
    assert run["curve"][-1]["abstention"] == 1.0
    assert "Wrong answers" in (root / "answers.html").read_text()


def test_conversations_are_measured_with_and_without_their_history(root: Path) -> None:
    """A question that says nothing alone finds its document by what was asked before it."""
    env = environment(prepare(root / "data"))
    alone = quoth("eval", "talks", "--no-history", "--json", "alone.json", env=env, cwd=root)
    assert alone.returncode == 0, alone.stdout + alone.stderr
    options = ("--baseline", "alone.json", "--json", "told.json")
    told = quoth("eval", "talks", *options, env=env, cwd=root)
    assert told.returncode == 0, told.stdout + told.stderr
    assert "mrr@10" in told.stdout
    runs = [json.loads((root / name).read_text()) for name in ("alone.json", "told.json")]
    assert [run["settings"]["history"] for run in runs] == ["left out", "told"]
    before, after = [run["figures"]["ndcg@10 after turn 1"] for run in runs]
    assert after > before
    first_alone, first_told = [run["questions"][0] for run in runs]
    assert first_alone["found"] == first_told["found"]


def test_a_mistake_is_one_line_before_anything_is_ingested(root: Path) -> None:
    """A gate that cannot be parsed and a set that is none end the command immediately."""
    env = environment(root / "untouched")
    gate = quoth("eval", "beir", "--gate", "ndcg>=1", env=env, cwd=root)
    folder = quoth("eval", "notes", env=env, cwd=root)
    for result, message in ((gate, 'The gate "ndcg>=1"'), (folder, "--questions")):
        assert result.returncode == 1
        assert message in result.stderr
        assert "Traceback" not in result.stderr
    assert not (root / "untouched").exists()
