"""What the C library does with freed memory."""

import ctypes
import gc
import sys

# Constants of malloc.h.
M_TOP_PAD, M_MMAP_THRESHOLD = -2, -3


def keep_freed_memory() -> None:
    """Let glibc keep up to 16 MiB of freed memory per thread for the next computation.

    By default it returns the memory of every layer to the system and allocates it again; clearing
    the new pages then takes a third of the time.
    """
    if (libc := _glibc()) is not None:
        libc.mallopt(M_MMAP_THRESHOLD, 32 * 1024 * 1024)
        libc.mallopt(M_TOP_PAD, 16 * 1024 * 1024)


def return_freed_memory() -> None:
    """Return the memory to the system that loading the models has freed: a sixth of all. Blocks."""
    gc.collect()
    if (libc := _glibc()) is not None:
        libc.malloc_trim(0)


def _glibc() -> ctypes.CDLL | None:
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None)
    return libc if hasattr(libc, "mallopt") else None  # not in musl
