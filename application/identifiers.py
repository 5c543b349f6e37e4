"""UUIDv7 identifiers: globally unique, and sorted by their time of creation."""

import secrets
import time
from threading import Lock
from uuid import UUID

_RANDOM_BITS = 62
_lock = Lock()
_last_tick = 0


def new_id() -> UUID:
    """Return a UUIDv7 (RFC 9562, section 5.7) greater than every earlier one of this process.

    The 12 bits after the millisecond hold its fraction (RFC 9562, section 6.2, method 3), so
    that a question and its answer, created in the same millisecond, sort in their order.
    """
    global _last_tick  # noqa: PLW0603 - the order within one process is the point
    with _lock:
        milliseconds, nanoseconds = divmod(time.time_ns(), 1_000_000)
        tick = (milliseconds << 12) | (nanoseconds * 4096 // 1_000_000)
        _last_tick = tick = max(tick, _last_tick + 1)
    milliseconds, fraction = tick >> 12, tick & 0xFFF
    value = (milliseconds << 80) | (0x7 << 76) | (fraction << 64) | (0b10 << _RANDOM_BITS)
    return UUID(int=value | secrets.randbits(_RANDOM_BITS))
