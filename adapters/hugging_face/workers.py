"""Thread pools for torch whose threads share the cores instead of competing for them."""

import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from adapters.hugging_face.allocator import keep_freed_memory

# More threads would contend for the GIL. On larger machines each thread uses several cores.
MOST_WORKERS = 8

# Python lets a thread keep the interpreter for 5 ms while others wait for it. A pass asks for it
# some hundred times, and takes three times as long beside a thread that splits or counts words.
SWITCH_SECONDS = 0.0002

_default_threads = threading.Lock()


def workers() -> int:
    """Return the number of worker threads: one per available core, at most MOST_WORKERS.

    The environment variable OMP_NUM_THREADS lowers it, as it does for torch itself.
    """
    if hasattr(os, "sched_getaffinity"):
        cores = len(os.sched_getaffinity(0))
    else:  # macOS, Windows
        cores = os.cpu_count() or 1
    allowed = os.environ.get("OMP_NUM_THREADS", "")
    return min(cores, MOST_WORKERS, int(allowed) if allowed.isdecimal() and int(allowed) else cores)


def worker_pool(name: str, size: int, niceness: int = 0) -> ThreadPoolExecutor:
    """Return a pool of threads that run torch jobs concurrently.

    By default each thread computes on all cores, and concurrent threads wait for each other: a job
    that takes 2 ms alone was measured at 60 ms.

    Args:
        name: What the threads are called.
        size: How many there are.
        niceness: By how much they leave the cores to other threads, on Linux.
    """
    return ThreadPoolExecutor(size, name, initializer=partial(_prepare, size, niceness))


def _prepare(workers: int, niceness: int) -> None:
    keep_freed_memory()
    sys.setswitchinterval(min(sys.getswitchinterval(), SWITCH_SECONDS))
    if niceness and sys.platform == "linux":  # where each thread has a niceness of its own
        os.nice(niceness)
    _share_cores(workers)


def _share_cores(workers: int) -> None:
    """Limit this thread to its share of the cores, without a change to other threads."""
    import torch

    with _default_threads:
        default = torch.get_num_threads()
        torch.set_num_threads(max(1, default // workers))
        # the call also set the default of future threads; a call from another thread restores it
        restore = threading.Thread(target=torch.set_num_threads, args=(default,))
        restore.start()
        restore.join()
