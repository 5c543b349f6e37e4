"""The answers that other processes write, as far as they are known here."""

import asyncio
import time
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from uuid import UUID
from weakref import WeakValueDictionary

from application.access.acting import acting_as, acting_principal
from application.ports.answer_leases import AnswerLeases
from application.ports.answer_parts import AnswerParts
from application.ports.message_store import MessageStore
from domain.access.principal import worker_in
from domain.answering.parts import AnswerPart, PartPlace, grown, unwritten
from domain.conversation.message import Message

LOOK_SECONDS = 0.5


class FollowedAnswer:
    """One answer, which grows as its parts become known. All who follow it here share it.

    Attributes:
        answer: The answer as it is known.
        over: Whether it has ended, though it may not be known yet with its end.
    """

    def __init__(self, answer: Message) -> None:
        self.workspace_id = acting_principal().workspace.workspace_id
        self.over = answer.finish_reason is not None
        self.answer = answer if self.over else unwritten(answer)
        self.known_at = 0.0
        self._parts = 0
        self._news = asyncio.Event()

    @property
    def place(self) -> PartPlace:
        """The part that is not known yet."""
        return PartPlace(self.answer.id, self._parts)

    def add(self, parts: Sequence[AnswerPart]) -> None:
        """Add what became known, from whichever part on."""
        self.known_at = time.monotonic()
        for part in parts:
            if part.number == self._parts and not self.over:
                self._parts += 1
                self.answer, self.over = grown(self.answer, part), part.last
        if parts:
            self.wake()

    def end(self, answer: Message) -> None:
        """Replace the answer by the one that is stored with its end."""
        self.answer = answer
        self.wake()

    def wake(self) -> None:
        """Let all look who wait for news."""
        self._news.set()
        self._news = asyncio.Event()

    async def news(self, seconds: float) -> bool:
        """Wait for news so long at most, and return whether there is any."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                return await self._news.wait()
        return False


class FollowedAnswers:
    """Reads the parts of answers that are followed here, when they are signalled or now and then.

    An answer is known as long as somebody holds it. Its parts are read by the program itself, once
    for all who follow; what each of them may read of it is decided where they read it.
    """

    def __init__(self, messages: MessageStore, parts: AnswerParts, leases: AnswerLeases) -> None:
        self._messages = messages
        self._parts = parts
        self._leases = leases
        self._followed: WeakValueDictionary[UUID, FollowedAnswer] = WeakValueDictionary()
        self.stopping = False

    async def follow(self, answer: Message) -> FollowedAnswer:
        """Return an answer, given as it was just read, that grows from now on."""
        if answer.finish_reason is not None:
            return FollowedAnswer(answer)
        if (followed := self._followed.get(answer.id)) is None:
            # before it looks, so that no signal from then on is missed
            followed = self._followed[answer.id] = FollowedAnswer(answer)
            await self._look(followed)
        return followed

    async def wait(self, followed: FollowedAnswer, seconds: float) -> None:
        """Return when there is news of an answer, or after so many seconds.

        Raises:
            MessageNotFound: If the answer was removed.
            Unavailable: If the database is needed and not reachable.
        """
        if not followed.over and not await followed.news(min(seconds, LOOK_SECONDS)):
            await self._look(followed)
        if followed.over and followed.answer.finish_reason is None:
            with acting_as(worker_in(followed.workspace_id)):
                stored = await self._messages.get(followed.answer.id)
            if stored.finish_reason is None:
                followed.over = False  # its writer was late to renew the lease
            else:
                followed.end(stored)

    async def read(self, answers: Iterable[UUID]) -> None:
        """Read the news of those of these answers that are followed here.

        Raises:
            Unavailable: If the database is not reachable.
        """
        known = [followed for each in answers if (followed := self._followed.get(each))]
        by_workspace: dict[UUID, list[FollowedAnswer]] = {}
        for each in known:
            by_workspace.setdefault(each.workspace_id, []).append(each)
        for workspace_id, group in by_workspace.items():
            with acting_as(worker_in(workspace_id)):
                await self._read(group)

    def stop(self) -> None:
        """Let all who follow go, without an end: they find it on another server."""
        self.stopping = True
        for each in list(self._followed.values()):
            each.wake()

    async def _look(self, followed: FollowedAnswer) -> None:
        """Look at what nobody may have signalled, unless there is news or somebody has looked.

        Whoever looks does so for all answers of the workspace that it is time for.
        """
        latest = time.monotonic() - LOOK_SECONDS / 2
        if followed.known_at > latest:
            return
        due = {
            each.answer.id: each
            for each in self._followed.values()
            if each.workspace_id == followed.workspace_id
            and each.known_at <= latest
            and not each.over
        }
        for each in due.values():
            each.known_at = time.monotonic()
        with acting_as(worker_in(followed.workspace_id)):
            ended = await self._leases.ended(list(due))
            await self._read(due.values())
        for answer_id in ended:
            due[answer_id].over = True
            due[answer_id].wake()

    async def _read(self, followed: Collection[FollowedAnswer]) -> None:
        found = await self._parts.since([each.place for each in followed])
        for each, parts in zip(followed, found, strict=True):
            each.add(parts)
