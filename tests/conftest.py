"""Fixtures for all tests."""

import gc
import logging
import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

# how many new examples of a property `make test-faults` tries; by default 40, the same each time,
# so that a run speaks of a change and not of chance
TRIED = os.environ.get("TEST_PROPERTIES")

pytest_plugins = [
    "tests.support.acting",
    "tests.support.databases",
    "tests.contracts.stores",
    "tests.e2e.prepared",
    "tests.support.distributed",
    "tests.support.models",
    "tests.support.valkey_server",
    "tests.support.milvus",
    "tests.support.pgbouncer",
]

# no deadline, since slow machines must pass too
settings.register_profile(
    "quoth", deadline=None, max_examples=int(TRIED or 40), derandomize=TRIED is None
)
settings.load_profile("quoth")


@pytest.fixture(autouse=True)
def restored_logging() -> Iterator[None]:
    """What a test logs to is closed with it: a library would only drop it, as a later surprise."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    for handler in root.handlers:
        if handler not in handlers:
            handler.close()
    root.handlers[:] = handlers
    root.setLevel(level)


def pytest_collection_finish() -> None:
    """Let the collector pass over what was imported and collected, which stays until the end."""
    gc.collect()
    gc.freeze()
