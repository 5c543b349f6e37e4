"""The work of a process that nobody asked for in a request: queues, and what other servers tell."""

import asyncio

from application.answering.hear_answers import HearAnswers
from application.documents.work_off_jobs import WorkOffJobs
from application.indexing.keep_index import KeepIndex
from application.webhooks.work_off_deliveries import WorkOffDeliveries


class BackgroundWork:
    """Works off the queues of documents and deliveries, and hears, between `start` and `stop`."""

    def __init__(
        self,
        work_off_jobs: WorkOffJobs,
        work_off_deliveries: WorkOffDeliveries,
        hear_answers: HearAnswers,
        keep_index: KeepIndex | None = None,
    ) -> None:
        work = (work_off_jobs, work_off_deliveries, hear_answers, keep_index)
        self._work = [each for each in work if each]
        self._working: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin, once every part of the process is open."""
        self._working = [asyncio.create_task(each.execute(), name="working") for each in self._work]

    async def stop(self) -> None:
        """Release the documents in work, and return when nothing is being done any more."""
        for task in self._working:
            task.cancel()
        await asyncio.gather(*self._working, return_exceptions=True)
