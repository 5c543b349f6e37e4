"""Reading datasets of conversations."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from domain.errors import Misconfigured
from entrypoints.evaluation.datasets.dataset import Exchange, LabelledQuestion
from entrypoints.evaluation.datasets.open_dataset import read_dataset


def conversations(folder: Path, *tasks: Mapping[str, object]) -> Path:
    """Write a dataset of two documents and these tasks, with judgements for q1 and q2."""
    (folder / "qrels").mkdir(parents=True)
    corpus = [{"_id": "tea", "text": "Seventy degrees."}, {"_id": "coffee", "text": "Nine bar."}]
    for name, rows in (("corpus", corpus), ("tasks", tasks)):
        (folder / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    (folder / "qrels" / "dev.tsv").write_text(
        "query-id\tcorpus-id\tscore\nq1\ttea\t1\nq2\tcoffee\t1\n"
    )
    return folder


def said(*contents: str) -> list[dict[str, str]]:
    """Return alternating messages of user and assistant."""
    roles = ("user", "assistant")
    return [
        {"role": roles[place % 2], "content": content} for place, content in enumerate(contents)
    ]


def test_a_set_of_conversations_is_read(tmp_path: Path) -> None:
    """The last message is the question; unjudged tasks are skipped unless marked unanswerable."""
    folder = conversations(
        tmp_path / "tiny",
        {"_id": "q1", "messages": said("How hot?")},
        {"_id": "q2", "messages": said("How hot?", "Hot.", "How hard?"), "targets": ["Nine bar."]},
        {"_id": "q3", "messages": said("Why?"), "answerability": "UNANSWERABLE"},
        {"_id": "q4", "messages": said("Thanks!"), "answerability": "CONVERSATIONAL"},
    )
    found = read_dataset(folder, None)
    assert found.questions == (
        LabelledQuestion("q1", "How hot?", {"tea": 1}),
        LabelledQuestion(
            "q2", "How hard?", {"coffee": 1}, turn=2, history=(Exchange("How hot?", "Hot."),)
        ),
        LabelledQuestion("q3", "Why?", {}),
    )
    assert found.left_out == 1


@pytest.mark.parametrize(
    ("messages", "message"),
    [
        ([], "a question of q1 is empty"),
        (said("How hot?", " Hot."), "the messages of q1 must alternate between user and assistant"),
        (said("How hot?") * 2, "the messages of q1 must alternate"),
        (said(" ", "Hot.", "How hard?"), "a question of q1 is empty"),
        ([{"role": "system", "content": "x"}], "line 1: Invalid enum value 'system'"),
    ],
)
def test_a_mistake_in_a_conversation_is_named(
    tmp_path: Path, messages: list[dict[str, str]], message: str
) -> None:
    """Messages out of turn, empty questions and unknown roles are reported with task or line."""
    last = {"_id": "q2", "messages": said("How hard?")}
    folder = conversations(tmp_path / "tiny", {"_id": "q1", "messages": messages}, last)
    with pytest.raises(Misconfigured) as caught:
        read_dataset(folder, None)
    assert message in caught.value.message


def test_queries_go_before_conversations(tmp_path: Path) -> None:
    """A folder with both files is read as a BEIR dataset."""
    folder = conversations(tmp_path / "tiny", {"_id": "q1", "messages": said("How hot?")})
    queries = [{"_id": name, "text": f"{name}?"} for name in ("q1", "q2")]
    (folder / "queries.jsonl").write_text("".join(json.dumps(row) + "\n" for row in queries))
    assert [question.text for question in read_dataset(folder, None).questions] == ["q1?", "q2?"]


def test_a_judgement_of_no_task_is_named(tmp_path: Path) -> None:
    """The message names the line of the judgement and the file that lacks the task."""
    folder = conversations(tmp_path / "tiny", {"_id": "q1", "messages": said("How hot?")})
    with pytest.raises(Misconfigured, match=r"line 3: tasks\.jsonl has no query q2"):
        read_dataset(folder, None)
