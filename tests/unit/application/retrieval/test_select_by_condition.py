"""Selecting documents by a condition."""

import asyncio
import time
from dataclasses import replace
from threading import Lock

import pytest

from application.access.acting import acting_as
from application.retrieval import select_by_condition
from application.retrieval.select_by_condition import MATCHED_AT_ONCE, SelectByCondition
from domain.documents.conditions import Both, Condition
from domain.documents.document_filter import ALL_DOCUMENTS, DocumentFilter
from domain.documents.metadata import Metadata
from tests.fakes.document_metadata import InMemoryDocumentMetadata
from tests.fakes.embedder import FakeEmbedder
from tests.fakes.ingest import ingest_into
from tests.fakes.library import InMemoryLibrary
from tests.support.databases import DIMENSION
from tests.support.uploads import an_upload
from tests.support.work import turns_of_others
from tests.support.workspaces import member_of


class Slow:
    """A comparison that takes long. `most`: in how many threads it ran at the same time."""

    def __init__(self) -> None:
        self.most = 0
        self._running = 0
        self._lock = Lock()

    def __call__(self, _condition: Condition, _metadata: Metadata) -> bool:
        with self._lock:
            self._running += 1
            self.most = max(self.most, self._running)
        time.sleep(0.03)
        with self._lock:
            self._running -= 1
        return True


async def test_others_take_turns_while_a_condition_is_compared(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A long comparison does not stop the event loop."""
    library = InMemoryLibrary()
    await ingest_into(library, FakeEmbedder(DIMENSION)).execute(an_upload("heron.txt", b"Heron."))
    during: list[int] = []

    async with turns_of_others() as turns:

        def slow(_condition: Condition, _metadata: Metadata) -> bool:
            before = turns()
            time.sleep(0.1)
            during.append(turns() - before)
            return True

        monkeypatch.setattr(select_by_condition, "holds", slow)
        select = SelectByCondition(InMemoryDocumentMetadata(library))
        found = await select.execute(ALL_DOCUMENTS, Both(()))
    assert found.document_ids == tuple(library.entries)
    assert during[0] > 0


async def test_a_filter_is_evaluated_once_however_many_documents_pass_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Their metadata is read by their ids, a page at a time, and nothing else of them."""
    library = InMemoryLibrary()
    ingest = ingest_into(library, FakeEmbedder(DIMENSION))
    for n in range(7):
        await ingest.execute(an_upload(f"heron {n}.txt", f"Heron {n}.".encode()))
    metadata = InMemoryDocumentMetadata(library)
    monkeypatch.setattr(select_by_condition, "PAGE", 3)
    within = DocumentFilter(filename="heron*")
    found = await SelectByCondition(metadata).execute(within, Both(()))
    assert found == replace(within, document_ids=tuple(sorted(library.entries)))
    assert metadata.asked == [within]
    assert [len(each) for each in metadata.pages] == [3, 3, 1]


async def test_few_threads_are_taken_however_many_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    """Uploads and much else wait for the same threads."""
    library = InMemoryLibrary()
    await ingest_into(library, FakeEmbedder(DIMENSION)).execute(an_upload("heron.txt", b"Heron."))
    slow = Slow()
    monkeypatch.setattr(select_by_condition, "holds", slow)
    select = SelectByCondition(InMemoryDocumentMetadata(library))
    await asyncio.gather(*(select.execute(ALL_DOCUMENTS, Both(())) for _ in range(20)))
    assert slow.most <= MATCHED_AT_ONCE


async def test_a_crowd_of_one_workspace_stands_before_nobody_of_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Workspaces take turns: who asks last waits for few of those who asked elsewhere before."""
    library = InMemoryLibrary()
    await ingest_into(library, FakeEmbedder(DIMENSION)).execute(an_upload("heron.txt", b"Heron."))
    monkeypatch.setattr(select_by_condition, "holds", Slow())
    select = SelectByCondition(InMemoryDocumentMetadata(library))
    ended: list[int] = []

    async def ask(workspace: int) -> None:
        with acting_as(member_of(workspace)):
            await select.execute(ALL_DOCUMENTS, Both(()))
        ended.append(workspace)

    crowd = [asyncio.create_task(ask(1)) for _ in range(10)]
    await asyncio.sleep(0.01)
    leaves = asyncio.create_task(ask(2))
    await asyncio.sleep(0)
    leaves.cancel()
    await asyncio.gather(ask(2), ask(3), *crowd)
    assert {2, 3} <= set(ended[:5])


async def test_who_leaves_gives_no_place_away_before_the_thread_has_ended(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Asking and leaving again and again takes no more threads than asking."""
    library = InMemoryLibrary()
    await ingest_into(library, FakeEmbedder(DIMENSION)).execute(an_upload("heron.txt", b"Heron."))
    slow = Slow()
    monkeypatch.setattr(select_by_condition, "holds", slow)
    select = SelectByCondition(InMemoryDocumentMetadata(library))
    for _ in range(10):
        asking = asyncio.create_task(select.execute(ALL_DOCUMENTS, Both(())))
        await asyncio.sleep(0.01)
        asking.cancel()
    assert (await select.execute(ALL_DOCUMENTS, Both(()))).document_ids
    assert slow.most <= MATCHED_AT_ONCE
