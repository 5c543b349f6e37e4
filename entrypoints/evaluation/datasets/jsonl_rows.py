"""Reads corpus.jsonl and qrels/*.tsv, which BEIR datasets and conversations have in common."""

from collections.abc import Container, Iterator
from pathlib import Path
from typing import TypeVar

import msgspec

from domain.errors import Misconfigured
from entrypoints.evaluation.datasets.dataset import CorpusDocument, text_document
from entrypoints.evaluation.datasets.files import bad_line, read_table, read_text

CORPUS, QRELS = "corpus.jsonl", "qrels"
COLUMNS = ("query-id", "corpus-id", "score")


class Row(msgspec.Struct):
    """A line of a JSONL file, with its unique id."""

    id: str | int = msgspec.field(name="_id")


class _Document(Row):
    text: str
    title: str = ""


AnyRow = TypeVar("AnyRow", bound=Row)


def read_corpus(folder: Path) -> dict[str, CorpusDocument]:
    """Return the documents of a dataset by id.

    Raises:
        Misconfigured: If the file is missing or malformed. The message names file and line.
    """
    return {
        document_id: text_document(document_id, row.title, row.text)
        for document_id, row in read_rows(folder / CORPUS, _Document)
    }


def read_rows(path: Path, kind: type[AnyRow]) -> Iterator[tuple[str, AnyRow]]:
    """Yield (id, row) for each line of a JSONL file. Empty lines are skipped.

    Raises:
        Misconfigured: If the file is missing or malformed, or an id is repeated. The message names
            file and line.
    """
    decoder = msgspec.json.Decoder(kind)
    seen: set[str] = set()
    # not splitlines(), which also splits at separators that JSON strings may contain
    for number, line in enumerate(read_text(path).split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = decoder.decode(line)
        except (msgspec.DecodeError, UnicodeError) as exc:
            raise bad_line(path, number, str(exc)) from exc
        row_id = str(row.id)
        if row_id in seen:
            raise bad_line(path, number, f"duplicate _id {row_id}")
        seen.add(row_id)
        yield row_id, row


def read_judgements(
    folder: Path, queries: Container[str], queries_file: str, documents: Container[str]
) -> dict[str, dict[str, int]]:
    """Return {query id: {document id: grade}}, without irrelevant documents.

    Only qrels/test.tsv is read if it exists, otherwise every .tsv file in the folder.

    Args:
        folder: The folder of the dataset.
        queries: The ids of the queries.
        queries_file: The name of the file with the queries, for messages.
        documents: The ids of the documents.

    Raises:
        Misconfigured: If there is no .tsv file, a line is malformed, or an id is unknown.
    """
    files = sorted((folder / QRELS).glob("*.tsv"))
    test = folder / QRELS / "test.tsv"
    if test in files:
        files = [test]
    if not files:
        raise Misconfigured(f"{folder / QRELS} has no .tsv file: the judgements are missing.")
    judged: dict[str, dict[str, int]] = {}
    for path in files:
        for line, row in read_table(path, "\t", COLUMNS):
            query_id, document_id, score = (row[name] for name in COLUMNS)
            if query_id not in queries:
                raise bad_line(path, line, f"{queries_file} has no query {query_id}")
            if document_id not in documents:
                raise bad_line(path, line, f"{CORPUS} has no document {document_id}")
            try:
                grade = int(score)
            except ValueError as exc:
                raise bad_line(path, line, f"the score {score!r} is not an integer") from exc
            if grade > 0:
                judged.setdefault(query_id, {})[document_id] = grade
    return judged
