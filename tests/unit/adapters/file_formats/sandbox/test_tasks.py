"""The tasks of parser processes, whose results several threads read."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[5]
ROUNDS = 50  # with types that are learned in the threads about every third ends in a crash
SCRIPT = f"""
import sys
from dataclasses import dataclass
from threading import Barrier, Thread

import msgspec

from adapters.file_formats.sandbox.tasks import Task

sys.setswitchinterval(1e-6)
packed = msgspec.msgpack.encode({{"name": "a", "within": {{"words": ["b"], "counts": {{}}}}}})
for number in range({ROUNDS}):

    @dataclass(frozen=True)
    class Inner:
        words: "list[str]"
        counts: "dict[str, int]"

    @dataclass(frozen=True)
    class Outer:
        name: str
        within: Inner

    task = Task("a.module", "a_function", Outer)
    barrier = Barrier(8)
    results = []

    def read() -> None:
        barrier.wait()
        results.append(task.decode(packed).within.words)

    threads = [Thread(target=read) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert results == [["b"]] * 8
"""


def test_the_first_results_of_a_kind_may_come_at_once() -> None:
    """The type of a result is known before any thread reads one."""
    ended = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, "-c", SCRIPT],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ended.returncode == 0, ended.stderr
