"""Groups in one workspace, whatever is limited, moved, asked and deleted in whatever order.

Who reads sees exactly what a simple model says that they may: documents, collections, answers.
"""

import asyncio
import os
from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from hypothesis import strategies as st
from hypothesis.errors import Flaky
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from adapters.postgres.database import Database
from adapters.postgres.library_export import PostgresLibraryExport
from application.access.acting import acting_as
from application.identifiers import new_id
from domain.access.principal import Principal
from domain.access.role import Role
from domain.access.workspace import Workspace
from domain.conversation.message import FinishReason, Message
from domain.documents.collection import Collection
from domain.documents.document_filter import DocumentFilter
from domain.documents.metadata import Labels
from domain.documents.place import Place, TextSpan
from domain.errors import CollectionLimited, CollectionNotFound, NotFound
from domain.paging import PageRequest
from domain.retrieval.passages import Passage, SearchMode
from tests.contracts.stores import Chats, Library, chats_in, exchange, library_in
from tests.support.databases import DatabaseServer
from tests.support.documents import embedded, unit
from tests.support.reading import may_read
from tests.support.state_machines import held_database, run_machine
from tests.support.workspaces import without_row_level_security

STEPS = int(os.environ.get("TEST_STEPS", "60"))  # `make test-faults` sets it
PAGE: PageRequest[Any] = PageRequest(200)
GROUPS = st.sampled_from([(), ("a",), ("b",), ("a", "b")])
READERS = st.sampled_from([None, (), ("a",), ("b",), ("a", "b"), ("c",)])
WHICH = st.integers(0, 30)


@dataclass
class Held:
    """A document as the model has it; `frozen` are the limits of one that was deleted."""

    mark: str
    limited_to: tuple[str, ...] = ()
    collections: set[UUID] = field(default_factory=set)
    frozen: list[tuple[UUID, tuple[str, ...]]] | None = None


@dataclass(frozen=True)
class Seen:
    """What somebody sees: the documents that are listed and found, and all of it as text."""

    documents: set[UUID]
    collections: set[UUID]
    found: set[UUID]
    messages: dict[UUID, Message]
    text: str


class GroupsOfReaders(RuleBasedStateMachine):
    """Changes limits as who reads all, and reads and changes documents as others."""

    runner: asyncio.Runner
    database: Database
    steps = 0

    @initialize()
    def begin(self) -> None:
        self.library: Library = library_in(self.database)
        self.chats: Chats = chats_in(self.database)
        self.place = Workspace(new_id(), "here")
        self.documents: dict[UUID, Held] = {}
        self.collections: dict[UUID, tuple[str, ...]] = {}
        self.answers: dict[UUID, tuple[str, set[UUID]]] = {}

    def run(self, groups: tuple[str, ...] | None, doing: Callable[[], Awaitable[object]]) -> object:
        """Do something as who is in these groups, or as who reads all."""
        type(self).steps += 1
        role = Role.ADMIN if groups is None else Role.EDITOR
        who = Principal(self.place, role, "somebody", groups=frozenset(groups or ()))

        async def done() -> object:
            with acting_as(who):
                return await doing()

        return self.runner.run(done())

    # the model

    def limits_of(self, key: UUID) -> list[tuple[str, ...]]:
        held = self.documents[key]
        if held.frozen is not None:
            # a collection whose limit changes takes those of its deleted documents along
            return [
                self.collections.get(by, groups) if by != key else groups
                for by, groups in held.frozen
            ]
        return [held.limited_to, *(self.collections[each] for each in held.collections)]

    def readable(self, groups: tuple[str, ...] | None) -> set[UUID]:
        return {
            key
            for key, held in self.documents.items()
            if held.frozen is None and may_read(groups, self.limits_of(key))
        }

    def one(self, held: Iterable[UUID], which: int) -> UUID:
        known = [*held, UUID(int=1)]
        return known[which % len(known)]

    def present(self) -> set[UUID]:
        return {key for key, held in self.documents.items() if held.frozen is None}

    # what is done

    @rule(which=WHICH, reader=READERS)
    def add(self, which: int, reader: tuple[str, ...] | None) -> None:
        """Add a document, perhaps into a collection, as somebody who may read it."""
        mark = f"mark{new_id().hex}"
        chosen = self.one(self.collections, which)
        into = {chosen} if may_read(reader, [self.collections.get(chosen, ("?",))]) else set()
        into &= self.collections.keys()
        labels = Labels(tuple(each.hex for each in into))

        async def doing() -> UUID:
            chunks = [embedded(0, f"heron {mark}", unit(0)), embedded(1, f"reeds {mark}", unit(1))]
            document = await self.library.add(
                f"heron {mark}", *chunks, filename=f"heron {mark}.txt", labels=labels
            )
            return document.id

        key = self.run(reader, doing)
        assert isinstance(key, UUID)
        self.documents[key] = Held(mark, collections=set(into))

    @rule(groups=GROUPS)
    def collect(self, groups: tuple[str, ...]) -> None:
        key = new_id()

        async def doing() -> None:
            await self.library.collections.create(Collection(key, key.hex, datetime.now(UTC)))
            await self.library.limits.limit_collection(key, groups)

        self.run(None, doing)
        self.collections[key] = groups

    @rule(which=WHICH, groups=GROUPS)
    def limit(self, which: int, groups: tuple[str, ...]) -> None:
        key = self.one(self.present(), which)
        if self.refused(None, lambda: self.library.limits.limit_document(key, groups)):
            assert key not in self.present()
        else:
            self.documents[key].limited_to = groups

    @rule(which=WHICH, groups=GROUPS)
    def limit_collection(self, which: int, groups: tuple[str, ...]) -> None:
        key = self.one(self.collections, which)
        if self.refused(None, lambda: self.library.limits.limit_collection(key, groups)):
            assert key not in self.collections
        else:
            self.collections[key] = groups

    @rule(which=WHICH, other=WHICH, reader=READERS, out=st.booleans())
    def move(self, which: int, other: int, reader: tuple[str, ...] | None, out: bool) -> None:
        key, place = self.one(self.present(), which), self.one(self.collections, other)
        members = self.library.members
        refused = self.refused(
            reader, lambda: members.take_out(place, key) if out else members.add(place, key, {})
        )
        known = key in self.readable(reader) and may_read(
            reader, [self.collections.get(place, ("?",))]
        )
        known = known and place in self.collections
        if out and known:
            known = place in self.documents[key].collections
        assert refused != known
        if known:
            (set.discard if out else set.add)(self.documents[key].collections, place)

    @rule(which=WHICH, reader=READERS)
    def remove(self, which: int, reader: tuple[str, ...] | None) -> None:
        key = self.one(self.present(), which)
        may = key in self.readable(reader)
        assert self.refused(reader, lambda: self.library.store.remove(key)) != may
        if may:
            self.freeze(key)

    def freeze(self, key: UUID) -> None:
        """Let a document be gone, which keeps its limits."""
        held = self.documents[key]
        own = [(key, held.limited_to)] + [
            (each, self.collections[each]) for each in held.collections
        ]
        held.frozen = [(by, groups) for by, groups in own if groups]

    @rule(which=WHICH, reader=READERS, together=st.booleans())
    def remove_collection(self, which: int, reader: tuple[str, ...] | None, together: bool) -> None:
        key = self.one(self.collections, which)
        inside = {each for each in self.present() if key in self.documents[each].collections}
        going = inside & self.readable(reader) if together else set()
        known = key in self.collections and may_read(reader, [self.collections[key]])

        async def doing() -> str:
            try:
                await self.library.collections.remove(key, with_documents=together)
            except CollectionNotFound:
                return "unknown"
            except CollectionLimited:
                return "limited"
            return "removed"

        done = self.run(reader, doing)
        opens = known and bool(self.collections[key]) and bool(inside - going)
        assert done == ("unknown" if not known else "limited" if opens else "removed")
        if done == "removed":
            for each in going:
                self.freeze(each)
            for held in self.documents.values():
                held.collections.discard(key)
                if held.frozen:  # it keeps the limit that the collection had
                    groups = self.collections[key]
                    held.frozen = [
                        (new_id() if by == key else by, groups if by == key else limit)
                        for by, limit in held.frozen
                    ]
                    held.frozen = [each for each in held.frozen if each[1]]
            del self.collections[key]

    @rule(which=WHICH, reader=READERS)
    def ask(self, which: int, reader: tuple[str, ...] | None) -> None:
        """Answer a question from a document that who asks may read."""
        readable = self.readable(reader)
        key = self.one(readable, which)
        documents = {key} & readable
        mark = f"mark{new_id().hex}"

        async def doing() -> UUID:
            session = await self.chats.open_session()
            asked, answer = exchange(session.id, "which?")
            await self.chats.messages.begin(asked, answer)
            sources = tuple(
                Passage(Place(each, "a.txt", 0, 5), 0, self.documents[each].mark, 1, 0.5)
                for each in documents
            )
            done = replace(answer, content=mark, sources=sources, finish_reason=FinishReason.STOP)
            assert await self.chats.messages.save(done)
            return answer.id

        answer_id = self.run(reader, doing)
        assert isinstance(answer_id, UUID)
        self.answers[answer_id] = (mark, documents)

    def refused(
        self, reader: tuple[str, ...] | None, doing: Callable[[], Awaitable[object]]
    ) -> bool:
        """Return whether something is not done because it is not found."""

        async def tried() -> bool:
            try:
                await doing()
            except NotFound:
                return True
            return False

        return bool(self.run(reader, tried))

    @rule(reader=READERS, which=WHICH)
    def look(self, reader: tuple[str, ...] | None, which: int) -> None:
        """Read all that there is, in every way."""
        chosen = self.one(self.documents, which)
        within = [None, DocumentFilter((chosen,)), DocumentFilter(filename="heron*")]

        async def doing() -> Seen:
            listed = (await self.library.catalog.list(PAGE)).items
            collections = (await self.library.collection_catalog.list(PAGE)).items
            found = [
                await self.library.index.candidates("heron", unit(0), 50, mode, each, ["heron"])
                for mode in SearchMode
                for each in within
            ]
            spans = [TextSpan(each, 0, 99) for each in self.documents]
            messages = {each: await self.chats.messages.get(each) for each in self.answers}
            async with PostgresLibraryExport(self.database).snapshot() as snapshot:
                exported = (
                    [each async for each in snapshot.documents()],
                    [each async for each in snapshot.chunks()],
                    [each async for each in snapshot.messages()],
                )
            seen = [listed, found, await self.library.texts.spans(spans), messages, exported]
            return Seen(
                {each.id for each in listed},
                {each.id for each in collections},
                {each.passage.place.document_id for one in found for each in one.items},
                messages,
                repr(seen),
            )

        shown = self.run(reader, doing)
        assert isinstance(shown, Seen)
        readable = self.readable(reader)
        assert shown.documents == readable
        assert shown.found == readable
        assert shown.collections == {
            key for key, groups in self.collections.items() if may_read(reader, [groups])
        }
        for key, (mark, documents) in self.answers.items():
            may = all(may_read(reader, self.limits_of(each)) for each in documents)
            assert shown.messages[key].withheld != may
            assert (mark in shown.text) == may
        for key, held in self.documents.items():
            assert held.mark not in shown.text or may_read(reader, self.limits_of(key))


@pytest.fixture(params=["row-level security", "nothing"])
def held_by(
    request: pytest.FixtureRequest, embedded_server: DatabaseServer
) -> Iterator[type[GroupsOfReaders]]:
    """The machine on a database, with row-level security or without it."""

    async def prepare(owner: asyncpg.Connection) -> None:
        if request.param == "nothing":
            await without_row_level_security(owner)

    with held_database(embedded_server, prepare) as (runner, database):
        yield type("HeldBy", (GroupsOfReaders,), {"runner": runner, "database": database})


@pytest.mark.faults
@pytest.mark.timeout(3600)
def test_everybody_sees_what_their_groups_let_them_see(
    held_by: type[GroupsOfReaders], request: pytest.FixtureRequest
) -> None:
    """Documents, collections and answers are seen by those, and only by those, who may."""
    if request.node.callspec.params["held_by"] == "nothing":
        # otherwise the machine would not notice what row-level security keeps from others
        with pytest.raises((AssertionError, Flaky)):
            run_machine(held_by, 100)
        return
    while held_by.steps < STEPS:
        run_machine(held_by, 5)
