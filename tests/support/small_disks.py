"""A small disk of its own, for tests that fill it up."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.databases import temporary_directory

FILLER = "filler"
BLOCK = b"\0" * 65536


@contextmanager
def small_disk(mebibytes: int) -> Iterator[Path]:
    """Mount a disk in memory, and yield its directory.

    Skips the test where that is not permitted: on Linux it takes root.
    """
    mount = shutil.which("mount")
    if mount is None or os.geteuid() != 0:
        pytest.skip("mounting a small disk takes Linux and root")
    with temporary_directory() as directory:
        options = f"size={mebibytes}m,mode=755"
        command = [mount, "-t", "tmpfs", "-o", options, "tmpfs", str(directory)]
        mounted = subprocess.run(  # noqa: S603 - a fixed command
            command, capture_output=True, text=True, check=False
        )
        if mounted.returncode != 0:
            pytest.skip(f"no small disk can be mounted here: {mounted.stderr.strip()}")
        try:
            yield directory
        finally:
            unmount = shutil.which("umount") or "umount"
            subprocess.run([unmount, "--lazy", str(directory)], check=True)  # noqa: S603 - as above


@contextmanager
def read_only(disk: Path) -> Iterator[None]:
    """Let nobody write to a small disk while the block runs, but to files that are open already."""
    mount, unmount = (shutil.which(name) or name for name in ("mount", "umount"))
    directory = str(disk)
    subprocess.run([mount, "--bind", directory, directory], check=True)  # noqa: S603 - as above
    try:
        options = "remount,bind,ro"
        subprocess.run([mount, "-o", options, directory], check=True)  # noqa: S603 - as above
        yield
    finally:
        subprocess.run([unmount, "--lazy", directory], check=True)  # noqa: S603 - as above


def fill(disk: Path) -> None:
    """Leave no space on a disk."""
    with (disk / FILLER).open("ab", buffering=0) as filler:
        while True:
            try:
                filler.write(BLOCK)
            except OSError:
                return


def make_space(disk: Path) -> None:
    """Undo `fill`."""
    (disk / FILLER).unlink()
