"""Files, vector stores and embeddings, as the official SDK uses them."""

import math
from collections.abc import Iterator
from typing import Any

import openai
import pytest
from openai.types import FileObject, VectorStore

PARROT = b"The parrot Rosalind eats forty walnuts a day. Its cage is painted green."
HERON = b"The heron Konstantin eats nine frogs a day. Its pond is painted blue."


@pytest.fixture
def parrot(sdk: openai.OpenAI) -> Iterator[FileObject]:
    """A file that is deleted after the test."""
    file = sdk.files.create(file=("parrot.txt", PARROT), purpose="assistants")
    yield file
    sdk.files.delete(file.id)


@pytest.fixture
def aviary(sdk: openai.OpenAI, parrot: FileObject) -> Iterator[VectorStore]:
    """A vector store with the parrot and a heron."""
    heron = sdk.files.create(file=("heron.txt", HERON), purpose="user_data")
    store = sdk.vector_stores.create(name="aviary", file_ids=[parrot.id])
    sdk.vector_stores.files.create_and_poll(
        heron.id, vector_store_id=store.id, attributes={"kind": "wader", "legs": 2, "tame": True}
    )
    yield store
    sdk.vector_stores.delete(store.id)
    sdk.files.delete(heron.id)


def test_a_file_is_uploaded_listed_read_and_deleted(sdk: openai.OpenAI) -> None:
    """A file is searchable at once, is there with its bytes, and gone when it is deleted."""
    file = sdk.files.create(file=("parrot.txt", PARROT), purpose="assistants")
    assert (file.status, file.filename, file.bytes) == ("processed", "parrot.txt", len(PARROT))
    assert sdk.files.retrieve(file.id).id == file.id
    assert sdk.files.content(file.id).read() == PARROT
    names = [each.filename for each in sdk.files.list(limit=1)]  # the SDK pages through them
    assert names == ["parrot.txt", "lighthouse.txt"]
    assert [each.filename for each in sdk.files.list(order="asc", after=file.id)] == []
    assert sdk.files.delete(file.id).deleted
    for gone in (sdk.files.retrieve, sdk.files.content, sdk.files.delete):
        with pytest.raises(openai.NotFoundError):
            gone(file.id)
    with pytest.raises(openai.BadRequestError):
        sdk.files.create(file=("empty.txt", b""), purpose="assistants")
    with pytest.raises(openai.NotFoundError, match="ids here begin with file-"):
        sdk.files.retrieve("nothing")


def test_equal_bytes_are_one_file(sdk: openai.OpenAI, parrot: FileObject) -> None:
    """The upload is answered with its own name, and the file is listed under its first one."""
    again = sdk.files.create(file=("copies/rosalind.txt", PARROT), purpose="assistants")
    assert (again.id, again.filename) == (parrot.id, "copies/rosalind.txt")
    assert sdk.files.retrieve(parrot.id).filename == "parrot.txt"
    assert [each.id for each in sdk.files.list()].count(parrot.id) == 1


def test_a_vector_store_has_files(
    sdk: openai.OpenAI, aviary: VectorStore, parrot: FileObject
) -> None:
    """Files are put into it with attributes, are listed and read, and stay when taken out."""
    store = sdk.vector_stores.retrieve(aviary.id)
    assert (store.name, store.status, store.file_counts.completed) == ("aviary", "completed", 2)
    assert store.usage_bytes == len(PARROT) + len(HERON)
    heron, other = sdk.vector_stores.files.list(aviary.id)
    assert heron.attributes == {"kind": "wader", "legs": "2", "tame": "true"}
    assert other.id == parrot.id
    changed = sdk.vector_stores.files.update(
        parrot.id, vector_store_id=aviary.id, attributes={"kind": "parrot"}
    )
    assert changed.attributes == {"kind": "parrot"}
    [content] = sdk.vector_stores.files.content(parrot.id, vector_store_id=aviary.id)
    assert content.text == PARROT.decode()
    sdk.vector_stores.files.delete(parrot.id, vector_store_id=aviary.id)
    with pytest.raises(openai.NotFoundError):
        sdk.vector_stores.files.retrieve(parrot.id, vector_store_id=aviary.id)
    assert sdk.files.retrieve(parrot.id).status == "processed"
    assert sdk.vector_stores.update(aviary.id, name="birds").name == "birds"
    assert [each.name for each in sdk.vector_stores.list(limit=1)] == ["birds"]


def test_a_vector_store_is_searched(sdk: openai.OpenAI, aviary: VectorStore) -> None:
    """Only its files are found, best first, and filters compare their attributes."""
    results = list(sdk.vector_stores.search(aviary.id, query="What does the parrot eat?"))
    assert [each.filename for each in results] == ["parrot.txt", "heron.txt"]
    assert results[0].content[0].text == PARROT.decode()
    filters: list[dict[str, object]] = [
        {"type": "eq", "key": "kind", "value": "wader"},
        {"type": "gte", "key": "legs", "value": 2},
        {"type": "in", "key": "kind", "value": ["wader", "duck"]},
        {
            "type": "and",
            "filters": [
                {"type": "eq", "key": "tame", "value": True},
                {"type": "nin", "key": "kind", "value": ["parrot"]},
            ],
        },
    ]
    for each in filters:
        found = sdk.vector_stores.search(
            aviary.id, query=["Who eats?"], extra_body={"filters": each}
        )
        assert [result.filename for result in found] == ["heron.txt"]
    none = {"type": "lt", "key": "legs", "value": 2}
    assert not list(sdk.vector_stores.search(aviary.id, query="?", extra_body={"filters": none}))
    with pytest.raises(openai.BadRequestError, match="The filter is not valid"):
        sdk.vector_stores.search(aviary.id, query="Who?", extra_body={"filters": {"type": "x"}})


def test_a_response_searches_the_vector_stores_of_its_tool(
    sdk: openai.OpenAI, aviary: VectorStore
) -> None:
    """The sources come from the stores and filters of file_search, and no other file."""
    for filters, names in (
        (None, {"parrot.txt", "heron.txt"}),
        ({"type": "eq", "key": "kind", "value": "wader"}, {"heron.txt"}),
    ):
        tool = {"type": "file_search", "vector_store_ids": [aviary.id], "filters": filters}
        response = sdk.responses.create(
            model="quoth",
            input="What does the parrot eat?",
            include=["file_search_call.results"],
            extra_body={"tools": [tool]},
        )
        search = response.output[0]
        assert search.type == "file_search_call"
        assert {each.filename for each in search.results or []} == names


def test_a_response_uses_no_more_passages_than_its_tool_allows(
    sdk: openai.OpenAI, aviary: VectorStore
) -> None:
    """The number of results and the lowest score hold for the answer, and are returned with it."""
    cases: list[tuple[dict[str, Any], set[str]]] = [
        ({}, {"parrot.txt", "heron.txt"}),
        ({"max_num_results": 1}, {"parrot.txt"}),
        ({"ranking_options": {"ranker": "auto", "score_threshold": 1.0}}, set()),
    ]
    for limits, names in cases:
        response = sdk.responses.create(
            model="quoth",
            input="What does the parrot eat a day?",
            include=["file_search_call.results"],
            extra_body={
                "tools": [{"type": "file_search", "vector_store_ids": [aviary.id], **limits}]
            },
        )
        search = response.output[0]
        assert search.type == "file_search_call"
        assert {each.filename for each in search.results or []} == names
        [tool] = response.tools
        assert tool.type == "file_search"
        assert tool.max_num_results == limits.get("max_num_results")
        least = tool.ranking_options and tool.ranking_options.score_threshold
        assert least == limits.get("ranking_options", {}).get("score_threshold")


def test_what_a_vector_store_cannot_do_is_refused(sdk: openai.OpenAI, aviary: VectorStore) -> None:
    """Metadata, a name that is taken and unknown files are refused, and nothing is made."""
    with pytest.raises(openai.BadRequestError, match="no metadata"):
        sdk.vector_stores.create(name="other", metadata={"a": "b"})
    with pytest.raises(openai.ConflictError):
        sdk.vector_stores.create(name=aviary.name)
    with pytest.raises(openai.NotFoundError):
        sdk.vector_stores.create(name="other", file_ids=["file-" + "0" * 32])
    assert [each.name for each in sdk.vector_stores.list()] == [aviary.name]
    unnamed = sdk.vector_stores.create()
    assert sdk.vector_stores.delete(unnamed.id).deleted


def test_texts_are_embedded(sdk: openai.OpenAI) -> None:
    """The SDK's base64 and plain numbers are the same vectors, of unit length, in order."""
    texts = ["Parrots eat walnuts.", "word " * 200]
    encoded = sdk.embeddings.create(model="quoth", input=texts)
    plain = sdk.embeddings.create(model="quoth", input=texts, encoding_format="float")
    for index, (one, other) in enumerate(zip(encoded.data, plain.data, strict=True)):
        assert (one.index, other.index) == (index, index)
        assert one.embedding == pytest.approx(other.embedding, abs=1e-6)
        assert math.hypot(*other.embedding) == pytest.approx(1)
    assert encoded.usage.total_tokens == 204
    [query] = sdk.embeddings.create(
        model="quoth", input=texts[0], extra_body={"input_type": "query"}
    ).data
    assert len(query.embedding) == len(encoded.data[0].embedding)
    changes: list[dict[str, object]] = [
        {"input": [[1, 2]]},
        {"input": " "},
        {"input": []},
        {"dimensions": 7},
    ]
    for wrong in changes:
        with pytest.raises(openai.BadRequestError):
            sdk.embeddings.create(model="quoth", input="Parrots", extra_body=wrong)
    with pytest.raises(openai.NotFoundError, match="There is no embedding model"):
        sdk.embeddings.create(model="text-embedding-3-small", input="Parrots")


@pytest.mark.parametrize("kind", ["passage", "query"])
def test_texts_that_would_keep_the_model_busy_are_refused(sdk: openai.OpenAI, kind: str) -> None:
    """A request has a bounded cost, whatever its texts consist of and are embedded as."""
    asked = {"input_type": kind}
    long = " ".join(f"word{number}" for number in range(100_000))
    with pytest.raises(openai.BadRequestError, match="send fewer at a time"):
        sdk.embeddings.create(model="quoth", input=long, extra_body=asked)
    dots = [". " * 100] * 100
    assert len(sdk.embeddings.create(model="quoth", input=dots, extra_body=asked).data) == 100
    if kind == "query":  # each of its windows is embedded, equal ones too
        with pytest.raises(openai.BadRequestError, match="send fewer at a time"):
            sdk.embeddings.create(model="quoth", input="[" * 1_000_000, extra_body=asked)


@pytest.mark.parametrize(
    "filters",
    [
        {"type": "lt", "key": "year", "value": "9" * 513},
        {"type": "in", "key": "kind", "value": ["wader", "w" * 513]},
        {"type": "eq", "key": "k" * 513, "value": "wader"},
    ],
)
def test_no_value_of_a_filter_is_long(
    sdk: openai.OpenAI, aviary: VectorStore, filters: dict[str, object]
) -> None:
    """Each is compared with every document."""
    with pytest.raises(openai.BadRequestError, match="more than 512 characters"):
        sdk.vector_stores.search(aviary.id, query="Who?", extra_body={"filters": filters})
