"""The log file on a disk that fills up, and on a path that cannot be a log."""

import errno
import io
import json
import logging
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from domain.errors import Misconfigured
from entrypoints import log_file as module
from entrypoints.log_config import configure_logging
from entrypoints.log_file import LogFile


class Disk:
    """A disk with room for `room` more bytes, in place of the real one; None is without limit.

    Without any, it refuses for `reason`.
    """

    def __init__(self) -> None:
        self.room: int | None = None
        self.reason = errno.ENOSPC

    def write(self, file: int, data: bytes) -> int:
        """Write what there is room for, as the system does."""
        if self.room is not None:
            if not self.room:
                raise OSError(self.reason, os.strerror(self.reason))
            data = data[: self.room]
            self.room -= len(data)
        return os.write(file, data)

    def __getattr__(self, name: str) -> object:
        return getattr(os, name)


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    disk = Disk()
    monkeypatch.setattr(module, "os", disk)
    return disk


@pytest.fixture
def log(tmp_path: Path) -> Iterator[logging.Logger]:
    """A logger that writes to quoth.log."""
    logger = logging.getLogger("a log file of the tests")
    logger.propagate = False
    handler = LogFile(tmp_path / "logs" / "quoth.log")
    logger.addHandler(handler)
    yield logger
    logger.removeHandler(handler)
    handler.close()


@pytest.fixture
def console() -> io.StringIO:
    """A stream in place of the console."""
    return io.StringIO()


def lines(tmp_path: Path) -> list[str]:
    return (tmp_path / "logs" / "quoth.log").read_text().splitlines()


def test_a_line_that_was_cut_off_is_completed(
    log: logging.Logger, disk: Disk, tmp_path: Path
) -> None:
    """When there is space again, the cut line is whole, and the next says how many are missing."""
    disk.room = len("first\nsec")
    for text in ("first", "second", "third", "fourth"):
        log.warning(text)
    disk.room = None
    log.warning("fifth")
    log.warning("sixth")
    assert lines(tmp_path) == [
        "first",
        "second",
        "2 lines are missing here: they could not be written",
        "fifth",
        "sixth",
    ]


@pytest.mark.parametrize("room", range(60))
def test_no_line_is_ever_broken(log: logging.Logger, disk: Disk, tmp_path: Path, room: int) -> None:
    """Wherever the space ends, and ends again soon after, every line in the file is a whole one."""
    for space in (room, 7, None):
        disk.room = space
        for number in range(4):
            log.warning("line %d of four", number)
    for line in lines(tmp_path):
        assert line.startswith("line ") == line.endswith(" of four")
        assert line.endswith((" of four", "lines are missing here: they could not be written"))


@pytest.mark.parametrize("reason", [errno.ENOSPC, errno.EROFS, errno.EIO])
def test_a_disk_that_takes_nothing_is_told_once_a_minute_without_tracebacks(
    console: io.StringIO,
    disk: Disk,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    reason: int,
) -> None:
    """The console shows the lines and one warning a minute, and nothing of the logging itself."""
    configure_logging(tmp_path / "quoth.log", "info", console)
    [handler] = [each for each in logging.getLogger().handlers if isinstance(each, LogFile)]
    disk.room, disk.reason = 0, reason
    for seconds in (0.0, 1.0, 59.0, 60.0, 61.0):
        monkeypatch.setattr(handler, "_clock", lambda seconds=seconds: seconds)
        for _ in range(10):
            logging.getLogger("application.somewhere").info("something")
    said = console.getvalue()
    assert said.count(f"the log file cannot be written: {os.strerror(reason)}") == 2
    assert said.count("something") == 50
    assert "Traceback" not in said + "".join(capfd.readouterr())
    disk.room = None
    logging.getLogger("application.somewhere").info("after")
    written = (tmp_path / "quoth.log").read_text().splitlines()
    events = [json.loads(line)["event"] for line in written]
    assert events == ["52 lines are missing here: they could not be written", "after"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no full device")
def test_a_device_without_space_stops_nothing(
    capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """With the log and the console on a device that is really full, logging is silent."""
    (tmp_path / "quoth.log").symlink_to("/dev/full")
    with Path("/dev/full").open("wb", buffering=0) as device:
        configure_logging(
            tmp_path / "quoth.log", "info", io.TextIOWrapper(device, write_through=True)
        )
        logging.getLogger("application.somewhere").error("something")
    assert "Traceback" not in "".join(capfd.readouterr())


def test_a_disk_that_is_full_at_the_start_delays_the_file_only(
    console: io.StringIO, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """If there is no space to create the file, logging begins, and the file follows."""
    opened = LogFile._open

    def full(_: LogFile) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(LogFile, "_open", full)
    configure_logging(tmp_path / "quoth.log", "info", console)
    logging.getLogger("application.somewhere").info("before")
    monkeypatch.setattr(LogFile, "_open", opened)
    logging.getLogger("application.somewhere").info("after")
    assert "before" in console.getvalue()
    assert "after" in (tmp_path / "quoth.log").read_text()


def as_directory(path: Path) -> None:
    path.mkdir(parents=True)


def as_dangling_link(path: Path) -> None:
    path.parent.mkdir()
    path.symlink_to(path.parent / "gone" / "quoth.log")


def as_link_to_itself(path: Path) -> None:
    path.parent.mkdir()
    path.symlink_to(path)


def under_a_file(path: Path) -> None:
    path.parent.write_text("")


def without_permission(path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may write everything")
    path.parent.mkdir()
    path.touch(0o400)


@pytest.mark.parametrize(
    "damage", [as_directory, as_dangling_link, as_link_to_itself, under_a_file, without_permission]
)
def test_a_log_that_cannot_be_written_is_one_clear_line(
    damage: Callable[[Path], None], console: io.StringIO, tmp_path: Path
) -> None:
    """The message names the file, the reason and the setting to change."""
    path = tmp_path / "logs" / "quoth.log"
    damage(path)
    with pytest.raises(Misconfigured, match="QUOTH_DATA_DIR") as caught:
        configure_logging(path, "info", console)
    assert str(path) in caught.value.message
    assert "\n" not in caught.value.message


def test_nobody_else_can_read_the_log(log: logging.Logger, tmp_path: Path) -> None:
    """The file, and each that follows it when it is full, is for its user alone."""
    log.error("one")
    [file] = [handler for handler in log.handlers if isinstance(handler, LogFile)]
    file.doRollover()
    log.error("two")
    modes = {each.name: each.stat().st_mode & 0o777 for each in (tmp_path / "logs").iterdir()}
    assert modes == {"quoth.log": 0o600, "quoth.log.1": 0o600}
