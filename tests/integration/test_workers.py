"""Worker threads for computation."""

import os
import sys
import threading

import pytest
import torch

from adapters.hugging_face.workers import (
    MOST_WORKERS,
    SWITCH_SECONDS,
    worker_pool,
    workers,
)


def test_workers_share_the_cores_and_others_do_not_notice() -> None:
    """Workers compute with one thread each, and other threads keep their default."""
    default = torch.get_num_threads()
    pool = worker_pool("test", default)
    assert pool.submit(torch.get_num_threads).result() == 1
    assert torch.get_num_threads() == default
    seen: list[int] = []
    other = threading.Thread(target=lambda: seen.append(torch.get_num_threads()))
    other.start()
    other.join()
    assert seen == [default]
    pool.shutdown()


def test_workers_get_the_interpreter_soon_and_patient_ones_leave_the_cores_to_others() -> None:
    """A thread that wants the interpreter gets it in a moment; niceness is that of a pool alone."""

    def niceness() -> int:
        return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())

    quick, patient = worker_pool("quick", 1), worker_pool("patient", 1, 10)
    mine = niceness()
    assert quick.submit(niceness).result() == niceness() == mine
    if sys.platform == "linux":
        assert patient.submit(niceness).result() == min(19, mine + 10)
    assert sys.getswitchinterval() == pytest.approx(SWITCH_SECONDS, rel=0.1)
    for pool in (quick, patient):
        pool.shutdown()


def test_the_number_of_workers_can_be_lowered(monkeypatch: pytest.MonkeyPatch) -> None:
    """OMP_NUM_THREADS limits the workers if it is a number."""
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    assert workers() == 1
    monkeypatch.setenv("OMP_NUM_THREADS", "4,2")
    assert 1 <= workers() <= MOST_WORKERS
