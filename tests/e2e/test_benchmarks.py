"""The benchmarks work: one that nobody runs for weeks would break unseen."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SMALL = [
    "--megabytes",
    "0.3",
    "--passages",
    "500",
    "--questions",
    "12",
    "--rounds",
    "1",
    "--chunks",
    "16",
]
NAMES = re.findall(  # to import them would load the models' libraries into each run
    r'^    "(\w+)": \w+\.run,$', (ROOT / "tests/benchmarks/__main__.py").read_text(), re.MULTILINE
)
SECONDS = 900

pytestmark = [pytest.mark.at_length, pytest.mark.timeout(SECONDS + 60)]


@pytest.mark.parametrize("name", NAMES)
def test_a_benchmark_measures(name: str) -> None:
    """Each ends with its number of missed bars, whatever they are on a busy machine."""
    ended = subprocess.run(  # noqa: S603 - our own benchmark
        [sys.executable, "-m", "tests.benchmarks", name, *SMALL],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    assert re.search(r"in \d+ s, \d+ missed\n$", ended.stdout), ended.stdout + ended.stderr
