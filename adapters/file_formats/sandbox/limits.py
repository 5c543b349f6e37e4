"""What a parser process may take."""

import os
import resource
import signal
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

_LOWER_PRIORITY = 5
_OUT_OF_MEMORY_SCORE = Path("/proc/self/oom_score_adj")
_ALARM_GRACE_SECONDS = 5.0
_CPU_GRACE_SECONDS = 2


class Limits(Struct, frozen=True):
    """What a parser process may take.

    Attributes:
        memory_bytes: Its address space. macOS does not enforce it.
        cpu_seconds: The processor time.
        wall_seconds: The time from its start to its end.
        result_bytes: The size of its encoded result.
    """

    memory_bytes: int = 1_000_000_000
    cpu_seconds: int = 60
    wall_seconds: float = 120.0
    result_bytes: int = 256_000_000


def limit_this_process(limits: Limits) -> None:
    """Let the system enforce the limits on this process, and put it behind the server.

    The alarm ends it even if neither the server nor the fork server is left to do so.
    """
    os.nice(_LOWER_PRIORITY)
    with suppress(OSError):  # a system without memory ends this process first; Linux only
        _OUT_OF_MEMORY_SCORE.write_text("1000")
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, limits.wall_seconds + _ALARM_GRACE_SECONDS)
    cpu = limits.cpu_seconds
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, 0)  # a parser writes no file
    _limit(resource.RLIMIT_CPU, cpu, cpu + _CPU_GRACE_SECONDS)
    _limit(resource.RLIMIT_AS, limits.memory_bytes)


def _limit(what: int, soft: int, hard: int | None = None) -> None:
    # macOS refuses a limit on memory below what its libraries have reserved
    with suppress(ValueError, OSError):
        resource.setrlimit(what, (soft, soft if hard is None else hard))
