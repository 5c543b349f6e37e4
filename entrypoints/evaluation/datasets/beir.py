"""Reads a folder in the layout of BEIR: corpus.jsonl, queries.jsonl and qrels/*.tsv."""

from pathlib import Path

from domain.errors import Misconfigured
from entrypoints.evaluation.datasets.dataset import Dataset, LabelledQuestion, make_dataset
from entrypoints.evaluation.datasets.jsonl_rows import Row, read_corpus, read_judgements, read_rows

QUERIES = "queries.jsonl"


class _Query(Row):
    text: str


def read_beir(folder: Path) -> Dataset:
    """Read a BEIR dataset. Queries without a judgement are skipped and counted.

    Raises:
        Misconfigured: If a file is missing or malformed. The message names file and line.
    """
    documents = read_corpus(folder)
    queries = dict(read_rows(folder / QUERIES, _Query))
    judged = read_judgements(folder, queries, QUERIES, documents)
    for query_id, row in queries.items():
        if query_id in judged and not row.text.strip():
            raise Misconfigured(f"{folder / QUERIES}: the query {query_id} is empty.")
    questions = [
        LabelledQuestion(query_id, row.text, judged[query_id])
        for query_id, row in queries.items()
        if query_id in judged
    ]
    left_out = len(queries) - len(questions)
    return make_dataset(folder.resolve().name, documents.values(), questions, left_out)
