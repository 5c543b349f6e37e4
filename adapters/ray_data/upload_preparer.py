"""Prepares uploads on a Ray cluster."""

import asyncio
import pickle
from collections.abc import AsyncGenerator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

from adapters.ray_data.cluster import RayCluster
from adapters.ray_data.stages import Row
from application.ports.upload_preparer import Preparation, UploadPreparer
from domain.documents.document import Upload
from domain.errors import Unavailable


class RayUploadPreparer(UploadPreparer):
    """Reads, cuts and embeds uploads on the nodes of a cluster, which see them under their paths.

    What is lost with a node is prepared again by those that are left.
    """

    def __init__(self, cluster: RayCluster) -> None:
        self._cluster = cluster

    async def prepare(self, uploads: Sequence[Upload]) -> AsyncGenerator[Preparation, None]:
        """Yield each upload once, in any order, as soon as it is prepared.

        Raises:
            Unavailable: If the cluster is not reachable, or can prepare no more files.
            Misconfigured: If the address is none.
        """
        left = dict(enumerate(uploads))
        loop = asyncio.get_running_loop()
        with ThreadPoolExecutor(1, "ray") as thread:  # Ray is called in one thread alone
            try:
                await loop.run_in_executor(thread, self._cluster.connect)
            except asyncio.CancelledError:
                # in the same thread: behind the call, which goes on there
                thread.submit(self._cluster.disconnect)
                raise
            try:
                while left:
                    before = len(left)
                    async for row in self._run(left, thread):
                        # a node that died may have sent it, and another one sends it again
                        if upload := left.pop(row["number"], None):
                            yield _preparation(upload, row)
                    if len(left) == before:
                        raise Unavailable(
                            f"The Ray cluster lost {before:,} files and prepared none of them: see"
                            " its logs. What was reported so far is stored; run the command again"
                            " for the rest."
                        )
            finally:
                # ends a call that waits in the thread, too
                await asyncio.to_thread(self._cluster.disconnect)

    async def _run(
        self, left: Mapping[int, Upload], thread: ThreadPoolExecutor
    ) -> AsyncGenerator[Row, None]:
        loop = asyncio.get_running_loop()
        pickled = {number: pickle.dumps(upload) for number, upload in left.items()}
        rows = self._cluster.run(pickled)
        while (row := await loop.run_in_executor(thread, next, rows, None)) is not None:
            yield row


def _preparation(upload: Upload, row: Row) -> Preparation:
    if row["failure"]:
        return Preparation(upload, failure=row["failure"])
    return Preparation(upload, pickle.loads(row["texts"]))  # noqa: S301 - of our own nodes
