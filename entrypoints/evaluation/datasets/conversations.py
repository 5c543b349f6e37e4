"""Reads a dataset of conversations: corpus.jsonl, tasks.jsonl and qrels/*.tsv."""

from pathlib import Path
from typing import Literal

import msgspec

from domain.errors import Misconfigured
from entrypoints.evaluation.datasets.dataset import (
    Dataset,
    Exchange,
    LabelledQuestion,
    make_dataset,
)
from entrypoints.evaluation.datasets.jsonl_rows import Row, read_corpus, read_judgements, read_rows

TASKS = "tasks.jsonl"
UNANSWERABLE = "unanswerable"


class _Message(msgspec.Struct):
    role: Literal["user", "assistant"]
    content: str


class _Task(Row):
    messages: list[_Message]
    answerability: str = ""


def read_tasks(folder: Path) -> Dataset:
    """Read a dataset of conversations. A task's last message is its question, the rest its history.

    A task without a judgement is unanswerable if it is marked so; otherwise it is skipped and
    counted.

    Raises:
        Misconfigured: If a file is missing or malformed. The message names the file, and the line
            or the task.
    """
    documents = read_corpus(folder)
    tasks = dict(read_rows(folder / TASKS, _Task))
    judged = read_judgements(folder, tasks, TASKS, documents)
    questions = [
        _question(folder / TASKS, task_id, task, judged.get(task_id, {}))
        for task_id, task in tasks.items()
        if task_id in judged or task.answerability.lower() == UNANSWERABLE
    ]
    left_out = len(tasks) - len(questions)
    return make_dataset(folder.resolve().name, documents.values(), questions, left_out)


def _question(path: Path, task_id: str, task: _Task, relevant: dict[str, int]) -> LabelledQuestion:
    *earlier, last = task.messages or [_Message("user", "")]
    asked, answered = earlier[::2], earlier[1::2]
    alternate = len(asked) == len(answered) and all(
        message.role == role
        for messages, role in ((asked, "user"), (answered, "assistant"), ([last], "user"))
        for message in messages
    )
    if not alternate:
        raise Misconfigured(
            f"{path}: the messages of {task_id} must alternate between user and assistant, and"
            " begin and end with the user."
        )
    if not all(message.content.strip() for message in (*asked, last)):
        raise Misconfigured(f"{path}: a question of {task_id} is empty.")
    history = tuple(
        Exchange(question.content, answer.content)
        for question, answer in zip(asked, answered, strict=True)
    )
    return LabelledQuestion(task_id, last.content, relevant, turn=len(history) + 1, history=history)
