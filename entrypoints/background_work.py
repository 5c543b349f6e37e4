"""The work of a process that nobody asked for in a request: the queue of documents."""

import asyncio

from application.documents.work_off_jobs import WorkOffJobs


class BackgroundWork:
    """Works off the queue between `start` and `stop`."""

    def __init__(self, work_off_jobs: WorkOffJobs) -> None:
        self._work_off_jobs = work_off_jobs
        self._working: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin, once every part of the process is open."""
        self._working = asyncio.create_task(self._work_off_jobs.execute(), name="working")

    async def stop(self) -> None:
        """Release the documents in work, and return when nothing is being done any more."""
        if self._working is not None:
            self._working.cancel()
            await asyncio.gather(self._working, return_exceptions=True)
