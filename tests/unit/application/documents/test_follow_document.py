"""Following documents costs few looks at the database, however many follow."""

import asyncio
from collections.abc import AsyncIterator, Collection
from dataclasses import replace
from uuid import UUID

import pytest

from application.access.acting import acting_as
from application.documents import follow_document, followed_documents
from application.documents.follow_document import FollowDocument, NumberedEvent
from application.documents.followed_documents import LOOKS_AT_ONCE, FollowedDocuments
from application.identifiers import new_id
from domain.access.role import Role
from domain.documents.events import DocumentNotDone
from domain.documents.jobs import Job
from domain.errors import DatabaseUnavailable
from tests.fakes.job_board import InMemoryJobBoard
from tests.fakes.jobs import InMemoryDocumentJobs
from tests.fakes.library import InMemoryDocumentCatalog
from tests.support.documents import a_document
from tests.support.uploads import a_file
from tests.support.workspaces import member_of


class Board(InMemoryJobBoard):
    """Record: `looks`, how many jobs were asked for in each; `at_once`, the most at a time."""

    def __init__(self) -> None:
        super().__init__()
        self.looks: list[int] = []
        self.at_once = 0
        self.wait_for: asyncio.Event | None = None
        self._running = 0

    async def find(self, document_ids: Collection[UUID]) -> dict[UUID, Job]:
        self.looks.append(len(document_ids))
        self._running += 1
        self.at_once = max(self.at_once, self._running)
        try:
            await asyncio.sleep(0.001)
            if self.wait_for is not None:
                await self.wait_for.wait()
            return await super().find(document_ids)
        finally:
            self._running -= 1


class Stage:
    """Documents in a queue, and who follows them."""

    def __init__(self) -> None:
        self.board = Board()
        library = self.board.library
        self.jobs = InMemoryDocumentJobs(library)
        self.followed = FollowedDocuments(self.board, InMemoryDocumentCatalog(library))
        self.follow = FollowDocument(self.followed)

    async def queued(self, text: str) -> UUID:
        return (await self.jobs.enqueue(a_document(text), a_file(text.encode()))).id


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Stage:
    for module in (follow_document, followed_documents):
        monkeypatch.setattr(module, "LOOK_SECONDS", 0.1)
    return Stage()


async def end_of(events: AsyncIterator[NumberedEvent]) -> NumberedEvent:
    """Return the last event."""
    return [each async for each in events][-1]


async def test_all_who_read_the_same_share_each_look(stage: Stage) -> None:
    """Fifty followers of five documents look together, those of each workspace for themselves."""
    following = []
    for number in (1, 2):
        with acting_as(member_of(number)):
            documents = [await stage.queued(f"{number} {each}") for each in range(5)]
            streams = await asyncio.gather(
                *(stage.follow.execute(documents[each % 5]) for each in range(50))
            )
            following += [asyncio.create_task(end_of(each)) for each in streams]
    begun = len(stage.board.looks)
    assert begun <= 12
    await asyncio.sleep(1.0)
    looks = stage.board.looks[begun:]
    assert (
        len(looks) <= 44
    )  # twenty for each workspace, where each stream alone would be a thousand
    assert set(looks[4:]) == {5}
    assert stage.board.at_once <= LOOKS_AT_ONCE
    stage.follow.stop()
    await asyncio.gather(*following)


async def test_a_crowd_of_one_workspace_stands_before_nobody_of_another(stage: Stage) -> None:
    """Whoever follows elsewhere waits for no look of the crowd, and not for its turns."""
    with acting_as(member_of(2)):
        document_id = await stage.queued("of another")
    slow = asyncio.Event()
    with acting_as(member_of(1)):
        stage.board.wait_for = slow
        crowd = [asyncio.create_task(stage.follow.execute(new_id())) for _ in range(300)]
        await asyncio.sleep(0.01)
        stage.board.wait_for = None
    with acting_as(member_of(2)):
        async with asyncio.timeout(1.0):
            assert (await anext(await stage.follow.execute(document_id))).number == 1
    slow.set()
    await asyncio.gather(*crowd, return_exceptions=True)


async def test_the_first_look_is_never_older_than_the_request(stage: Stage) -> None:
    """A document that is cancelled while others follow it is cancelled for who comes then."""
    document_id = await stage.queued("a")
    others = asyncio.create_task(end_of(await stage.follow.execute(document_id)))
    await stage.board.cancel(document_id)
    [event] = [each async for each in await stage.follow.execute(document_id)]
    assert isinstance(event.event, DocumentNotDone)
    assert await others == event


async def test_a_failed_look_fails_once_for_all_that_wait_for_it(stage: Stage) -> None:
    """While the database is away nobody waits for the failures of all others."""
    document_id = await stage.queued("a")
    streams = [await stage.follow.execute(document_id) for _ in range(20)]
    stage.board.library.available = False
    stage.board.looks.clear()
    ends = await asyncio.gather(*map(end_of, streams), return_exceptions=True)
    assert {type(each) for each in ends} == {DatabaseUnavailable}
    assert len(stage.board.looks) == 1


async def test_only_who_reads_the_same_shares_what_is_known(stage: Stage) -> None:
    """What another workspace or another group knows of a document is not looked at."""
    documents, document_id = stage.followed, new_id()
    with acting_as(member_of(1)):
        known = documents.follow(document_id)
        assert documents.follow(document_id) is known
    with acting_as(member_of(2)):
        assert documents.follow(document_id) is not known
    grouped = replace(member_of(1), role=Role.READER, groups=frozenset({"a"}))
    with acting_as(grouped):
        assert documents.follow(document_id) is not known
