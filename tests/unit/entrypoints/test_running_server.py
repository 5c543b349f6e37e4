"""How commands find the server of their data directory."""

import json
import subprocess
import sys
from pathlib import Path

from entrypoints.asgi import local_address
from entrypoints.running_server import FILE_NAME, Announcement, announced_server

ADDRESS = "http://127.0.0.1:8123"


def address_of(data_dir: Path, database_url: str) -> str | None:
    """Return where the server of a directory and database listens."""
    found = announced_server(data_dir, database_url)
    return None if found is None else found.address


def test_a_server_is_found_while_it_runs(tmp_path: Path) -> None:
    """It is found by its directory and database, and neither before nor after."""
    assert address_of(tmp_path, "") is None
    announcement = Announcement(tmp_path, "")
    announcement.publish(ADDRESS)
    assert address_of(tmp_path, "") == ADDRESS
    assert address_of(tmp_path, "postgresql://elsewhere/quoth") is None
    announcement.withdraw()
    assert address_of(tmp_path, "") is None
    assert list(tmp_path.iterdir()) == []


def test_the_token_is_for_the_owner_of_the_directory(tmp_path: Path) -> None:
    """Each start has a token of its own, in a file that nobody else can read."""
    (tmp_path / FILE_NAME).write_text("left over")
    (tmp_path / FILE_NAME).chmod(0o644)
    tokens = set()
    for _ in range(2):
        announcement = Announcement(tmp_path, "")
        announcement.publish(ADDRESS)
        assert (tmp_path / FILE_NAME).stat().st_mode & 0o777 == 0o600
        found = announced_server(tmp_path, "")
        assert found is not None
        assert found.token == announcement.token
        assert found.token not in repr(found)
        tokens.add(found.token)
        announcement.withdraw()
    assert len(tokens) == 2


def test_the_first_of_two_servers_is_found(tmp_path: Path) -> None:
    """A second server of the same directory leaves the entry of the first alone."""
    first, second = Announcement(tmp_path, ""), Announcement(tmp_path, "")
    first.publish(ADDRESS)
    second.publish("http://127.0.0.1:8124")
    second.withdraw()
    assert address_of(tmp_path, "") == ADDRESS
    first.withdraw()


def test_what_a_killed_server_leaves_is_no_entry(tmp_path: Path) -> None:
    """The lock ends with its process, and the next server takes the file over."""
    code = (
        "import os, pathlib, sys\n"
        "from entrypoints.running_server import Announcement\n"
        f"Announcement(pathlib.Path(sys.argv[1]), '').publish({ADDRESS!r})\n"
        "os._exit(1)"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False)  # noqa: S603 - our own code
    assert json.loads((tmp_path / FILE_NAME).read_text())["address"] == ADDRESS
    assert address_of(tmp_path, "") is None
    announcement = Announcement(tmp_path, "")
    announcement.publish("http://[::1]:80")
    assert address_of(tmp_path, "") == "http://[::1]:80"
    announcement.withdraw()


def test_a_directory_that_cannot_be_written_stops_no_server(tmp_path: Path) -> None:
    """The entry is left out."""
    announcement = Announcement(tmp_path / "missing", "")
    announcement.publish(ADDRESS)
    announcement.withdraw()
    assert address_of(tmp_path / "missing", "") is None


def test_a_server_on_every_address_is_reached_by_the_one_of_this_machine() -> None:
    """Programs beside it use the loopback address of the same family."""
    every = "0.0.0.0"  # noqa: S104 - nothing listens
    assert local_address(every, 80) == "http://127.0.0.1:80"
    assert local_address("::", 80) == "http://[::1]:80"
    assert local_address("192.0.2.7", 80) == "http://192.0.2.7:80"
    assert local_address("::", 443, tls=True) == "https://[::1]:443"
