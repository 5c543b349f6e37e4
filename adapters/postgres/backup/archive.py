"""The file of a backup: a ZIP file with a member for each table, a manifest and a seal.

The last 64 bytes of the file, which end the comment of the ZIP file, are the SHA-256 of all bytes
before them. So one reading finds out whether anything is missing or altered. Blocking.
"""

import errno
import hashlib
import os
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

import msgspec

from adapters.postgres.backup.manifest import FORMAT, Manifest, Table
from domain.errors import BackupDamaged, InsufficientStorage, Misconfigured

PIECE_BYTES = 1024 * 1024
MANIFEST = "manifest.json"
SEAL = b"Quoth backup, SHA-256 of all bytes before: "
_DIGEST_LENGTH = 64
_LONGEST_MANIFEST = 16 * 1024 * 1024
_NO_SPACE = (errno.ENOSPC, errno.EDQUOT)


def member_of(table: str) -> str:
    """Return the name of the member that holds a table."""
    return f"tables/{table}.copy"


class MemberWriter:
    """Writes one member. `size` and `sha256` are those of its bytes so far."""

    def __init__(self, file: IO[bytes], path: Path) -> None:
        self.size = 0
        self._file = file
        self._path = path
        self._digest = hashlib.sha256()

    @property
    def sha256(self) -> str:
        """The digest in hexadecimal."""
        return self._digest.hexdigest()

    def write(self, piece: bytes | bytearray) -> None:
        """Append bytes.

        Raises:
            InsufficientStorage: If the disk is full.
        """
        with _being_written(self._path):
            self._file.write(piece)
        self._digest.update(piece)
        self.size += len(piece)


class ArchiveWriter:
    """Writes the members of a backup, one after the other."""

    def __init__(self, file: IO[bytes], path: Path) -> None:
        self._file = file
        self._path = path
        # vectors and most originals cannot be compressed much, so the fastest level is enough
        self._zip = ZipFile(file, "w", ZIP_DEFLATED, compresslevel=1)

    @contextmanager
    def member(self, table: str) -> Iterator[MemberWriter]:
        """Yield the writer of the member of a table."""
        member = self._zip.open(member_of(table), "w", force_zip64=True)
        try:
            yield MemberWriter(member, self._path)
        finally:
            with _being_written(self._path):
                member.close()

    def finish(self, manifest: Manifest) -> None:
        """Write the manifest and the seal, and wait until the disk has everything.

        Raises:
            InsufficientStorage: If the disk is full.
        """
        with _being_written(self._path):
            self._zip.writestr(MANIFEST, msgspec.json.format(msgspec.json.encode(manifest)))
            self._zip.comment = SEAL + b"0" * _DIGEST_LENGTH
            self._zip.close()
            self._file.write(_digest_of(self._file, self._file.tell() - _DIGEST_LENGTH).encode())
            self._file.flush()
            os.fsync(self._file.fileno())

    def abandon(self) -> None:
        """Write nothing more, not even when the garbage is collected."""
        self._zip.fp = None


@contextmanager
def writing(path: Path, *, replace: bool) -> Iterator[ArchiveWriter]:
    """Yield the writer of a backup. The file gets its name at the end, when it is complete.

    Raises:
        Misconfigured: If there can be no such file, or there is one that is not to be replaced.
        InsufficientStorage: If the disk is full.
    """
    if path.exists() and not replace:
        raise Misconfigured(
            f"{path} exists: nothing was written. Choose another name, or replace it with --force."
        )
    with _being_written(path):
        # readable by its owner alone: it holds every document and every conversation
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    temporary = Path(name)
    file = os.fdopen(handle, "w+b")
    archive = ArchiveWriter(file, path)
    try:
        yield archive
        with _being_written(path):
            temporary.replace(path)
            _sync_folder(path.parent)
    finally:
        archive.abandon()
        with suppress(OSError):  # on a full disk: what is complete was flushed
            file.close()
        temporary.unlink(missing_ok=True)


@contextmanager
def _being_written(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as exc:
        if exc.errno in _NO_SPACE:
            raise InsufficientStorage(
                f"There is no space for {path}: nothing was written. Free some, or choose another"
                " disk."
            ) from exc
        raise Misconfigured(
            f"{path} cannot be written: {exc.strerror or type(exc).__name__}. Nothing was written."
        ) from exc


class ArchiveReader:
    """Reads the members of a backup whose seal is intact."""

    def __init__(self, archive: ZipFile, manifest: Manifest) -> None:
        self.manifest = manifest
        self._zip = archive

    def open(self, table: Table) -> IO[bytes]:
        """Open the rows of a table.

        Raises:
            BackupDamaged: If there are none.
        """
        with _damaged():
            return self._zip.open(member_of(table.name))


class CheckedRows:
    """Yields the rows of a table in pieces, and raises at the end if they are not those stored."""

    def __init__(self, table: Table, member: IO[bytes]) -> None:
        self._table = table
        self._member = member
        self._digest = hashlib.sha256()

    def next_piece(self) -> bytes:
        """Return the next bytes, or none after the last ones.

        Raises:
            BackupDamaged: If they were altered.
        """
        with _damaged():
            piece = self._member.read(PIECE_BYTES)
        self._digest.update(piece)
        if not piece and self._digest.hexdigest() != self._table.sha256:
            raise BackupDamaged
        return piece


@contextmanager
def reading(path: Path) -> Iterator[ArchiveReader]:
    """Check the seal of a backup and yield its reader.

    Raises:
        BackupDamaged: If it is not a backup, is incomplete or was altered.
        Misconfigured: If it cannot be read, or a newer Quoth wrote it.
    """
    try:
        file = path.open("rb")
    except OSError as exc:
        raise Misconfigured(
            f"{path} cannot be read: {exc.strerror or type(exc).__name__}. Nothing was changed."
        ) from exc
    with file:
        _check_seal(file)
        with _damaged():
            archive = ZipFile(file)
            with archive.open(MANIFEST) as member:
                said = member.read(_LONGEST_MANIFEST)
            written_in = msgspec.json.decode(said, type=dict[str, object]).get("format")
        if isinstance(written_in, int) and written_in > FORMAT:
            raise Misconfigured(
                "The backup was made by a newer Quoth. Nothing was changed. Restore it with that"
                " version or a later one."
            )
        with _damaged():
            manifest = msgspec.json.decode(said, type=Manifest)
        yield ArchiveReader(archive, manifest)


def _check_seal(file: IO[bytes]) -> None:
    length = file.seek(0, os.SEEK_END) - _DIGEST_LENGTH
    if length < len(SEAL):
        raise BackupDamaged
    file.seek(length - len(SEAL))
    if file.read(len(SEAL)) != SEAL:
        raise BackupDamaged
    stored = file.read()
    if _digest_of(file, length).encode() != stored:
        raise BackupDamaged


def _digest_of(file: IO[bytes], length: int) -> str:
    """Return the SHA-256 of the first bytes of a file, which is then read up to there."""
    digest = hashlib.sha256()
    file.seek(0)
    while length and (piece := file.read(min(length, PIECE_BYTES))):
        digest.update(piece)
        length -= len(piece)
    return digest.hexdigest()


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _damaged() -> Iterator[None]:
    try:
        yield
    except (BadZipFile, zlib.error, EOFError, KeyError, msgspec.MsgspecError) as exc:
        raise BackupDamaged from exc
