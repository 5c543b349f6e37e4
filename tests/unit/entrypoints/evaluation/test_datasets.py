"""Reading datasets for evaluation."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from domain.documents.file_format import FileFormat
from domain.errors import Misconfigured
from entrypoints.evaluation.datasets.csv_questions import read_own_questions
from entrypoints.evaluation.datasets.dataset import LabelledQuestion, make_dataset, text_document
from entrypoints.evaluation.datasets.open_dataset import read_dataset
from entrypoints.evaluation.runs.corpus import settings_for
from entrypoints.settings import Settings

CORPUS: list[dict[str, object]] = [
    {"_id": "d1", "title": "Tea", "text": "Seventy degrees."},
    {"_id": 2, "text": "Nine bar.\u2028And more."},
]
QUERIES = [{"_id": "q1", "text": "How hot?"}, {"_id": "q2", "text": "How hard?"}]
HEADER = "query-id\tcorpus-id\tscore\n"

TEXT = (FileFormat("text", "text/plain", (".txt", ".md")),)


def beir(
    folder: Path,
    corpus: Sequence[Mapping[str, object]] = CORPUS,
    queries: Sequence[Mapping[str, object]] = QUERIES,
    qrels: str = HEADER + "q1\td1\t2\nq1\t2\t0\n",
) -> Path:
    """Write a BEIR dataset and return its folder."""
    (folder / "qrels").mkdir(parents=True)
    for name, rows in (("corpus", corpus), ("queries", queries)):
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (folder / f"{name}.jsonl").write_text(lines, encoding="utf-8")
    (folder / "qrels" / "dev.tsv").write_text(qrels)
    return folder


def squad(path: Path, *items: Mapping[str, object], context: str = "It is hot.") -> Path:
    """Write a SQuAD file with one paragraph and return its path."""
    article = {"title": "Green_tea", "paragraphs": [{"context": context, "qas": items}]}
    path.write_text(json.dumps({"data": [article]}))
    return path


def own(folder: Path, rows: str) -> Path:
    """Write a folder of documents and a file of questions; return the file."""
    (folder / "notes" / "deep").mkdir(parents=True)
    for name in ("tea.md", "deep/tea.md", "coffee.txt", ".hidden.md", "photo.png"):
        (folder / "notes" / name).write_text(f"This is {name}.")
    questions = folder / "questions.csv"
    questions.write_text(rows)
    return questions


def test_a_beir_set_is_read(tmp_path: Path) -> None:
    """The title precedes the text, ids may be numbers, and unjudged queries are skipped."""
    found = read_dataset(beir(tmp_path / "tiny"), None)
    assert found.name == "tiny"
    assert [document.content.decode() for document in found.documents] == [
        "Tea\n\nSeventy degrees.",
        "Nine bar.\u2028And more.",
    ]
    assert [document.filename for document in found.documents] == ["d1.txt", "2.txt"]
    assert found.questions == (LabelledQuestion("q1", "How hot?", {"d1": 2}),)
    assert found.left_out == 1


def test_the_test_judgements_go_before_the_others(tmp_path: Path) -> None:
    """If qrels/test.tsv exists, other files of judgements are ignored."""
    folder = beir(tmp_path / "tiny")
    (folder / "qrels" / "test.tsv").write_text(HEADER + "q2\t2\t1\n")
    assert [question.id for question in read_dataset(folder, None).questions] == ["q2"]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"corpus": [{"_id": "d1"}]}, "corpus.jsonl, line 1: Object missing required field `text`"),
        ({"corpus": [*CORPUS, CORPUS[0]]}, "corpus.jsonl, line 3: duplicate _id d1"),
        ({"queries": [*QUERIES, QUERIES[1]]}, "queries.jsonl, line 3: duplicate _id q2"),
        ({"queries": [{"_id": "q1", "text": " "}]}, "queries.jsonl: the query q1 is empty"),
        ({"qrels": HEADER + "q9\td1\t1\n"}, "dev.tsv, line 2: queries.jsonl has no query q9"),
        ({"qrels": HEADER + "q1\td9\t1\n"}, "dev.tsv, line 2: corpus.jsonl has no document d9"),
        ({"qrels": HEADER + "q1\td1\tyes\n"}, "dev.tsv, line 2: the score 'yes' is not an integer"),
        ({"qrels": HEADER + "q1\td1\n"}, "dev.tsv, line 2: the row has 2 values"),
        ({"qrels": "q1\td1\t1\n"}, "dev.tsv, line 1: the header has no column query-id"),
        ({"qrels": ""}, "dev.tsv, line 1: the header has no column query-id"),
        ({"qrels": HEADER}, "tiny has no answerable question"),
    ],
)
def test_a_mistake_in_a_beir_set_is_named_with_its_line(
    tmp_path: Path, changes: dict[str, Any], message: str
) -> None:
    """Missing fields, duplicate or unknown ids and malformed rows are reported with their line."""
    folder = beir(tmp_path / "tiny", **changes)
    with pytest.raises(Misconfigured) as caught:
        read_dataset(folder, None)
    assert message in caught.value.message


def test_an_empty_set_and_broken_files_are_named(tmp_path: Path) -> None:
    """Missing documents, malformed JSON, invalid UTF-8 and missing judgements are reported."""
    folder = beir(tmp_path / "tiny")
    (folder / "corpus.jsonl").write_text("\n")
    (folder / "qrels" / "dev.tsv").write_text(HEADER)
    with pytest.raises(Misconfigured, match="tiny has no documents"):
        read_dataset(folder, None)
    (folder / "corpus.jsonl").write_text('{"_id": "a", "text": ""}\n{"_id"')
    with pytest.raises(Misconfigured, match=r"corpus\.jsonl, line 2: "):
        read_dataset(folder, None)
    (folder / "corpus.jsonl").write_bytes(b"\n\ncaf\xe9")
    with pytest.raises(Misconfigured, match=r"corpus\.jsonl, line 3: invalid UTF-8"):
        read_dataset(folder, None)
    (folder / "corpus.jsonl").write_text('{"_id": "a", "text": ""}\n')
    (folder / "qrels" / "dev.tsv").unlink()
    with pytest.raises(Misconfigured, match="the judgements are missing"):
        read_dataset(folder, None)


def test_documents_of_the_same_text_become_one() -> None:
    """Quoth stores the same bytes once, so the ids of duplicates are replaced by the first one."""
    documents = [text_document(name, "", text) for name, text in (("a", "x"), ("b", "x"))]
    found = make_dataset(
        "set",
        documents,
        [LabelledQuestion("1", "?", {"b": 1}), LabelledQuestion("2", "?", {"a": 1, "b": 3})],
    )
    assert [document.id for document in found.documents] == ["a"]
    assert [question.relevant for question in found.questions] == [{"a": 1}, {"a": 3}]
    assert found.same_text == 1


def test_a_document_of_a_row_can_be_stored_whatever_it_holds() -> None:
    """NULs, lone surrogates and path separators are removed or replaced."""
    document = text_document("../a\\b\n", "", "x\0\ud800y")
    assert document.content == b"x?y"
    assert document.filename == ".._a_b.txt"


def test_a_sample_is_spread_over_all_questions() -> None:
    """A sample is spread evenly over all questions, and is the same each time."""
    questions = [LabelledQuestion(str(number), "?", {"a": 1}) for number in range(10)]
    found = make_dataset("set", [text_document("a", "", "x")], questions)
    assert [question.id for question in found.sample(3)] == ["0", "3", "6"]
    assert found.sample(None) == found.sample(99) == tuple(questions)


def test_a_squad_file_is_read(tmp_path: Path) -> None:
    """Paragraphs are documents; impossible questions are unanswerable, without expected texts."""
    answered = {"id": "1", "question": "Hot?", "answers": [{"text": "hot"}, {"text": "hot"}]}
    impossible = {
        "id": "2",
        "question": "Cold?",
        "answers": [],
        "is_impossible": True,
        "plausible_answers": [{"text": "hot", "answer_start": 6}],
    }
    found = read_dataset(squad(tmp_path / "dev.json", answered, impossible), None)
    assert [document.content for document in found.documents] == [b"Green tea\n\nIt is hot."]
    first, second = found.questions
    assert (first.relevant, first.expected_texts) == ({"Green_tea:0": 1}, ("hot",))
    assert first.answerable
    assert not second.answerable
    assert second.expected_texts == ()


def test_a_mistake_in_a_squad_file_is_named(tmp_path: Path) -> None:
    """Malformed JSON, a wrong structure and duplicate ids are reported with their position."""
    path = tmp_path / "dev.json"
    path.write_text('{"data": [\n\n,]}')
    with pytest.raises(Misconfigured, match=r"dev\.json, line 3: "):
        read_dataset(path, None)
    with pytest.raises(Misconfigured, match=r"`question`.*\$\.data\[0\]\.paragraphs"):
        read_dataset(squad(path, {"id": "1"}), None)
    item = {"id": "1", "question": "Hot?"}
    with pytest.raises(Misconfigured, match="two questions have the id 1"):
        read_dataset(squad(path, item, item), None)


def test_own_questions_are_read(tmp_path: Path) -> None:
    """Rows of one question are merged; a question without a document is unanswerable."""
    questions = own(
        tmp_path,
        "\ufeffExpected_Document,Question,expected_text\n"
        'deep/tea.md,"Where, exactly, is tea?",This is\n'
        'coffee.txt,"Where, exactly, is tea?",\n'
        "\n"
        ",What is the meaning of life?,\n",
    )
    found = read_own_questions(tmp_path / "notes", questions, TEXT)
    assert [document.id for document in found.documents] == ["coffee.txt", "deep/tea.md", "tea.md"]
    first, second = found.questions
    assert first.text == "Where, exactly, is tea?"
    assert first.relevant == {"deep/tea.md": 1, "coffee.txt": 1}
    assert first.expected_texts == ("This is",)
    assert not second.answerable


def test_expected_pages_are_read_with_their_documents(tmp_path: Path) -> None:
    """A question has the pages of all its rows; a duplicate's page is that of the document."""
    rows = (
        "question,expected_document,expected_page\n"
        "Why?,coffee.txt,12\nWhy?,coffee.txt,3\nWhen?,coffee.txt,\nWhen?,,\n"
    )
    questions = own(tmp_path, rows)
    first, second = read_own_questions(tmp_path / "notes", questions, TEXT).questions
    assert first.expected_pages == {("coffee.txt", 12), ("coffee.txt", 3)}
    assert second.expected_pages == frozenset()
    (tmp_path / "notes" / "a.txt").write_bytes((tmp_path / "notes" / "coffee.txt").read_bytes())
    first, _ = read_own_questions(tmp_path / "notes", questions, TEXT).questions
    assert first.expected_pages == {("a.txt", 12), ("a.txt", 3)}


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("question\nWhy?\n", "line 1: the header has no column expected_document"),
        ("question,expected_document\n,tea.md\n", "line 2: the question is empty"),
        ("question,expected_document\nWhy?,milk.md\n", "notes has no document milk.md"),
        ('question,expected_document\n"Why?,tea.md\n', "line 2: unexpected end of data"),
        ("question,expected_document\nWhy?,a,b\n", "line 2: the row has 3 values"),
        (
            "question,expected_document,expected_page\nWhy?,coffee.txt,0\n",
            "line 2: 0 is no page",
        ),
        (
            "question,expected_document,expected_page\nWhy?,coffee.txt,iv\n",
            "line 2: iv is no page",
        ),
        ("question,expected_document\n", "questions.csv has no questions"),
        ("question,expected_document\nWhy?,\n", "no answerable question"),
    ],
)
def test_a_mistake_in_own_questions_is_named_with_its_line(
    tmp_path: Path, rows: str, message: str
) -> None:
    """Missing columns, empty questions and unknown documents are reported."""
    questions = own(tmp_path, rows)
    with pytest.raises(Misconfigured) as caught:
        read_own_questions(tmp_path / "notes", questions, TEXT)
    assert message in caught.value.message


def test_a_file_name_that_may_be_two_documents_is_refused(tmp_path: Path) -> None:
    """A file name identifies a document only if it is unique; a path always does."""
    questions = own(tmp_path, "question,expected_document\nWhy?,tea.md\n")
    assert read_own_questions(tmp_path / "notes", questions, TEXT).questions[0].relevant == {
        "tea.md": 1
    }
    (tmp_path / "notes" / "other").mkdir()
    (tmp_path / "notes" / "tea.md").rename(tmp_path / "notes" / "other" / "tea.md")
    with pytest.raises(Misconfigured, match=r"deep/tea\.md or other/tea\.md: use the full path"):
        read_own_questions(tmp_path / "notes", questions, TEXT)


@pytest.mark.parametrize(
    ("path", "with_questions", "message"),
    [
        (lambda root: root / "none", False, "none does not exist"),
        (lambda root: root, False, "--questions"),
        (lambda root: root / "file", True, "--questions requires a folder"),
    ],
)
def test_a_path_that_is_no_set_is_named(
    tmp_path: Path, path: Callable[[Path], Path], with_questions: bool, message: str
) -> None:
    """A missing path and an unknown kind of dataset are rejected with a hint."""
    (tmp_path / "file").write_text("")
    with pytest.raises(Misconfigured, match=message):
        read_dataset(path(tmp_path), tmp_path / "file" if with_questions else None)


def test_each_corpus_and_each_way_of_cutting_has_its_own_database(tmp_path: Path) -> None:
    """Runs share a database only if the documents and the settings that shape them are equal."""
    question = LabelledQuestion("1", "?", {"a": 1})
    one = make_dataset("my set!", [text_document("a", "", "x")], [question])
    other = make_dataset("my set!", [text_document("a", "", "y")], [question])
    settings = Settings(data_dir=tmp_path, database_url="postgresql://elsewhere")
    smaller = Settings(data_dir=tmp_path, chunk_tokens=128)
    first = settings_for(one, settings)
    assert first.database_url == ""
    assert first.data_dir.parent == tmp_path / "evaluation"
    assert first.data_dir.name.startswith("my-set-")
    assert first == settings_for(one, settings)
    assert (
        len(
            {
                settings_for(*pair).data_dir
                for pair in ((one, settings), (other, settings), (one, smaller))
            }
        )
        == 3
    )
