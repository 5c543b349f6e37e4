"""Files that hold uploads: what they contain, and that none is left behind."""

import asyncio
import errno
import hashlib
import os
import time
from pathlib import Path

import pytest

from adapters import disk_upload_files
from adapters.disk_upload_files import DiskUploadFile, DiskUploadFiles
from domain.errors import InsufficientStorage


@pytest.fixture
def files(tmp_path: Path) -> DiskUploadFiles:
    return DiskUploadFiles(tmp_path / "data" / "uploads")


def left_in(tmp_path: Path) -> list[Path]:
    return [path for path in tmp_path.rglob("*") if path.is_file()]


async def test_what_is_written_in_pieces_is_one_upload(
    files: DiskUploadFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An upload has the bytes of all pieces, their number and their digest, and is then deleted."""
    monkeypatch.setattr(disk_upload_files, "PIECE_BYTES", 10)
    content = bytes(range(256))
    async with files.new() as file:
        for start in range(0, 256, 7):
            await file.write(content[start : start + 7])
        upload = await file.upload("a.bin")
        assert upload.path.read_bytes() == content
        assert upload.path.stat().st_mode & 0o777 == 0o600
    assert (upload.filename, upload.size) == ("a.bin", 256)
    assert upload.sha256 == hashlib.sha256(content).hexdigest()
    assert left_in(tmp_path) == []


async def test_a_copy_is_an_upload(files: DiskUploadFiles, tmp_path: Path) -> None:
    """A copy of a file has its bytes, and does not change with it."""
    source = tmp_path / "source.txt"
    source.write_bytes(b"heron" * 1000)
    async with files.new() as file:
        await file.copy(source)
        source.write_bytes(b"else")
        upload = await file.upload("source.txt")
        assert upload.path.read_bytes() == b"heron" * 1000
    assert left_in(tmp_path) == [source]


async def test_an_upload_that_is_cut_off_leaves_no_file(
    files: DiskUploadFiles, tmp_path: Path
) -> None:
    """An error or a cancellation at any time deletes the file."""

    async def receive(most: float = float("inf")) -> None:
        async with files.new() as file:
            while file.size < most:
                await file.write(b"x" * 500_000)
            raise RuntimeError("the client is gone")

    with pytest.raises(RuntimeError):
        await receive(3_000_000)
    assert left_in(tmp_path) == []

    for steps in range(6):
        task = asyncio.create_task(receive())
        for _ in range(steps):
            await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    await asyncio.get_running_loop().shutdown_default_executor()  # no thread is left
    assert left_in(tmp_path) == []


async def test_a_late_thread_does_not_make_the_file_again(tmp_path: Path) -> None:
    """Writing to a file that was deleted fails, instead of leaving a new one behind."""
    with pytest.raises(FileNotFoundError):
        await DiskUploadFile(tmp_path / "gone").upload("a.txt")
    assert left_in(tmp_path) == []


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (errno.ENOSPC, "is full"),
        (errno.EDQUOT, "is full"),
        (errno.EROFS, "is read-only"),
        (errno.EACCES, "is not writable"),
        (errno.EIO, "is failing"),
    ],
)
async def test_a_disk_that_takes_nothing_is_insufficient_storage(
    files: DiskUploadFiles,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    reason: str,
) -> None:
    """What is wrong with the disk is said, and the file is deleted."""

    def full(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    async with files.new() as file:
        await file.write(b"heron")
        with monkeypatch.context() as patched:
            patched.setattr(Path, "open", full)
            with pytest.raises(InsufficientStorage, match=f"disk for uploads {reason}"):
                await file.upload("a.txt")
    assert left_in(tmp_path) == []


@pytest.mark.parametrize("place", ["data", "data/uploads"])
async def test_a_file_in_place_of_the_folder_is_insufficient_storage(
    files: DiskUploadFiles, tmp_path: Path, place: str
) -> None:
    """Each upload says what to remove, and the first one after that is taken."""
    in_the_way = tmp_path / place
    in_the_way.parent.mkdir(exist_ok=True)
    in_the_way.touch()
    for _ in range(2):
        with pytest.raises(InsufficientStorage, match="a file where the folder for uploads"):
            async with files.new():
                pass
    in_the_way.unlink()
    async with files.holding("a.txt", b"heron") as upload:
        assert upload.path.read_bytes() == b"heron"


async def test_files_of_processes_that_were_killed_are_deleted(
    files: DiskUploadFiles, tmp_path: Path
) -> None:
    """The first upload deletes files that are older than any upload; others and folders stay."""
    folder = tmp_path / "data" / "uploads"
    folder.mkdir(parents=True)
    first, old, recent = folder / "a folder", folder / "old", folder / "recent"
    first.mkdir()
    for each in (old, recent):
        each.touch()
    long_ago = time.time() - disk_upload_files.LEFT_BEHIND_SECONDS - 1
    for each in (first, old):
        os.utime(each, (long_ago, long_ago))
    async with files.new():
        pass
    assert left_in(tmp_path) == [recent]
    assert first.is_dir()
