"""Clients in several threads."""

import subprocess
import sys
from pathlib import Path

CLIENT = Path(__file__).parents[4] / "entrypoints" / "clients" / "python"
ROUNDS = 50  # without a lock about every third ends in a segmentation fault
SCRIPT = f"""
import sys
from threading import Barrier, Thread

import httpx
import msgspec

from quoth._call import returns

sys.setswitchinterval(1e-6)
response = httpx.Response(200, content=b'{{"name":"a","within":{{"words":["b"],"counts":{{}}}}}}')
for number in range({ROUNDS}):
    names: dict[str, object] = {{}}
    inner = msgspec.defstruct(
        "Inner", [("words", "list[str]"), ("counts", "dict[str, int]")], namespace=names
    )
    outer = msgspec.defstruct("Outer", [("name", str), ("within", inner)])
    barrier = Barrier(8)
    results = []

    def ask() -> None:
        barrier.wait()
        results.append(returns(outer)(response).within.words)

    threads = [Thread(target=ask) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert results == [["b"]] * 8
"""


def test_threads_that_read_a_kind_of_response_for_the_first_time_do_not_crash() -> None:
    """A type that several threads meet at once is learned by one of them."""
    ended = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, "-c", SCRIPT],
        check=False,
        env={"PYTHONPATH": str(CLIENT)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ended.returncode == 0, ended.stderr
