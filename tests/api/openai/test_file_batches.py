"""Batches of files of vector stores, as the official SDK uses them."""

from collections.abc import Iterator
from typing import Any

import httpx
import openai
import pytest
from openai.types import VectorStore

from domain.documents.metadata import MAX_COLLECTIONS
from tests.api.openai.conftest import FakeServer

PARROT = ("parrot.txt", b"The parrot Rosalind eats forty walnuts a day.")
HERON = ("heron.txt", b"The heron Konstantin eats nine frogs a day.")
WAITING = ("wader.txt", b"A wader that waits for a worker.")


@pytest.fixture
def store(sdk: openai.OpenAI) -> Iterator[VectorStore]:
    """An empty vector store, which is deleted with all files that the test has left."""
    before = {each.id for each in sdk.files.list()}
    store = sdk.vector_stores.create(name="birds")
    yield store
    sdk.vector_stores.delete(store.id)
    for each in sdk.files.list():
        if each.id not in before:
            sdk.files.delete(each.id)


def test_files_are_uploaded_as_a_batch(sdk: openai.OpenAI, store: VectorStore) -> None:
    """The SDK uploads, makes the batch, and polls it; its files are listed and found."""
    batches = sdk.vector_stores.file_batches
    batch = batches.upload_and_poll(store.id, files=[PARROT, HERON])
    counts = batch.file_counts
    assert (batch.status, counts.completed, counts.total) == ("completed", 2, 2)
    assert batches.retrieve(batch.id, vector_store_id=store.id) == batch
    listed = [each.id for each in batches.list_files(batch.id, vector_store_id=store.id, limit=1)]
    assert len(listed) == 2
    other = batches.create_and_poll(
        store.id, files=[{"file_id": listed[0], "attributes": {"tame": True}}]
    )
    [tame] = batches.list_files(other.id, vector_store_id=store.id, filter="completed")
    assert (tame.id, tame.attributes) == (listed[0], {"tame": "true"})
    found = sdk.vector_stores.search(store.id, query="What does the parrot eat?")
    assert {each.filename for each in found} == {"parrot.txt", "heron.txt"}


def test_the_work_on_a_batch_is_cancelled(
    sdk: openai.OpenAI, fake_server: FakeServer, store: VectorStore
) -> None:
    """What is not searchable yet is given up; what is, stays."""
    batches = sdk.vector_stores.file_batches
    url = f"{fake_server.address}/api/document/?wait=false"
    waiting = httpx.post(url, files={"file": WAITING}).json()["document_id"].replace("-", "")
    done = sdk.files.create(file=PARROT, purpose="assistants")
    ids = [f"file-{waiting}", done.id]
    batch = batches.create(store.id, file_ids=ids, attributes={"kind": "bird"})
    assert (batch.status, batch.file_counts.in_progress) == ("in_progress", 1)
    cancelled = batches.cancel(batch.id, vector_store_id=store.id)
    assert cancelled.status == "cancelled"
    assert (cancelled.file_counts.cancelled, cancelled.file_counts.completed) == (1, 1)
    assert batches.cancel(batch.id, vector_store_id=store.id) == cancelled


def test_a_file_in_too_many_collections_leaves_nothing_behind(
    sdk: openai.OpenAI, fake_server: FakeServer, store: VectorStore
) -> None:
    """No file of its request is put anywhere, and no vector store is made of it."""
    other = sdk.files.create(file=PARROT, purpose="assistants")
    names = [f"full {number}" for number in range(MAX_COLLECTIONS)]
    url = f"{fake_server.address}/api/document/"
    uploaded = httpx.post(url, files={"file": HERON}, data={"collection": names})
    full = "file-" + uploaded.json()["document_id"].replace("-", "")
    stores = [each.id for each in sdk.vector_stores.list()]
    ids = [other.id, full]
    with pytest.raises(openai.BadRequestError, match="nothing was stored"):
        sdk.vector_stores.create(name="birds of a feather", file_ids=ids)
    with pytest.raises(openai.BadRequestError, match="nothing was stored"):
        sdk.vector_stores.file_batches.create(store.id, file_ids=ids)
    assert [each.id for each in sdk.vector_stores.list()] == stores
    assert not list(sdk.vector_stores.files.list(store.id))
    made = sdk.vector_stores.create(name="birds of a feather", file_ids=[other.id, other.id])
    assert made.file_counts.total == 1
    for each in (made.id, *(each.id for each in sdk.vector_stores.list() if "full" in each.name)):
        sdk.vector_stores.delete(each)


def test_what_is_no_batch_is_refused(sdk: openai.OpenAI, store: VectorStore) -> None:
    """An unknown file puts nothing into the store; a batch belongs to its vector store."""
    batches = sdk.vector_stores.file_batches
    file = sdk.files.create(file=PARROT, purpose="assistants")
    with pytest.raises(openai.NotFoundError, match="There is no file"):
        batches.create(store.id, file_ids=[file.id, "file-" + "0" * 32])
    assert not list(sdk.vector_stores.files.list(store.id))
    both: dict[str, Any] = {"file_ids": [file.id], "files": [{"file_id": file.id}]}
    for neither in ({}, both):
        with pytest.raises(openai.BadRequestError, match="either file_ids or files"):
            batches.create(store.id, **neither)
    batch = batches.create(store.id, file_ids=[file.id])
    other = sdk.vector_stores.create(name="other")
    for wrong in (batch.id, "vsfb_" + "0" * 32):
        with pytest.raises(openai.NotFoundError, match="no such batch"):
            batches.retrieve(wrong, vector_store_id=other.id)
    sdk.vector_stores.delete(other.id)
