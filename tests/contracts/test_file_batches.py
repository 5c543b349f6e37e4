"""The contract of FileBatches."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from adapters.postgres.database import Database
from application.access.acting import acting_as
from application.identifiers import new_id
from domain.documents.document import DocumentStatus
from domain.documents.file_batch import FileBatch
from domain.documents.jobs import JobState
from domain.errors import CollectionNotFound, ProcessingCancelled
from tests.contracts.stores import Library, library_in
from tests.contracts.test_collections import made
from tests.support.documents import a_document, embedded, unit
from tests.support.uploads import a_file
from tests.support.workspaces import member_of


async def test_a_batch_is_kept_for_a_day(library: Library) -> None:
    """It is read as it was stored, by whichever process, until it is a day old."""
    birds = await made(library, "birds")
    now = datetime.now(UTC)
    heron = await library.add("heron", embedded(0, "x", unit(0)))
    batch = FileBatch(new_id(), birds.id, (heron.id,), now - timedelta(hours=23))
    old = replace(batch, id=new_id(), created_at=now - timedelta(hours=25))
    for each in (old, batch):
        await library.batches.add(each, {})
    assert await library.batches.get(batch.id) == batch
    assert await library.batches.get(old.id) is None
    assert await library.batches.get(new_id()) is None


async def test_a_batch_goes_with_its_collection(library: Library) -> None:
    """Nothing is left of it, and none is stored for a collection that is not there."""
    birds = await made(library, "birds")
    batch = FileBatch(new_id(), birds.id, (), datetime.now(UTC))
    await library.batches.add(batch, {})
    await library.collections.remove(birds.id)
    assert await library.batches.get(batch.id) is None
    late = replace(batch, id=new_id())
    with pytest.raises(CollectionNotFound):
        await library.batches.add(late, {})
    assert await library.batches.get(late.id) is None


async def test_the_work_on_a_batch_is_counted_and_cancelled_at_once(library: Library) -> None:
    """What is searchable stays, as does what is not in the collection any more."""
    birds = await made(library, "birds")
    done = await library.add("heron", embedded(0, "x", unit(0)))
    waiting = [a_document(text) for text in ("wader", "parrot", "finch")]
    for each in waiting:
        await library.jobs.enqueue(each, a_file(each.filename.encode()))
    ids = (done.id, *(each.id for each in waiting))
    batch = FileBatch(new_id(), birds.id, ids, datetime.now(UTC))
    await library.batches.add(batch, {})
    await library.members.take_out(birds.id, waiting[2].id)
    counted = {DocumentStatus.PROCESSED: 1, DocumentStatus.PENDING: 2}
    assert await library.batches.states(batch) == counted
    await library.batches.cancel(batch)
    counted = {DocumentStatus.PROCESSED: 1, DocumentStatus.CANCELLED: 2}
    assert await library.batches.states(batch) == counted
    jobs = await library.board.find(ids)
    assert {each: jobs[each].state for each in jobs} == {
        waiting[0].id: JobState.CANCELLED,
        waiting[1].id: JobState.CANCELLED,
        waiting[2].id: JobState.PENDING,
    }
    assert jobs[waiting[0].id].error_code == ProcessingCancelled.code


async def test_no_other_workspace_has_it(database: Database) -> None:
    """A batch is found in its own workspace only."""
    library = library_in(database)
    birds = await made(library, "birds")
    batch = FileBatch(new_id(), birds.id, (), datetime.now(UTC))
    with acting_as(member_of(1)), pytest.raises(CollectionNotFound):
        await library.batches.add(batch, {})
    assert await library.batches.get(batch.id) is None
    await library.batches.add(batch, {})
    with acting_as(member_of(1)):
        assert await library.batches.get(batch.id) is None
