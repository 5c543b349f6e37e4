"""Preparing uploads on a cluster, as far as it needs none."""

import asyncio
import time
from functools import partial
from threading import Event

import pytest

from adapters.ray_data.cluster import RayCluster
from adapters.ray_data.upload_preparer import RayUploadPreparer


class SlowCluster(RayCluster):
    """A cluster whose connection opens slowly. Record: `opening` and `is_open`."""

    def __init__(self) -> None:
        self.opening, self.is_open = Event(), False

    def connect(self) -> None:
        self.opening.set()
        time.sleep(0.05)
        self.is_open = True

    def disconnect(self) -> None:
        self.is_open = False


async def test_a_connection_that_still_opens_when_a_run_is_cancelled_is_closed() -> None:
    """Ctrl-C while the cluster starts leaves nothing of it behind."""
    cluster = SlowCluster()
    prepared = RayUploadPreparer(cluster).prepare([])
    running = asyncio.create_task(anext(prepared, None))
    await asyncio.to_thread(partial(cluster.opening.wait, 5.0))
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert cluster.opening.is_set()
    assert not cluster.is_open
