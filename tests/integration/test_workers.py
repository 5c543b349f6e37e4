"""Worker threads for computation."""

import threading

import pytest
import torch

from adapters.hugging_face.workers import MOST_WORKERS, worker_pool, workers


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


def test_the_number_of_workers_can_be_lowered(monkeypatch: pytest.MonkeyPatch) -> None:
    """OMP_NUM_THREADS limits the workers if it is a number."""
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    assert workers() == 1
    monkeypatch.setenv("OMP_NUM_THREADS", "4,2")
    assert 1 <= workers() <= MOST_WORKERS
