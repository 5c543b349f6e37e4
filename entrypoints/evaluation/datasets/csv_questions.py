"""Reads a folder of documents and a CSV file of questions about them."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from domain.documents.file_format import FileFormat
from domain.errors import Misconfigured
from entrypoints.document_files import document_files
from entrypoints.evaluation.datasets.dataset import (
    CorpusDocument,
    Dataset,
    LabelledQuestion,
    make_dataset,
)
from entrypoints.evaluation.datasets.files import bad_line, read_bytes, read_table

COLUMNS = ("question", "expected_document")
OPTIONAL = ("expected_text", "expected_page")


def read_own_questions(folder: Path, csv_file: Path, formats: Sequence[FileFormat]) -> Dataset:
    """Read the dataset. A question in several rows is answered by several documents.

    A document is identified by its path in the folder, or by its file name if that is unique. A
    question without an expected document is unanswerable.

    Raises:
        Misconfigured: If a file is missing or malformed. The message names file and line.
    """
    documents = [
        CorpusDocument(file.relative_to(folder).as_posix(), file.name, read_bytes(file))
        for file in document_files(folder, formats)
        if file.resolve() != csv_file.resolve()
    ]
    names = _names(document.id for document in documents)
    relevant: dict[str, dict[str, int]] = {}
    texts: dict[str, list[str]] = {}
    pages: dict[str, set[tuple[str, int]]] = {}
    for line, row in read_table(csv_file, ",", COLUMNS, optional=OPTIONAL):
        question, expected = row["question"], row["expected_document"]
        if not question:
            raise bad_line(csv_file, line, "the question is empty")
        answers = relevant.setdefault(question, {})
        if expected:
            document = _named(expected, names, folder, csv_file, line)
            answers[document] = 1
            if row["expected_page"]:
                page = _page(row["expected_page"], csv_file, line)
                pages.setdefault(question, set()).add((document, page))
        if row["expected_text"]:
            texts.setdefault(question, []).append(row["expected_text"])
    questions = [
        LabelledQuestion(
            *(question, question, answers),
            tuple(texts.get(question, ())),
            frozenset(pages.get(question, ())),
        )
        for question, answers in relevant.items()
    ]
    if not questions:
        raise Misconfigured(f"{csv_file} has no questions.")
    return make_dataset(folder.resolve().name, documents, questions)


def _page(text: str, csv_file: Path, line: int) -> int:
    if not text.isdecimal() or not int(text):
        raise bad_line(csv_file, line, f"{text} is no page: write a number from 1")
    return int(text)


def _names(paths: Iterable[str]) -> dict[str, list[str]]:
    """Return the documents that each path and each file name can refer to."""
    names: dict[str, list[str]] = {}
    for path in paths:
        for name in {path, path.rpartition("/")[2]}:
            names.setdefault(name, []).append(path)
    return names


def _named(
    expected: str, names: Mapping[str, list[str]], folder: Path, csv_file: Path, line: int
) -> str:
    name = expected.replace("\\", "/").removeprefix("./")
    found = names.get(name, [])
    if name in found:
        return name
    if not found:
        raise bad_line(csv_file, line, f"{folder} has no document {expected}")
    if len(found) > 1:
        raise bad_line(csv_file, line, f"{expected} may be {' or '.join(found)}: use the full path")
    return found[0]
