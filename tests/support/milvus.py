"""Milvus Lite for tests: one file for the run, and an index for each test."""

import importlib.util
from pathlib import Path
from uuid import uuid4

import pytest

from adapters.milvus.client import Milvus


@pytest.fixture(scope="session")
def milvus(tmp_path_factory: pytest.TempPathFactory) -> Milvus:
    """A Milvus in a file of its own. One process at a time can open a file."""
    for package in ("pymilvus", "milvus_lite"):
        if importlib.util.find_spec(package) is None:
            pytest.skip(f"{package} is not installed: pip install 'quoth[milvus]' milvus-lite")
    folder: Path = tmp_path_factory.mktemp("milvus")
    return Milvus(str(folder / f"{uuid4().hex}.db"), seconds=60.0)  # on a busy machine, too
