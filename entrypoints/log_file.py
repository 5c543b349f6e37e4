"""The log file, which outlives a full disk."""

import errno
import logging
import os
import time
from collections.abc import Callable
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

from domain.errors import Misconfigured

MAX_BYTES = 10 * 1024 * 1024
BACKUPS = 4  # five files with the current one
FULL = (errno.ENOSPC, errno.EDQUOT)
SECONDS_BETWEEN_WARNINGS = 60.0

logger = logging.getLogger(__name__)


class LogFile(RotatingFileHandler):
    """A rotating file of whole lines.

    A line for which there is no space is lost. The first line that finds space again follows one
    that says how many are missing, and completes a line that was cut off.
    """

    def __init__(self, path: Path, clock: Callable[[], float] = time.monotonic) -> None:
        """Open the file, or wait for space to create it.

        Raises:
            Misconfigured: If the file cannot be written, for another reason than a full disk.
        """
        super().__init__(
            path, maxBytes=MAX_BYTES, backupCount=BACKUPS, encoding="utf-8", delay=True
        )
        self._clock = clock
        self._rest = b""
        self._lost = 0
        self._warned_at: float | None = None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self.stream = self._open()
        except OSError as exc:
            if exc.errno not in FULL:
                raise Misconfigured(
                    f"The log {path} cannot be written ({exc.strerror}). Fix that, or set"
                    " QUOTH_DATA_DIR to another directory."
                ) from exc

    def _open(self) -> TextIOWrapper:
        """Open the file. A new one is for its user alone: it says what was done here."""
        os.close(os.open(self.baseFilename, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600))
        return super()._open()

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line, or count it as lost."""
        try:
            line = self._line(record)
        except Exception:  # noqa: BLE001 - as every handler of logging does
            self.handleError(record)
            return
        try:
            if self._size() + len(line) > MAX_BYTES:
                self.doRollover()
            self._write(line)
        except OSError as exc:
            self._lost += 1
            self._warn(exc)

    def _size(self) -> int:
        """Return the bytes of the file. The base class would make the whole line once more."""
        return 0 if self.stream is None else os.fstat(self.stream.fileno()).st_size

    def _write(self, line: bytes) -> None:
        if self._lost:
            text = "%d lines are missing here: they could not be written"
            missing = logger.makeRecord(
                __name__, logging.WARNING, __file__, 0, text, (self._lost,), None
            )
            self._append(self._line(missing))
            self._lost = 0
        self._append(line)

    def _append(self, line: bytes) -> None:
        """Append a line to the file. If only its beginning finds space, the rest waits."""
        # not through the stream, whose buffer would repeat what it has written
        if self.stream is None:
            self.stream = self._open()
        file = self.stream.fileno()
        while self._rest:
            self._rest = self._rest[os.write(file, self._rest) :]
        self._rest = line[os.write(file, line) :]

    def _line(self, record: logging.LogRecord) -> bytes:
        return f"{self.format(record)}{self.terminator}".encode()

    def _warn(self, exc: OSError) -> None:
        now = self._clock()
        if self._warned_at is None or now - self._warned_at >= SECONDS_BETWEEN_WARNINGS:
            self._warned_at = now
            # for the console: the line is lost here as well
            logger.warning("the log file cannot be written: %s", exc.strerror)
