"""Fixtures for all tests."""

import gc
import os

from hypothesis import settings

# of each property that names no number itself; `make test-faults` sets it
EXAMPLES = int(os.environ.get("TEST_PROPERTIES", "40"))

pytest_plugins = [
    "tests.support.acting",
    "tests.support.databases",
    "tests.contracts.stores",
    "tests.support.distributed",
    "tests.support.milvus",
    "tests.support.models",
    "tests.support.valkey_server",
    "tests.support.pgbouncer",
]

# no deadline, since slow machines must pass too
settings.register_profile("quoth", deadline=None, max_examples=EXAMPLES)
settings.load_profile("quoth")


def pytest_xdist_auto_num_workers() -> int:
    """Return how many tests run at once: nearly half of their time they wait for processes."""
    return max(1, 3 * (os.cpu_count() or 1) // 2)


def pytest_collection_finish() -> None:
    """Let the collector pass over what was imported and collected, which stays until the end."""
    gc.collect()
    gc.freeze()
