"""Storing the answers that this process writes, part by part, while they are written."""

import asyncio
import logging
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import asynccontextmanager
from uuid import UUID

from application.access.acting import acting_as, acting_principal
from application.answering.answer_writer import AnswerWriter
from application.answering.running_answers import RunningAnswers
from application.heartbeat import heartbeat
from application.ports.answer_leases import AnswerLeases
from application.ports.answer_parts import AnswerParts
from domain.access.principal import worker_in
from domain.errors import QuothError

# who follows an answer on another server sees its events this much later, and what was streamed in
# this time is lost with the process
APPEND_SECONDS = 0.02
# a lease lasts for 5 seconds; also how late a stop is heard of whose signal was lost
RENEW_SECONDS = 0.8
AGAIN_SECONDS = 0.5
PRUNE_SECONDS = 60.0
CLOSE_SECONDS = 1.0

logger = logging.getLogger(__name__)


class KeepAnswers:
    """Stores the parts of all answers of this process together, and renews their leases.

    It works while answers are being written. What cannot be stored is tried again; at its end each
    answer is stored whole by its writer. Answers that somebody wants to stop, or that are gone, are
    stopped: nobody would read what their models write.
    """

    def __init__(self, parts: AnswerParts, leases: AnswerLeases, running: RunningAnswers) -> None:
        self._parts = parts
        self._leases = leases
        self._running = running
        self._kept: dict[AnswerWriter, UUID] = {}
        self._ended: dict[AnswerWriter, UUID] = {}
        self._work: asyncio.Task[None] | None = None
        self._pruned: dict[UUID, float] = {}

    @asynccontextmanager
    async def keeping(self, writer: AnswerWriter) -> AsyncIterator[None]:
        """Keep what a writer writes within the block, and its lease."""
        self._kept[writer] = acting_principal().workspace.workspace_id
        if self._work is None or self._work.done():
            self._work = asyncio.create_task(self._keep(), name="keeping answers")
        try:
            yield
        finally:
            self._ended[writer] = self._kept.pop(writer)

    async def close(self) -> None:
        """Let the parts of the last answers be stored, once none is written any more.

        Those that cannot be stored soon are not missed: each answer was stored whole by its writer,
        and who does not hear of its end looks for it.
        """
        if self._work is not None:
            await asyncio.wait([self._work], timeout=CLOSE_SECONDS)
            self._work.cancel()
            await asyncio.gather(self._work, return_exceptions=True)

    async def _keep(self) -> None:
        # what begins while the heartbeat ends is seen here, too
        while self._kept or self._ended:
            async with heartbeat(RENEW_SECONDS, self._renew):
                await self._store_parts()

    async def _store_parts(self) -> None:
        failure: str | None = None
        while self._kept or self._ended:
            await asyncio.sleep(APPEND_SECONDS)
            try:
                await self._append()
                failure = None
            except Exception as exc:
                code = exc.code if isinstance(exc, QuothError) else QuothError.code
                if code != failure:
                    logger.warning(
                        "parts of answers are not stored yet: %s",
                        code,
                        exc_info=not isinstance(exc, QuothError),
                    )
                failure = code
                await asyncio.sleep(AGAIN_SECONDS)

    async def _append(self) -> None:
        for workspace_id, writers in _by_workspace(self._kept):
            found = [(each, part) for each in writers if (part := each.next_part())]
            if found:
                with acting_as(worker_in(workspace_id)):
                    await self._parts.append([part for _, part in found])
                for each, _ in found:
                    each.part_is_stored()
        # those who do not hear of an end look for it soon
        ended, self._ended = self._ended, {}
        for workspace_id, writers in _by_workspace(ended):
            with acting_as(worker_in(workspace_id)):
                await self._parts.append([part for each in writers for part in each.last_parts()])
                await self._prune(workspace_id)

    async def _renew(self) -> None:
        for workspace_id, writers in _by_workspace(self._kept):
            with acting_as(worker_in(workspace_id)):
                stops = await self._leases.renew([each.answer_id for each in writers])
            # one that is being saved has perhaps just ended by that
            self._running.stop(
                each.answer_id for each in writers if each.answer_id in stops and not each.is_saving
            )

    async def _prune(self, workspace_id: UUID) -> None:
        """Delete old parts at the end of an answer, however short it was, now and then."""
        now = asyncio.get_running_loop().time()
        if now - self._pruned.get(workspace_id, -PRUNE_SECONDS) >= PRUNE_SECONDS:
            self._pruned[workspace_id] = now
            await self._parts.prune()


def _by_workspace(
    writers: Mapping[AnswerWriter, UUID],
) -> Collection[tuple[UUID, list[AnswerWriter]]]:
    found: dict[UUID, list[AnswerWriter]] = {}
    for writer, workspace_id in writers.items():
        found.setdefault(workspace_id, []).append(writer)
    return found.items()
