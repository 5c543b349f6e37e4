"""A data directory as a first start leaves it, since most tests are not about that start."""

import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.e2e.command import environment, quoth
from tests.support.databases import temporary_directory

_folders = ExitStack()
_originals: list[Path] = []


def prepare(data_dir: Path) -> Path:
    """Give a data directory, unless it has one, an empty database; return the directory."""
    if not (data_dir / "postgres").exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        for name in ("postgres", "tokenizers"):
            # with its owner, who is another user than root
            subprocess.run(["cp", "--archive", str(_original() / name), str(data_dir)], check=True)  # noqa: S603, S607 - our own files
    return data_dir


def _original() -> Path:
    if not _originals:
        folder = _folders.enter_context(temporary_directory())
        asked = quoth("ask", "What is here?", env=environment(folder / "data"), cwd=folder)
        assert "no documents" in asked.stdout, asked.stderr
        _originals.append(folder / "data")
    return _originals[0]


@pytest.fixture(scope="session", autouse=True)
def no_original_is_left() -> Iterator[None]:
    """What was copied is deleted after the last test."""
    yield
    _originals.clear()
    _folders.close()
