"""Threads that compute beside one another, each on its own share of the processor."""

import ctypes
import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial

# More of them would stand in one another's way inside Python; each takes several cores instead.
MOST_WORKERS = 8

# Of malloc.h, which ctypes does not know.
M_TOP_PAD, M_MMAP_THRESHOLD = -2, -3

_default_threads = threading.Lock()


def workers() -> int:
    """Return how many threads keep the processor busy: one for each core that may be used.

    OMP_NUM_THREADS lowers it, as it does for torch itself.
    """
    if hasattr(os, "sched_getaffinity"):
        cores = len(os.sched_getaffinity(0))
    else:  # macOS, Windows
        cores = os.cpu_count() or 1
    allowed = os.environ.get("OMP_NUM_THREADS", "")
    return min(cores, MOST_WORKERS, int(allowed) if allowed.isdecimal() and int(allowed) else cores)


def worker_pool(name: str, size: int) -> ThreadPoolExecutor:
    """Return threads that run jobs of torch side by side.

    By default every thread of a program computes on all cores, and those that do so at once wait
    for each other's halves: a job that takes 2 ms alone was measured at 60.
    """
    return ThreadPoolExecutor(size, name, initializer=partial(_prepare, size))


def _prepare(workers: int) -> None:
    _keep_freed_memory()
    _share_cores(workers)


def _keep_freed_memory() -> None:
    """Have glibc keep some memory for what is computed next, up to 16 MiB for each thread.

    By default it gives every layer's memory back to the system and asks for it anew, and a third
    of the time goes to clearing pages.
    """
    if sys.platform == "linux" and hasattr(libc := ctypes.CDLL(None), "mallopt"):  # not in musl
        libc.mallopt(M_MMAP_THRESHOLD, 32 * 1024 * 1024)
        libc.mallopt(M_TOP_PAD, 16 * 1024 * 1024)


def _share_cores(workers: int) -> None:
    """Have this thread compute on its share of the cores, and leave new threads their default."""
    import torch

    with _default_threads:
        default = torch.get_num_threads()
        torch.set_num_threads(max(1, default // workers))
        # that set the default of threads to come as well: another thread puts it back
        restore = threading.Thread(target=torch.set_num_threads, args=(default,))
        restore.start()
        restore.join()
