"""ZIP archives within limits."""

import io
import struct
import zipfile
from pathlib import Path

import pytest

from adapters.file_formats import zip_archive as module
from adapters.file_formats.zip_archive import ZipArchive
from domain.errors import DocumentPasswordRequired, FileDamaged, FileTooComplex


@pytest.fixture(autouse=True)
def small_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_READ_BYTES", 1_000_000)
    monkeypatch.setattr(module, "MOST_DECLARED_BYTES", 5_000_000)
    monkeypatch.setattr(module, "MOST_MEMBERS", 10)


def archive(folder: Path, **members: bytes) -> Path:
    with zipfile.ZipFile(folder / "file", "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return folder / "file"


def test_members_are_read_whole(tmp_path: Path) -> None:
    """Names come in the order of the archive, and each content as it was packed."""
    with ZipArchive(archive(tmp_path, b=b"one" * 1000, a=b"")) as opened:
        assert opened.names == ("b", "a")
        assert ("b" in opened, "c" in opened) == (True, False)
        assert (opened.read("b"), opened.read("a")) == (b"one" * 1000, b"")
        with pytest.raises(FileDamaged, match="lacks its part c"):
            opened.read("c")


def test_a_bomb_is_refused_by_what_it_declares(tmp_path: Path) -> None:
    """The declared sizes are summed before anything is unpacked, and members are counted."""
    with pytest.raises(FileTooComplex, match="6,000,000 bytes"):
        ZipArchive(archive(tmp_path, a=bytes(3_000_000), b=bytes(3_000_000)))
    with pytest.raises(FileTooComplex, match="11 parts"):
        ZipArchive(archive(tmp_path, **{f"n{number}": b"" for number in range(11)}))


def test_all_that_is_read_counts(tmp_path: Path) -> None:
    """A member that fits alone is refused when others were read before it."""
    with ZipArchive(archive(tmp_path, a=bytes(600_000), b=bytes(600_000))) as opened:
        opened.read("a")
        with pytest.raises(FileTooComplex, match="more than 1,000,000 bytes"):
            opened.read("b")


def test_a_member_that_is_larger_than_it_says_is_damaged(tmp_path: Path) -> None:
    """Of a member that declares 10 bytes no more are unpacked than one block."""
    path = archive(tmp_path, a=bytes(2_000_000))
    content = path.read_bytes().replace(struct.pack("<I", 2_000_000), struct.pack("<I", 10))
    path.write_bytes(content)
    with ZipArchive(path) as opened, pytest.raises(FileDamaged, match="part a of the file"):
        opened.read("a")


def test_what_is_no_archive_or_encrypted_is_refused(tmp_path: Path) -> None:
    """The errors say that the archive is damaged, or has a password."""
    path = archive(tmp_path, a=b"text" * 100)
    whole = path.read_bytes()
    encrypted = bytearray(whole)
    encrypted[6] |= 1
    encrypted[whole.index(b"PK\1\2") + 8] |= 1
    path.write_bytes(encrypted)
    with ZipArchive(path) as opened, pytest.raises(DocumentPasswordRequired):
        opened.read("a")
    path.write_bytes(whole[:-10])
    with pytest.raises(FileDamaged, match="damaged or incomplete ZIP"):
        ZipArchive(path)


def test_damaged_members_raise_no_other_error(tmp_path: Path) -> None:
    """Whatever byte is wrong, the archive or the member is damaged, or the content is there."""
    content = b"some text, some text, some other text"
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("a", content)
    whole = file.getvalue()
    for place in range(len(whole)):
        (tmp_path / "file").write_bytes(whole[:place] + b"\xff" + whole[place + 1 :])
        try:
            with ZipArchive(tmp_path / "file") as opened:
                contents = [opened.read(name) for name in opened.names]
        except (FileDamaged, FileTooComplex, DocumentPasswordRequired):
            continue
        assert contents in ([], [content])
