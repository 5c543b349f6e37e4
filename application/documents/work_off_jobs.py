"""Working off the queue of documents, for as long as the process runs."""

import asyncio
import logging
from uuid import UUID

from application.access.acting import acting_as
from application.documents.process_job import ProcessJob
from application.ports.document_claims import Claim
from application.ports.document_jobs import DocumentJobs
from application.ports.health_probe import HealthProbe
from application.ports.job_signals import JobSignals
from domain.access.principal import worker_in
from domain.documents.jobs import SMALL_BYTES
from domain.errors import QuothError, Unavailable

POLL_SECONDS = 2.0  # finds what is due again, what was cut off, and what no signal told of

logger = logging.getLogger(__name__)


class WorkOffJobs:
    """Processes queued documents, several at a time, each in its workspace.

    One place is kept for small files. While the service that embeds is away, documents stay in the
    queue: an attempt would fail, and there are few of them.
    """

    def __init__(
        self,
        jobs: DocumentJobs,
        signals: JobSignals,
        process: ProcessJob,
        places: int,
        embedder_service: HealthProbe | None = None,
    ) -> None:
        """Set the parts and the limit.

        Args:
            jobs: The queue.
            signals: Tells of new jobs.
            process: Processes one.
            places: How many documents are processed at a time; with 0, none are.
            embedder_service: What embeds them, if it is outside of this process.
        """
        self._jobs = jobs
        self._signals = signals
        self._process = process
        self._places = places
        self._embedder_service = embedder_service
        self._missed: str | None = None

    async def execute(self) -> None:
        """Process documents until it is cancelled. Those in work are then released for others."""
        async with asyncio.TaskGroup() as group:
            for place in range(self._places):
                only_small = place == 0 and self._places > 1
                group.create_task(self._work(SMALL_BYTES if only_small else None))

    async def _work(self, max_bytes: int | None) -> None:
        while True:
            found = await self._next(max_bytes)
            if found is None:
                await self._signals.wait(POLL_SECONDS)
            else:
                workspace_id, claim = found
                with acting_as(worker_in(workspace_id)):
                    await self._processed(claim)

    async def _next(self, max_bytes: int | None) -> tuple[UUID, Claim] | None:
        try:
            found = await self._claimed(max_bytes)
        except Unavailable as exc:
            if exc.code != self._missed:  # once for each reason: an outage would fill the log
                logger.warning("documents wait in the queue: %s", exc.message)
            self._missed = exc.code
            return None
        except Exception:
            logger.exception("the queue cannot be read")
            return None
        self._missed = None
        return found

    async def _claimed(self, max_bytes: int | None) -> tuple[UUID, Claim] | None:
        """Claim a document of the workspace whose turn it is."""
        workspaces = await self._jobs.workspaces(max_bytes)
        if workspaces and self._embedder_service is not None:
            await self._embedder_service.check()
        for workspace_id in workspaces:
            with acting_as(worker_in(workspace_id)):
                claim = await self._jobs.claim_next(max_bytes)
            if claim is not None:
                return workspace_id, claim
        return None

    async def _processed(self, claim: Claim) -> None:
        """Process a document. What went wrong is stored with its job."""
        try:
            document = await self._process.execute(claim)
        except QuothError as exc:
            logger.warning("document %s: %s", claim.document.id, exc.code)
        except Exception:
            logger.exception("document %s could not be processed", claim.document.id)
        else:
            logger.info(
                "document %s: %d chunks in %.1f s",
                document.id,
                document.total_chunks,
                document.processing_seconds or 0.0,
            )
