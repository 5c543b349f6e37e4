"""Reads a SQuAD file, version 1 or 2. Its paragraphs are the documents."""

import json
from pathlib import Path

import msgspec

from domain.errors import Misconfigured
from entrypoints.evaluation.datasets.dataset import (
    CorpusDocument,
    Dataset,
    LabelledQuestion,
    make_dataset,
    text_document,
)
from entrypoints.evaluation.datasets.files import bad_line, read_text


class _Answer(msgspec.Struct):
    text: str


class _Item(msgspec.Struct):
    id: str
    question: str
    answers: list[_Answer] = []
    is_impossible: bool = False
    # plausible_answers, which SQuAD 2 lists for impossible questions, are wrong by design


class _Paragraph(msgspec.Struct):
    context: str
    qas: list[_Item]


class _Article(msgspec.Struct):
    paragraphs: list[_Paragraph]
    title: str = ""


class _File(msgspec.Struct):
    data: list[_Article]


def read_squad(path: Path) -> Dataset:
    """Read a SQuAD file. Questions marked impossible are unanswerable.

    Raises:
        Misconfigured: If the file is missing or malformed. The message names the line, or the
            position in the structure.
    """
    try:
        content = msgspec.convert(json.loads(read_text(path)), _File)
    except json.JSONDecodeError as exc:
        raise bad_line(path, exc.lineno, exc.msg) from exc
    except msgspec.ValidationError as exc:
        raise Misconfigured(f"{path} is not a SQuAD file: {exc}.") from exc
    documents: list[CorpusDocument] = []
    questions: dict[str, LabelledQuestion] = {}
    for number, article in enumerate(content.data):
        title = article.title.replace("_", " ")
        for place, paragraph in enumerate(article.paragraphs):
            document_id = f"{article.title or number}:{place}"
            documents.append(text_document(document_id, title, paragraph.context))
            for item in paragraph.qas:
                if item.id in questions:
                    raise Misconfigured(f"{path}: two questions have the id {item.id}.")
                if not item.question.strip():
                    raise Misconfigured(f"{path}: the question {item.id} is empty.")
                questions[item.id] = _question(item, document_id)
    ids = {document.id for document in documents}
    if len(ids) < len(documents):
        raise Misconfigured(f"{path}: two articles have the same title.")
    return make_dataset(path.stem, documents, questions.values())


def _question(item: _Item, document_id: str) -> LabelledQuestion:
    if item.is_impossible:
        return LabelledQuestion(item.id, item.question, {})
    texts = tuple(dict.fromkeys(answer.text for answer in item.answers if answer.text.strip()))
    return LabelledQuestion(item.id, item.question, {document_id: 1}, texts)
