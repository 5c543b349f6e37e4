"""The work of a process that nobody asked for in a request: queues, and what other servers tell."""

import asyncio

from application.answering.hear_answers import HearAnswers
from application.documents.work_off_jobs import WorkOffJobs
from application.indexing.keep_index import KeepIndex
from application.webhooks.work_off_deliveries import WorkOffDeliveries


class BackgroundWork:
    """Works off the queues of documents and deliveries, and hears, between `start` and `stop`.

    A worker writes no answers and shows none, so it need not hear of any.
    """

    def __init__(
        self,
        work_off_jobs: WorkOffJobs,
        work_off_deliveries: WorkOffDeliveries,
        hear_answers: HearAnswers,
        keep_index: KeepIndex | None = None,
    ) -> None:
        queues = (work_off_jobs, work_off_deliveries, keep_index)
        self._queues = [each for each in queues if each]
        self._hear_answers = hear_answers
        self._working: list[asyncio.Task[None]] = []

    def start(self, *, hearing: bool = True) -> None:
        """Begin, once every part of the process is open.

        Args:
            hearing: Whether it hears of answers, over a connection of its own.
        """
        work = [each.execute for each in self._queues]
        if hearing:
            work.append(self._hear_answers.execute)
        self._working = [asyncio.create_task(each(), name="working") for each in work]

    async def stop(self) -> None:
        """Release the documents in work, and return when nothing is being done any more."""
        for task in self._working:
            task.cancel()
        await asyncio.gather(*self._working, return_exceptions=True)
