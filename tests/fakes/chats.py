"""In-memory conversations behind the same ports as PostgreSQL."""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from application.access.acting import acting_principal
from application.ports.idempotency_keys import IdempotencyKeys
from application.ports.linked_exchanges import LinkedExchanges
from application.ports.message_store import MessageStore, StartedExchange
from application.ports.session_catalog import SessionCatalog
from application.ports.session_store import SessionStore
from domain.access.principal import Principal
from domain.answering.parts import AnswerPart, grown
from domain.conversation.feedback import Feedback
from domain.conversation.linked_exchange import LinkedExchange
from domain.conversation.message import (
    FinishReason,
    HistoryMessage,
    Message,
    MessageRole,
    newest_history,
    withheld,
)
from domain.conversation.session import ChatSession, ListedSession, default_title, hit_in
from domain.documents.document_filter import DocumentFilter
from domain.errors import (
    AnswerInProgress,
    DatabaseUnavailable,
    InsufficientStorage,
    MessageNotFound,
    SessionNotFound,
)
from domain.idempotency import IdempotencyKey, Operation
from domain.paging import Page, PageRequest
from tests.fakes.paging import bytes_of, page_of

LEASE_SECONDS = 5.0
KEY_SECONDS = 24 * 3600.0


@dataclass(frozen=True)
class TakenKey:
    """What a key was used for, and when."""

    fingerprint: str
    subject_id: UUID
    at: float


@dataclass
class InMemoryChats:
    """The state that the ports for conversations and idempotency keys share.

    Set `available` to False to make every call raise DatabaseUnavailable, set `full` to make those
    that store something new raise InsufficientStorage, and replace `clock` to expire leases.
    `may_read` says whether who acts may read a document, `sees_collection` whether they see a
    collection of a name, `has_limits` whether any document is limited, `rests_on` which documents
    each answer rests on, beside those that it names, and `askers` who asked.
    """

    clock: Callable[[], float] = time.monotonic
    available: bool = True
    full: bool = False
    sessions: dict[UUID, ChatSession] = field(default_factory=dict)
    messages: dict[UUID, Message] = field(default_factory=dict)
    leases: dict[UUID, float] = field(default_factory=dict)
    parts: dict[UUID, dict[int, tuple[AnswerPart, float]]] = field(default_factory=dict)
    stops: frozenset[UUID] = frozenset()
    keys: dict[tuple[Operation, str], TakenKey] = field(default_factory=dict)
    exchanges: dict[UUID, LinkedExchange] = field(default_factory=dict)
    unlisted: set[UUID] = field(default_factory=set)
    may_read: Callable[[UUID], bool] = lambda _: True
    sees_collection: Callable[[str], bool] = lambda _: True
    has_limits: Callable[[], bool] = lambda: False
    rests_on: dict[UUID, frozenset[UUID]] = field(default_factory=dict)
    askers: dict[UUID, Principal] = field(default_factory=dict)
    feedback: dict[tuple[UUID, UUID], Feedback] = field(default_factory=dict)

    def check(self) -> None:
        """Raise DatabaseUnavailable unless `available` is set."""
        if not self.available:
            raise DatabaseUnavailable

    def admit(self) -> None:
        """Raise as `check` does, or InsufficientStorage if `full` is set."""
        self.check()
        if self.full:
            raise InsufficientStorage

    def find(self, key: IdempotencyKey) -> UUID | None:
        """Return the subject of a key that has not expired."""
        taken = self.keys.get((key.operation, key.value))
        if taken is None or taken.at + KEY_SECONDS < self.clock():
            return None
        key.check_same_request(taken.fingerprint)
        return taken.subject_id

    def take(self, key: IdempotencyKey, subject_id: UUID) -> UUID:
        """Assign a key to a subject, or return the subject that already has it."""
        if (earlier := self.find(key)) is not None:
            return earlier
        self.keys[key.operation, key.value] = TakenKey(key.fingerprint, subject_id, self.clock())
        return subject_id

    def session(self, session_id: UUID) -> ChatSession:
        """Return one session, or raise SessionNotFound."""
        self.check()
        if session_id not in self.sessions:
            raise SessionNotFound
        return self.sessions[session_id]

    def read(self, message: Message) -> Message:
        """Return a message as a reader sees it: with its parts, or interrupted without a lease.

        If it rests on what they may not read, or is being written for others, it is withheld.
        """
        message = self.so_far(message)
        if self.leases.get(message.id, float("inf")) <= self.clock():
            message = replace(message, finish_reason=FinishReason.INTERRUPTED)
        if message.within is not None and not self.shows_scope(message, message.within):
            message = replace(message, within=None)
        return withheld(message) if self.withholds(message) else message

    def shows_scope(self, question: Message, within: DocumentFilter) -> bool:
        """Return whether who acts may see what a question was asked of."""
        said = [each for each in self.messages.values() if each.session_id == question.session_id]
        answer = said[[each.id for each in said].index(question.id) + 1]
        return (
            all(map(self.may_read, within.document_ids or ()))
            and all(map(self.sees_collection, within.collections or ()))
            and not self.withholds(answer)
        )

    def withholds(self, message: Message) -> bool:
        """Return whether who acts may not read an answer."""
        documents = self.so_far(message).document_ids | self.rests_on.get(message.id, frozenset())
        if not all(map(self.may_read, documents)):
            return True
        is_written = self.leases.get(message.id, 0.0) > self.clock()
        return (
            is_written
            and self.has_limits()
            and not acting_principal().reads_what(self.askers[message.id])
        )

    def so_far(self, message: Message) -> Message:
        """Return a message with its parts, unless it has ended."""
        if message.id in self.leases:
            for _, (part, _) in sorted(self.parts.get(message.id, {}).items()):
                message = grown(message, part)
        return message

    def begun(self, question: Message, answer: Message, earlier: Iterable[Message]) -> None:
        """Store a question and its answer, which rests on what those before it rest on."""
        self.messages |= {question.id: question, answer.id: answer}
        self.leases[answer.id] = self.clock() + LEASE_SECONDS
        self.askers[answer.id] = acting_principal()
        self.rests_on[answer.id] = frozenset(
            document
            for each in earlier
            for document in (*each.document_ids, *self.rests_on.get(each.id, ()))
        )

    def of(self, session_id: UUID) -> tuple[Message, ...]:
        """Return a session's messages as a reader sees them, in order."""
        self.session(session_id)
        kept = self.messages.values()
        return tuple(self.read(message) for message in kept if message.session_id == session_id)


class InMemorySessionStore(SessionStore):
    """Stores the sessions of InMemoryChats."""

    def __init__(self, chats: InMemoryChats | None = None) -> None:
        self.chats = chats or InMemoryChats()

    async def create(self, session: ChatSession) -> None:
        self.chats.admit()
        self.chats.sessions[session.id] = session

    async def change(
        self, session_id: UUID, *, title: str | None = None, pinned: bool | None = None
    ) -> ChatSession:
        was = self.chats.session(session_id)
        changed = replace(
            was,
            title=was.title if title is None else title,
            pinned=was.pinned if pinned is None else pinned,
        )
        self.chats.sessions[session_id] = changed
        return changed

    async def remove(self, session_id: UUID) -> None:
        for message in self.chats.of(session_id):
            del self.chats.messages[message.id]
            for voice in [each for each in self.chats.feedback if each[0] == message.id]:
                del self.chats.feedback[voice]
            self.chats.leases.pop(message.id, None)
            self.chats.parts.pop(message.id, None)
        del self.chats.sessions[session_id]


class InMemorySessionCatalog(SessionCatalog):
    """Reads the sessions of InMemoryChats."""

    def __init__(self, chats: InMemoryChats) -> None:
        self.chats = chats

    async def read(
        self, session_id: UUID, page: PageRequest[UUID]
    ) -> tuple[ChatSession, Page[Message, UUID]]:
        messages = [replace(each, considered=()) for each in self.chats.of(session_id)]
        if page.after is not None:
            ids = [each.id for each in messages]
            messages = messages[: ids.index(page.after)] if page.after in ids else []
        items = page_of(messages[::-1], page.limit, bytes_of)[::-1]
        cursor = items[0].id if len(items) < len(messages) else None
        return self.chats.session(session_id), Page(items, cursor)

    async def list(
        self, page: PageRequest[UUID], query: str = "", *, pinned: bool | None = None
    ) -> Page[ListedSession, UUID]:
        self.chats.check()
        newest_first = sorted(self.chats.sessions, reverse=True)
        part = query.replace("\0", "")
        found = [
            listed
            for each in newest_first
            if each not in self.chats.unlisted
            and (page.after is None or each < page.after)
            and pinned in (None, self.chats.sessions[each].pinned)
            and (listed := self._listed(self.chats.sessions[each], part)) is not None
        ]
        items = page_of(found, page.limit, self._size_of_hit)
        return Page(items, items[-1].session.id if len(found) > len(items) else None)

    def _size_of_hit(self, listed: ListedSession) -> int:
        message_id = listed.hit and listed.hit.message_id
        return len(self.chats.messages[message_id].content.encode()) if message_id else 0

    def _listed(self, session: ChatSession, part: str) -> ListedSession | None:
        if not part:
            return ListedSession(session)
        for message in reversed(self.chats.of(session.id)):
            if part.lower() in message.content.lower():
                return ListedSession(session, hit_in(message.content, part, message.id))
        if part.lower() in (session.title or "").lower():
            return ListedSession(session, hit_in(session.title or "", part))
        return None


class InMemoryMessageStore(MessageStore):
    """Stores the messages of InMemoryChats."""

    def __init__(self, chats: InMemoryChats | None = None) -> None:
        self.chats = chats or InMemoryChats()

    async def begin(
        self,
        question: Message,
        answer: Message,
        key: IdempotencyKey | None = None,
        *,
        history_bytes: int = 0,
    ) -> StartedExchange:
        chats = self.chats
        chats.admit()
        if key is not None and (taken_for := chats.find(key)) is not None:
            return StartedExchange(taken_for)
        session = chats.session(question.session_id)
        earlier = chats.of(session.id)
        if any(
            each.role is MessageRole.ASSISTANT and each.finish_reason is None for each in earlier
        ):
            raise AnswerInProgress
        if key is not None:
            chats.take(key, answer.id)
        for message in earlier:
            chats.messages[message.id] = replace(
                chats.so_far(chats.messages[message.id]), finish_reason=message.finish_reason
            )
            chats.leases.pop(message.id, None)
        given = [each for each in earlier if not each.withheld]
        chats.begun(question, answer, given)
        chats.sessions[session.id] = replace(
            session,
            title=session.title or default_title(question.content),
            updated_at=max(session.updated_at, question.created_at),
        )
        history = [HistoryMessage(each.role, each.content) for each in given]
        return StartedExchange(answer.id, newest_history(history, history_bytes))

    async def save(self, answer: Message) -> bool:
        chats = self.chats
        chats.check()
        if answer.id not in chats.leases:
            return False
        kept = chats.messages[answer.id]
        chats.messages[answer.id] = replace(
            answer, session_id=kept.session_id, role=kept.role, created_at=kept.created_at
        )
        del chats.leases[answer.id]
        return True

    async def get(self, message_id: UUID) -> Message:
        self.chats.check()
        if message_id not in self.chats.messages:
            raise MessageNotFound
        return self.chats.read(self.chats.messages[message_id])

    async def may_read(self, message_id: UUID) -> bool:
        return not (await self.get(message_id)).withheld


class InMemoryLinkedExchanges(LinkedExchanges):
    """Stores the linked exchanges of InMemoryChats."""

    def __init__(self, chats: InMemoryChats | None = None) -> None:
        self.chats = chats or InMemoryChats()

    async def begin(self, exchange: LinkedExchange, question: Message, answer: Message) -> None:
        chats = self.chats
        chats.admit()
        month_ago = datetime.now(UTC) - timedelta(days=30)
        for each in [*chats.unlisted]:
            if chats.sessions[each].created_at < month_ago:
                await self._forget(each)
        session = ChatSession(answer.session_id, question.created_at, question.created_at)
        chats.sessions[session.id] = session
        chats.unlisted.add(session.id)
        chats.begun(question, answer, self._chain(exchange.previous_id))
        chats.exchanges[answer.id] = exchange

    def _chain(self, answer_id: UUID | None) -> Iterator[Message]:
        while answer_id is not None and answer_id in self.chats.exchanges:
            yield self.chats.messages[answer_id]
            answer_id = self.chats.exchanges[answer_id].previous_id

    async def get(self, answer_id: UUID) -> LinkedExchange:
        self.chats.check()
        answer = self.chats.messages.get(answer_id)
        if answer_id not in self.chats.exchanges or answer is None or self.chats.withholds(answer):
            raise MessageNotFound
        return self.chats.exchanges[answer_id]

    async def history(self, answer_id: UUID, most_bytes: int) -> tuple[HistoryMessage, ...]:
        self.chats.check()
        said: tuple[HistoryMessage, ...] = ()
        link: UUID | None = answer_id
        while link is not None and (exchange := self.chats.exchanges.get(link)) is not None:
            if self.chats.withholds(self.chats.messages[link]):
                break
            earlier = (
                *exchange.given,
                HistoryMessage(MessageRole.USER, exchange.question),
                HistoryMessage(MessageRole.ASSISTANT, self._answer(exchange).content),
                *said,
            )
            if said and sum(len(each.content.encode()) for each in earlier) > most_bytes:
                break
            said, link = earlier, exchange.previous_id
        return said

    def _answer(self, exchange: LinkedExchange) -> Message:
        return self.chats.read(self.chats.messages[exchange.answer_id])

    async def remove(self, answer_id: UUID) -> None:
        await self.get(answer_id)
        await self._forget(self.chats.messages[answer_id].session_id)

    async def _forget(self, session_id: UUID) -> None:
        for message in self.chats.of(session_id):
            self.chats.exchanges.pop(message.id, None)
        self.chats.unlisted.remove(session_id)
        await InMemorySessionStore(self.chats).remove(session_id)


class InMemoryIdempotencyKeys(IdempotencyKeys):
    """Stores the keys of InMemoryChats."""

    def __init__(self, chats: InMemoryChats | None = None) -> None:
        self.chats = chats or InMemoryChats()

    async def find(self, key: IdempotencyKey) -> UUID | None:
        self.chats.check()
        return self.chats.find(key)

    async def take(self, key: IdempotencyKey, subject_id: UUID) -> UUID:
        self.chats.admit()
        return self.chats.take(key, subject_id)
