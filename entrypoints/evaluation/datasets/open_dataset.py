"""Detects the kind of a dataset and reads it."""

from collections.abc import Sequence
from pathlib import Path

from domain.documents.file_format import FileFormat
from domain.errors import Misconfigured
from entrypoints.evaluation.datasets.answer_set import CASES
from entrypoints.evaluation.datasets.beir import QUERIES, read_beir
from entrypoints.evaluation.datasets.conversations import TASKS, read_tasks
from entrypoints.evaluation.datasets.csv_questions import read_own_questions
from entrypoints.evaluation.datasets.dataset import Dataset
from entrypoints.evaluation.datasets.jsonl_rows import CORPUS
from entrypoints.evaluation.datasets.squad import read_squad


def read_dataset(path: Path, questions: Path | None, formats: Sequence[FileFormat] = ()) -> Dataset:
    """Read a dataset: SQuAD, BEIR, conversations, or own documents with a file of questions.

    Args:
        path: Where it is.
        questions: The file of questions about own documents.
        formats: The formats of own documents.

    Raises:
        Misconfigured: If the path is none of these, or a file is malformed.
    """
    if not path.exists():
        raise Misconfigured(f"{path} does not exist.")
    if questions is not None:
        if not path.is_dir():
            raise Misconfigured(
                f"{path} is not a folder: --questions requires a folder of documents."
            )
        return read_own_questions(path, questions, formats)
    if path.is_file():
        return read_squad(path)
    if (path / CORPUS).is_file():
        in_turns = (path / TASKS).is_file() and not (path / QUERIES).is_file()
        return read_tasks(path) if in_turns else read_beir(path)
    raise Misconfigured(
        f"{path} has neither {CORPUS} nor {CASES}, so it is no dataset: for a folder of your own"
        " documents, pass a file of questions with --questions."
    )
