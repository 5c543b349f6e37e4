"""Answers that are being written, in memory, behind the same ports as PostgreSQL."""

import asyncio
from collections.abc import Collection, Sequence
from uuid import UUID

from application.ports.answer_leases import AnswerLeases
from application.ports.answer_parts import AnswerParts
from application.ports.answer_signals import AnswerSignals, Heard
from domain.answering.parts import AnswerPart, PartPlace
from tests.fakes.chats import LEASE_SECONDS, InMemoryChats

PART_SECONDS = 600.0


class AnswerChannel:
    """Carries signals between all processes on one InMemoryChats, unless `cut` is set."""

    def __init__(self) -> None:
        self.cut = False
        self._listening: list[InMemoryAnswerSignals] = []

    def join(self, signals: "InMemoryAnswerSignals") -> None:
        """Let a process hear from now on."""
        self._listening.append(signals)

    def send(self, written: Collection[UUID] = (), stops: Collection[UUID] = ()) -> None:
        """Send to all who listen."""
        for each in [] if self.cut else self._listening:
            each.hear(written, stops)


class InMemoryAnswerSignals(AnswerSignals):
    """Hears over a channel."""

    def __init__(self, channel: AnswerChannel | None = None) -> None:
        self._channel = channel or AnswerChannel()
        self._written: set[UUID] = set()
        self._stops: set[UUID] = set()
        self._heard = asyncio.Event()
        self._channel.join(self)

    def hear(self, written: Collection[UUID], stops: Collection[UUID]) -> None:
        """Take note of a signal."""
        self._written |= set(written)
        self._stops |= set(stops)
        self._heard.set()

    async def wait(self, seconds: float) -> Heard:
        try:
            await asyncio.wait_for(self._heard.wait(), seconds)
        except TimeoutError:
            return Heard()
        self._heard.clear()
        heard = Heard(self._written, self._stops)
        self._written, self._stops = set(), set()
        return heard

    async def stop(self, answer_id: UUID) -> None:
        self._channel.send(stops=[answer_id])


class InMemoryAnswerParts(AnswerParts):
    """Stores the parts of InMemoryChats."""

    def __init__(
        self, chats: InMemoryChats | None = None, channel: AnswerChannel | None = None
    ) -> None:
        self.chats = chats or InMemoryChats()
        self._channel = channel or AnswerChannel()

    async def append(self, parts: Sequence[AnswerPart]) -> None:
        self.chats.check()
        for part in parts:
            if part.answer_id in self.chats.messages:
                stored = self.chats.parts.setdefault(part.answer_id, {})
                stored.setdefault(part.number, (part, self.chats.clock()))
        self._channel.send(written=[each.answer_id for each in parts])

    async def since(self, places: Sequence[PartPlace]) -> Sequence[tuple[AnswerPart, ...]]:
        self.chats.check()
        return [
            tuple(
                part
                for number, (part, _) in sorted(self.chats.parts.get(each.answer_id, {}).items())
                if number >= each.number
            )
            for each in places
        ]

    async def prune(self) -> None:
        chats = self.chats
        chats.check()
        for answer_id in [each for each in chats.parts if each not in chats.leases]:
            stored = chats.parts.pop(answer_id)
            young = {
                number: (part, at)
                for number, (part, at) in stored.items()
                if at > chats.clock() - PART_SECONDS
            }
            if young:
                chats.parts[answer_id] = young


class InMemoryAnswerLeases(AnswerLeases):
    """The leases of InMemoryChats."""

    def __init__(self, chats: InMemoryChats | None = None) -> None:
        self.chats = chats or InMemoryChats()

    async def renew(self, answers: Collection[UUID]) -> frozenset[UUID]:
        self.chats.check()
        held = {each for each in answers if each in self.chats.leases}
        for each in held:
            self.chats.leases[each] = self.chats.clock() + LEASE_SECONDS
        return frozenset(each for each in answers if each in self.chats.stops or each not in held)

    async def request_stop(self, answer_id: UUID) -> None:
        self.chats.check()
        if answer_id in self.chats.leases:
            self.chats.stops |= {answer_id}

    async def ended(self, answers: Collection[UUID]) -> frozenset[UUID]:
        self.chats.check()
        now = self.chats.clock()
        return frozenset(each for each in answers if self.chats.leases.get(each, now) <= now)
