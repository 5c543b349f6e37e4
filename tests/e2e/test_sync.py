"""`quoth sync`, run as a person runs it."""

import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest

from tests.e2e.command import ROOT, Command, quoth
from tests.e2e.process import QuothProcess
from tests.support.sources.web_stage import a_site

MOST_SECONDS = 400.0

pytestmark = pytest.mark.timeout(900)


class Syncing:
    """`quoth sync` in a process of its own, and the lines that it has printed."""

    def __init__(self, arguments: list[str], env: dict[str, str], output: Path) -> None:
        self._output = output
        self.process = Command("sync", *arguments, env=env, cwd=ROOT, output=output, errors=output)

    def wait_for(self, text: str, times: int = 1) -> None:
        """Return once a text was printed so many times."""
        deadline = time.monotonic() + MOST_SECONDS
        while self.said.count(text) < times:
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(f"{text!r} was not printed:\n{self.said}")
            time.sleep(0.02)

    @property
    def said(self) -> str:
        """What was printed so far."""
        return self._output.read_text()


@contextmanager
def syncing(arguments: list[str], env: dict[str, str], output: Path) -> Iterator[Syncing]:
    """Start `quoth sync`, and stop it at the end."""
    running = Syncing(arguments, env, output)
    try:
        yield running
    finally:
        running.process.kill()


@pytest.fixture
def folder(data_dir: Path) -> Path:
    """A folder with a subfolder whose name no other test has."""
    root = data_dir / "notes"
    place = root / uuid4().hex
    place.mkdir(parents=True)
    for number in range(30):
        text = f"Note {number} of {place.name} is about herons. " * 20
        (place / f"{number}.md").write_text(text)
    (root / "photo.png").write_bytes(b"\x89PNG")
    return root


def place_of(folder: Path) -> Path:
    """Return the subfolder with the documents."""
    return next(each for each in folder.iterdir() if each.is_dir())


def names(server: QuothProcess, folder: Path) -> list[str]:
    """Return the names of the documents of the subfolder."""
    place = place_of(folder).name
    with server.client() as client:
        found = client.get("/api/document/", params={"limit": "200", "filename": f"{place}/*"})
        documents = found.json()["items"]
    assert all(each["status"] == "processed" for each in documents)
    return sorted(each["filename"].removeprefix(f"{place}/") for each in documents)


def test_a_collection_follows_its_folder_whatever_dies(server: QuothProcess, folder: Path) -> None:
    """After kill -9 the next run adds the rest; then files are changed, renamed and removed."""
    place = place_of(folder)

    def sync(*options: str, **settings: str) -> subprocess.CompletedProcess[str]:
        env = {**server.env, **settings}
        return quoth("sync", str(folder), *options, env=env, cwd=folder, timeout=MOST_SECONDS)

    with syncing([str(folder)], server.env, folder.parent / "first.out") as first:
        first.wait_for("added: ", 5)
        first.process.kill()
        first.process.wait(MOST_SECONDS)
        added = first.said.count("added: ")
    assert added < 30
    second = sync()
    assert second.returncode == 0, second.stdout + second.stderr
    # up to three were stored when their run was killed, and not printed any more
    assert 30 - added - 3 <= second.stdout.count("added: ") <= 30 - added
    assert "not read, because of their type: 1 .png" in second.stdout
    assert names(server, folder) == sorted(f"{number}.md" for number in range(30))
    no_model = str(folder / "no-model")  # nothing may try to load it
    third = sync("--prune", QUOTH_EMBEDDING_MODEL=no_model)
    assert "0 added, 0 changed, 0 renamed, 0 removed, 30 unchanged, 0 failed" in third.stdout
    (place / "0.md").rename(place / "moved.md")
    (place / "1.md").write_text(f"The note of {place.name} is about egrets.")
    (place / "broken.txt").write_bytes(b"caf\xe9\0")
    told = sync("--prune", "--dry-run", QUOTH_EMBEDDING_MODEL=no_model)
    assert f"renamed: {place.name}/moved.md (was {place.name}/0.md)" in told.stdout
    fourth = sync("--prune")
    assert "0 added, 1 changed, 1 renamed, 0 removed, 28 unchanged, 1 failed" in fourth.stdout
    assert f"failed: {place.name}/broken.txt: " in fourth.stdout
    assert fourth.returncode == 1
    (place / "2.md").unlink()
    last = sync("--prune", QUOTH_EMBEDDING_MODEL=no_model)
    assert f"removed: {place.name}/2.md" in last.stdout
    assert f"failed before, and has not changed: {place.name}/broken.txt: " in last.stdout
    assert last.returncode == 1
    expected = {"moved.md", "1.md", *(f"{number}.md" for number in range(3, 30))}
    assert names(server, folder) == sorted(expected)


def test_a_watched_folder_is_synced_at_each_change(server: QuothProcess, folder: Path) -> None:
    """Watching goes on until Ctrl-C, and what was finished is stored."""
    place = place_of(folder)
    for number in range(2, 30):
        (place / f"{number}.md").unlink()
    with syncing([str(folder), "--watch", "--prune"], server.env, folder.parent / "w.out") as watch:
        watch.wait_for("2 added")
        (place / "new").mkdir()
        (place / "new" / "juice.md").write_text(f"Juice of {place.name} is pressed.")
        watch.wait_for(f"added: {place.name}/new/juice.md")
        (place / "0.md").unlink()
        watch.wait_for(f"removed: {place.name}/0.md")
        watch.process.send_signal(signal.SIGINT)
        assert watch.process.wait(MOST_SECONDS) == 130
        assert "Everything finished so far is stored." in watch.said
        assert "Traceback" not in watch.said
    assert names(server, folder) == ["1.md", "new/juice.md"]


def test_a_site_in_a_private_network_is_refused_in_one_line(
    server: QuothProcess, data_dir: Path
) -> None:
    """The setting that allows it is named, and nothing is asked there."""
    with a_site() as site:
        result = quoth("sync", site.url, env=server.env, cwd=data_dir)
        assert (result.returncode, result.stdout) == (1, "")
        assert result.stderr.startswith("quoth: 127.0.0.1 is an address of a private network")
        assert "QUOTH_SYNC_PRIVATE_ADDRESSES" in result.stderr
        assert "Traceback" not in result.stderr
        assert site.requests == []
