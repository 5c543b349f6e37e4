"""Reads a folder in the layout of BEIR: corpus.jsonl, queries.jsonl and qrels/*.tsv."""

from collections.abc import Container, Iterator
from pathlib import Path

import msgspec

from domain.errors import Misconfigured
from entrypoints.evaluation.dataset import Dataset, Question, make_dataset, text_document
from entrypoints.evaluation.files import bad_line, read_table, read_text

CORPUS, QUERIES, QRELS = "corpus.jsonl", "queries.jsonl", "qrels"
COLUMNS = ("query-id", "corpus-id", "score")


class _Row(msgspec.Struct):
    id: str | int = msgspec.field(name="_id")
    text: str
    title: str = ""


def read_beir(folder: Path) -> Dataset:
    """Read the set. Queries that no line of the judgements names are left out and counted.

    The judgements are those of qrels/test.tsv where there is one, and of every file elsewhere.

    Raises:
        Misconfigured: If a file is missing or cannot be read, with its name and the line.
    """
    documents = {
        document_id: text_document(document_id, row.title, row.text)
        for document_id, row in _rows(folder / CORPUS)
    }
    queries = dict(_rows(folder / QUERIES))
    judged = _judgements(folder, queries, documents)
    for document_id, row in queries.items():
        if document_id in judged and not row.text.strip():
            raise Misconfigured(f"{folder / QUERIES}: the query {document_id} is empty.")
    questions = [
        Question(query_id, row.text, judged[query_id])
        for query_id, row in queries.items()
        if query_id in judged
    ]
    left_out = len(queries) - len(questions)
    return make_dataset(folder.resolve().name, documents.values(), questions, left_out)


def _rows(path: Path) -> Iterator[tuple[str, _Row]]:
    decoder = msgspec.json.Decoder(_Row)
    seen: set[str] = set()
    # not splitlines(): JSON strings may hold line separators that are no line ends
    for number, line in enumerate(read_text(path).split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = decoder.decode(line)
        except (msgspec.DecodeError, UnicodeError) as exc:
            raise bad_line(path, number, str(exc)) from exc
        row_id = str(row.id)
        if row_id in seen:
            raise bad_line(path, number, f"the _id {row_id} stands above already")
        seen.add(row_id)
        yield row_id, row


def _judgements(
    folder: Path, queries: Container[str], documents: Container[str]
) -> dict[str, dict[str, int]]:
    """Return {query id: {document id: grade}}, without the documents judged irrelevant."""
    files = sorted((folder / QRELS).glob("*.tsv"))
    test = folder / QRELS / "test.tsv"
    if test in files:
        files = [test]
    if not files:
        raise Misconfigured(f"{folder / QRELS} holds no .tsv file: the judgements are missing.")
    judged: dict[str, dict[str, int]] = {}
    for path in files:
        for line, row in read_table(path, "\t", COLUMNS):
            query_id, document_id, score = (row[name] for name in COLUMNS)
            if query_id not in queries:
                raise bad_line(path, line, f"{QUERIES} has no query {query_id}")
            if document_id not in documents:
                raise bad_line(path, line, f"{CORPUS} has no document {document_id}")
            try:
                grade = int(score)
            except ValueError as exc:
                raise bad_line(path, line, f"the score {score!r} is no whole number") from exc
            if grade > 0:
                judged.setdefault(query_id, {})[document_id] = grade
    return judged
