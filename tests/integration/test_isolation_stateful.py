"""Two workspaces in one database, whatever is done in them in whatever order: nothing of the other.

It holds with both ways that keep them apart, and with either alone.
"""

import asyncio
import os
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID, uuid4

import asyncpg
import pytest
from hypothesis import strategies as st
from hypothesis.errors import Flaky
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from adapters.postgres.api_keys import PostgresApiKeys
from adapters.postgres.audit_log import PostgresAuditLog
from adapters.postgres.database import Database
from adapters.postgres.feedback_store import PostgresFeedbackStore
from adapters.postgres.library_export import PostgresLibraryExport
from adapters.postgres.model_usage import PostgresModelUsage
from adapters.postgres.queries import QUERIES
from adapters.postgres.sealed_secrets import SealedSecrets
from adapters.postgres.sync_items import PostgresSyncItems
from adapters.postgres.webhook_deliveries import PostgresWebhookDeliveries
from adapters.postgres.webhook_store import PostgresWebhookCatalog, PostgresWebhookStore
from adapters.postgres.workspace_quotas import PostgresWorkspaceQuotas
from adapters.postgres.workspaces import PostgresWorkspaces
from application.access.acting import acting_as
from application.access.create_key import CreateKey, KeyRequest
from application.access.record_action import Action, RecordAction
from application.identifiers import new_id
from domain.access.principal import Principal
from domain.access.role import Role
from domain.access.workspace import Workspace
from domain.answering.parts import AnswerPart, PartPlace
from domain.conversation.feedback import Feedback, Verdict
from domain.conversation.linked_exchange import LinkedExchange
from domain.conversation.message import Usage
from domain.documents.changes import DocumentChanges
from domain.documents.collection import Collection
from domain.documents.document_filter import DocumentFilter
from domain.documents.metadata import Labels
from domain.documents.place import TextSpan
from domain.errors import NotFound, QuothError
from domain.idempotency import IdempotencyKey, Operation
from domain.limits.quotas import Quotas
from domain.paging import PageRequest
from domain.retrieval.passages import SearchMode
from domain.syncing.items import SyncedItem
from domain.webhooks.events import Event
from domain.webhooks.webhook import EventType, Webhook
from tests.contracts.stores import Chats, Library, chats_in, exchange, library_in
from tests.support.databases import MODEL, DatabaseServer
from tests.support.documents import a_document, embedded, unit
from tests.support.state_machines import held_database, run_machine
from tests.support.uploads import a_file
from tests.support.workspaces import every_row, without_predicates, without_row_level_security

STEPS = int(os.environ.get("TEST_STEPS", "100"))  # of each of the three; `make test-faults` sets it

SHARED = st.sampled_from(["heron", "egret", "stork"])  # names and words that both use
WHICH = st.integers(0, 30)
ME = UUID(int=0)  # who says something of answers, in both


@dataclass
class Member:
    """Somebody in a workspace, all whose texts have a word of their own."""

    principal: Principal
    mark: str
    documents: list[UUID] = field(default_factory=list)
    collections: list[UUID] = field(default_factory=list)
    sessions: list[UUID] = field(default_factory=list)
    messages: list[UUID] = field(default_factory=list)
    exchanges: list[UUID] = field(default_factory=list)
    keys: list[UUID] = field(default_factory=list)
    webhooks: list[UUID] = field(default_factory=list)
    questions: int = 0
    state: object = None  # of what they left

    @property
    def ids(self) -> list[UUID]:
        """All ids that are theirs, or were."""
        return [
            *self.documents,
            *self.collections,
            *self.sessions,
            *self.messages,
            *self.exchanges,
            *self.keys,
            *self.webhooks,
        ]


def a_member(name: str) -> Member:
    """Return somebody in a new workspace."""
    mark = f"mark{name}{uuid4().hex[:8]}"
    return Member(Principal(Workspace(uuid4(), mark), Role.ADMIN, mark), mark)


class TwoWorkspaces(RuleBasedStateMachine):
    """Acts in one of two workspaces, with ids of either."""

    runner: asyncio.Runner
    database: Database
    steps = 0

    @initialize()
    def begin(self) -> None:
        self.library: Library = library_in(self.database)
        self.chats: Chats = chats_in(self.database)
        self.members = (a_member("a"), a_member("b"))
        workspaces = PostgresWorkspaces(self.database)
        for each in self.members:
            self.runner.run(workspaces.ensure(each.principal.workspace))

    def act(self, who: int, doing: Callable[[Member], Awaitable[object]]) -> None:
        """Do something in a workspace: what comes of it has nothing of the other one."""
        me, other = self.members[who], self.members[1 - who]
        type(self).steps += 1

        async def done() -> object:
            with acting_as(me.principal):
                try:
                    return await doing(me)
                except QuothError as exc:
                    return (exc.code, exc.message)

        seen = repr(self.runner.run(done()))
        me.state = self.runner.run(self.state(me))
        assert self.runner.run(self.state(other)) == other.state or other.state is None
        assert other.mark not in seen
        asked = {str(each) for each in self.asked}
        assert not [each for each in other.ids if str(each) not in asked and str(each) in seen]

    async def state(self, member: Member) -> object:
        """Return what there is in a workspace."""
        with acting_as(member.principal):
            return (
                await self.library.catalog.list(PageRequest(200)),
                await self.library.board.list(PageRequest(200)),
                await self.library.collection_catalog.list(PageRequest(200)),
                await self.chats.catalog.list(PageRequest(200)),
            )

    def an_id(self, kind: str, which: int, who: int) -> UUID:
        """Return an id of either workspace, or of nobody."""
        own, foreign = getattr(self.members[who], kind), getattr(self.members[1 - who], kind)
        known = [*own, *foreign, new_id()]
        self.asked = [known[which % len(known)]]
        return self.asked[0]

    def act_on(
        self, who: int, kind: str, which: int, doing: Callable[[Member, UUID], Awaitable[object]]
    ) -> None:
        """Do something with an id: those of the other workspace are not found, as if never made."""
        asked = self.an_id(kind, which, who)
        foreign = asked not in getattr(self.members[who], kind)

        async def refused(me: Member) -> object:
            try:
                found = await doing(me, asked)
            except NotFound as exc:
                return (exc.code, exc.message)
            assert not (foreign and found), found
            return found

        self.act(who, refused)

    asked: list[UUID] = []  # noqa: RUF012 - set before each step

    # documents

    @rule(who=st.integers(0, 1), word=SHARED, named=st.booleans())
    def add(self, who: int, word: str, named: bool) -> None:
        """Add a document, under a name that the other workspace may have, too."""

        async def doing(me: Member) -> object:
            text = f"{word} {me.mark} {len(me.documents)}"
            labels = Labels((word,), {"kind": (word,)})
            document = await self.library.add(
                text,
                embedded(0, text, unit(0)),
                embedded(1, f"{word} reeds {me.mark}", unit(1)),
                filename=f"{word}.txt",
                external_id=f"names/{len(me.documents)}" if named else None,
                language="de",
                labels=labels,
            )
            me.documents.append(document.id)
            collections = await self.library.collection_catalog.list(PageRequest(200))
            me.collections = [each.id for each in collections.items]
            return document, collections

        self.asked = []
        self.act(who, doing)

    @rule(who=st.integers(0, 1), which=WHICH)
    def remove(self, who: int, which: int) -> None:
        self.act_on(who, "documents", which, lambda _, each: self.library.store.remove(each))

    @rule(who=st.integers(0, 1), which=WHICH, word=SHARED)
    def change(self, who: int, which: int, word: str) -> None:
        changes = DocumentChanges(language=None, title=word)
        self.act_on(
            who, "documents", which, lambda _, each: self.library.store.change(each, changes)
        )

    @rule(who=st.integers(0, 1), which=WHICH)
    def read(self, who: int, which: int) -> None:
        async def doing(_: Member, each: UUID) -> object:
            spans = await self.library.texts.spans([TextSpan(each, 0, 9), TextSpan(each, 0, 9, 1)])
            found = [
                *filter(None, spans),
                *filter(None, [await self.library.original(each)]),
                *(await self.library.board.find([each])).values(),
                *await self.library.embeddings.of_texts(each, ["heron"], MODEL),
            ]
            for reading in (
                self.library.catalog.get(each),
                self.library.catalog.chunks(each, PageRequest(10)),
                self.library.texts.text(each),
                self.library.versions.earlier(each, PageRequest(10)),
                self.library.versions.get(each, 1),
            ):
                try:
                    found.append(await reading)
                except NotFound:
                    assert each not in (await self._held())
            return found

        self.act_on(who, "documents", which, doing)

    async def _held(self) -> set[UUID]:
        return {each.id for each in (await self.library.catalog.list(PageRequest(200))).items}

    @rule(who=st.integers(0, 1), which=WHICH, mode=st.sampled_from(SearchMode), word=SHARED)
    def search(self, who: int, which: int, mode: SearchMode, word: str) -> None:
        chosen = self.an_id("documents", which, who)

        async def doing(_: Member) -> object:
            found = [
                await self.library.index.candidates(
                    f"{word} reeds", unit(0), 50, mode, within, [f"{word} reeds"]
                )
                for within in (
                    None,
                    DocumentFilter((chosen,)),
                    DocumentFilter(filename=f"{word}*"),
                    DocumentFilter(collections=(word,), metadata={"kind": (word,)}),
                )
            ]
            return found, await self.library.index.revision()

        self.asked = []
        self.act(who, doing)

    @rule(who=st.integers(0, 1), word=SHARED, preview=st.booleans())
    def remove_matching(self, who: int, word: str, preview: bool) -> None:
        matching = DocumentFilter(filename=f"{word}*", collections=(word,))
        removals = self.library.removals
        self.asked = []
        self.act(
            who, lambda _: removals.preview(matching) if preview else removals.remove(matching)
        )

    # the queue

    @rule(who=st.integers(0, 1), word=SHARED)
    def enqueue(self, who: int, word: str) -> None:
        async def doing(me: Member) -> object:
            text = f"{word} {me.mark}"
            document = a_document(text, filename=f"{word}.txt")
            queued = await self.library.jobs.enqueue(document, a_file(text.encode()))
            me.documents = list(dict.fromkeys([*me.documents, queued.id]))
            return queued, await self.library.board.list(PageRequest(200))

        self.asked = []
        self.act(who, doing)

    @rule(who=st.integers(0, 1), which=WHICH, cancel=st.booleans())
    def decide(self, who: int, which: int, cancel: bool) -> None:
        board = self.library.board
        self.act_on(
            who,
            "documents",
            which,
            lambda _, each: board.cancel(each) if cancel else board.retry(each),
        )

    @rule(who=st.integers(0, 1))
    def claim(self, who: int) -> None:
        async def doing(me: Member) -> object:
            claim = await self.library.jobs.claim_next()
            if claim is not None:
                await self.library.claims.renew(claim)
                await self.library.claims.fail(claim, f"broken {me.mark}")
            return claim

        self.asked = []
        self.act(who, doing)

    # collections

    @rule(who=st.integers(0, 1), word=SHARED)
    def collect(self, who: int, word: str) -> None:
        async def doing(me: Member) -> object:
            collection = Collection(new_id(), f"{word} {len(me.collections)}", datetime.now(UTC))
            await self.library.collections.create(collection)
            me.collections.append(collection.id)
            return await self.library.collection_catalog.list(PageRequest(200))

        self.asked = []
        self.act(who, doing)

    @rule(who=st.integers(0, 1), which=WHICH, other=WHICH)
    def put_into(self, who: int, which: int, other: int) -> None:
        document = self.an_id("documents", which, who)
        members, catalog = self.library.members, self.library.collection_catalog

        async def doing(me: Member, each: UUID) -> object:
            contents = await catalog.contents([each])
            names = await catalog.names([str(each)])
            found = [*names, *(each for each in contents.values() if each.documents)]
            for changing in (
                members.add(each, document, {"by": (me.mark,)}),
                members.take_out(each, document),
                self.library.collections.rename(each, f"new {me.mark}"),
            ):
                try:
                    await changing
                except NotFound as exc:
                    found += [] if each not in me.collections else [exc.code]
            return [each for each in found if each]

        self.act_on(who, "collections", other, doing)

    @rule(who=st.integers(0, 1), which=WHICH)
    def remove_collection(self, who: int, which: int) -> None:
        store = self.library.collections
        self.act_on(
            who, "collections", which, lambda _, each: store.remove(each, with_documents=True)
        )

    # conversations

    @rule(who=st.integers(0, 1), word=SHARED, key=SHARED)
    def ask(self, who: int, word: str, key: str) -> None:
        """Ask a question, under an idempotency key that the other workspace may use, too."""

        async def doing(me: Member) -> object:
            session = await self.chats.open_session()
            me.sessions.append(session.id)
            question, answer = exchange(session.id, f"{word} {me.mark}?")
            me.messages += [question.id, answer.id]
            taken = IdempotencyKey.of(Operation.CHAT, key, key)
            started = await self.chats.messages.begin(question, answer, taken)
            assert started.answer_id in me.messages
            part = AnswerPart(answer.id, 0, f"{word} {me.mark}", (7,))
            await self.chats.parts.append([part])
            return (
                started,
                await self.chats.keys.find(taken),
                await self.chats.parts.since([PartPlace(each) for each in me.messages]),
                await self.chats.leases.renew(me.messages),
            )

        self.asked = []
        self.act(who, doing)

    @rule(who=st.integers(0, 1), word=SHARED)
    def ask_outside_sessions(self, who: int, word: str) -> None:
        async def doing(me: Member) -> object:
            question, answer = exchange(new_id(), f"{word} {me.mark}?")
            previous = me.exchanges[-1] if me.exchanges else None
            linked = LinkedExchange(answer.id, question.content, previous)
            me.exchanges.append(answer.id)
            await self.chats.exchanges.begin(linked, question, answer)
            return await self.chats.exchanges.history(answer.id, 10_000)

        self.asked = []
        self.act(who, doing)

    @rule(who=st.integers(0, 1), which=WHICH)
    def reread_exchange(self, who: int, which: int) -> None:
        exchanges = self.chats.exchanges

        async def doing(_: Member, each: UUID) -> object:
            found = [*await exchanges.history(each, 10_000), await exchanges.get(each)]
            await exchanges.remove(each)
            return found

        self.act_on(who, "exchanges", which, doing)

    @rule(who=st.integers(0, 1), which=WHICH)
    def reread_session(self, who: int, which: int) -> None:
        self.act_on(who, "sessions", which, lambda _, each: self.chats.read(each))

    @rule(who=st.integers(0, 1), which=WHICH, rename=st.booleans())
    def change_session(self, who: int, which: int, rename: bool) -> None:
        sessions = self.chats.sessions
        self.act_on(
            who,
            "sessions",
            which,
            lambda me, each: (
                sessions.change(each, title=me.mark) if rename else sessions.remove(each)
            ),
        )

    @rule(who=st.integers(0, 1), which=WHICH)
    def reread_message(self, who: int, which: int) -> None:
        self.act_on(who, "messages", which, lambda _, each: self.chats.messages.get(each))

    @rule(who=st.integers(0, 1), word=SHARED)
    def look_for_sessions(self, who: int, word: str) -> None:
        self.asked = []
        self.act(who, lambda _: self.chats.catalog.list(PageRequest(200), word))

    # what people say of answers, and what admins see

    @rule(who=st.integers(0, 1), which=WHICH)
    def judge(self, who: int, which: int) -> None:
        store = PostgresFeedbackStore(self.database)

        async def doing(me: Member, each: UUID) -> object:
            given = Feedback(new_id(), each, ME, datetime.now(UTC), Verdict.BAD, note=me.mark)
            try:
                await store.save(given)
            finally:
                found = await store.list(PageRequest(200)), await store.of(me.messages, ME)
                assert len(found[0].items) == len(found[1])
            return given

        self.act_on(who, "messages", which, doing)

    @rule(who=st.integers(0, 1), which=WHICH)
    def make_or_revoke_a_key(self, who: int, which: int) -> None:
        keys = PostgresApiKeys(self.database)

        async def doing(me: Member, each: UUID) -> object:
            made = await CreateKey(keys).execute(KeyRequest(me.mark, Role.READER))
            me.keys.append(made.key.id)
            listed = await keys.list(PageRequest(200))
            assert [key.id for key in listed.items] == me.keys[::-1]
            await keys.note_use(each, datetime.now(UTC))
            return await keys.revoke(each)

        self.act_on(who, "keys", which, doing)

    @rule(who=st.integers(0, 1), which=WHICH, paused=st.booleans())
    def tell_a_webhook(self, who: int, which: int, paused: bool) -> None:
        store = PostgresWebhookStore(self.database, SealedSecrets())
        catalog = PostgresWebhookCatalog(self.database)
        deliveries = PostgresWebhookDeliveries(self.database)

        async def doing(me: Member, each: UUID) -> object:
            made = Webhook(
                new_id(),
                f"https://{me.mark}.example/",
                (EventType.ANSWER_FAILED,),
                datetime.now(UTC),
            )
            await store.add(made, "a secret")
            me.webhooks.append(made.id)
            listed = await catalog.list(PageRequest(200))
            assert {hook.id for hook in listed.items} == set(me.webhooks)
            event = Event(EventType.ANSWER_FAILED, new_id(), {"of": me.mark})
            return (
                await catalog.get(each),
                await deliveries.add(each, event),
                await deliveries.list(each, PageRequest(200)),
                await store.pause(each, paused=paused),
            )

        self.act_on(who, "webhooks", which, doing)

    @rule(who=st.integers(0, 1))
    def audit(self, who: int) -> None:
        log = PostgresAuditLog(self.database)

        async def doing(me: Member) -> object:
            await RecordAction(log).execute(Action("document.delete", [new_id()]))
            entered = await log.list(PageRequest(200))
            assert {each.actor for each in entered.items} == {me.principal.name}
            return entered

        self.asked = []
        self.act(who, doing)

    @rule(who=st.integers(0, 1), documents=st.integers(900, 910))
    def limit(self, who: int, documents: int) -> None:
        quotas = PostgresWorkspaceQuotas(self.database, Quotas())

        async def doing(me: Member) -> object:
            await quotas.set(Quotas(documents=documents))
            await quotas.use_question(datetime.now(UTC).date())
            me.questions += 1
            used = await quotas.usage(datetime.now(UTC).date())
            held = await self.library.catalog.list(PageRequest(200))
            assert (used.documents, used.questions) == (len(held.items), me.questions)
            assert used.quotas.documents == documents
            return used

        self.asked = []
        self.act(who, doing)

    # everything else

    @rule(who=st.integers(0, 1), word=SHARED)
    def sync(self, who: int, word: str) -> None:
        items = PostgresSyncItems(self.database)

        async def doing(me: Member) -> object:
            await items.save(word, [SyncedItem(f"{word}.md", me.mark, "0" * 64)])
            return await items.of(word)

        self.asked = []
        self.act(who, doing)

    @rule(who=st.integers(0, 1))
    def export(self, who: int) -> None:
        async def doing(_: Member) -> object:
            async with PostgresLibraryExport(self.database).snapshot() as snapshot:
                return (
                    [each async for each in snapshot.documents()],
                    [each async for each in snapshot.chunks()],
                    [each async for each in snapshot.messages()],
                )

        self.asked = []
        self.act(who, doing)

    @rule(who=st.integers(0, 1))
    def use_a_model(self, who: int) -> None:
        usage, today = PostgresModelUsage(self.database), datetime.now(UTC).date()

        async def doing(me: Member) -> object:
            await usage.add(today, me.mark, Usage(1, 1), Decimal(1))
            return await usage.between(today, today)

        self.asked = []
        self.act(who, doing)


@pytest.fixture(params=["both", "row-level security", "predicates", "nothing"])
def held_by(
    request: pytest.FixtureRequest,
    embedded_server: DatabaseServer,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[type[TwoWorkspaces]]:
    """The machine on a database that keeps workspaces apart by what the test is named after."""
    if request.param in ("row-level security", "nothing"):
        for name, sql in list(QUERIES.items()):
            monkeypatch.setitem(QUERIES, name, every_row(sql))

    async def prepare(owner: asyncpg.Connection) -> None:
        if request.param in ("row-level security", "nothing"):
            await without_predicates(owner)
        if request.param in ("predicates", "nothing"):
            await without_row_level_security(owner)

    with held_database(embedded_server, prepare) as (runner, database):
        yield type("Held", (TwoWorkspaces,), {"runner": runner, "database": database})


@pytest.mark.faults
@pytest.mark.timeout(3600)
def test_nothing_of_another_workspace_is_seen_or_changed(
    held_by: type[TwoWorkspaces], request: pytest.FixtureRequest
) -> None:
    """No id and no text of another workspace comes back, and its ids are those of nobody."""
    if request.node.callspec.params["held_by"] == "nothing":
        # otherwise the machine would not notice what the other ways keep from it
        # (a failure is repeated, and the database then has the rows of the first time)
        with pytest.raises((AssertionError, Flaky)):
            run_machine(held_by, 100)
        return
    while held_by.steps < STEPS:
        run_machine(held_by, 5)
