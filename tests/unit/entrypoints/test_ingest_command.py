"""`quoth ingest`: names, concurrency, and the report on failed and skipped files."""

import asyncio
import errno
import io
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console

from domain.documents.document import DocumentStatus
from entrypoints.commands.ingest import FILES_AT_ONCE, MOST_NOTES, ingest_paths
from quoth import Unavailable
from tests.fakes.wiring import Fakes, fake_container, test_settings
from tests.support.clients import client_of


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of eight files: one cannot be ingested, and one is empty."""
    for number in range(6):
        (tmp_path / f"{number}.txt").write_text(f"Heron {number}")
    (tmp_path / "binary.txt").write_bytes(b"\x89PNG\r\n\x1a\n")
    (tmp_path / "empty.txt").write_bytes(b"")
    return tmp_path


async def ingested(fakes: Fakes, *paths: Path) -> tuple[int, str]:
    """Ingest paths; return the exit status and the output."""
    said = io.StringIO()
    container = fake_container(fakes)
    console = Console(file=said, width=200)
    status = await ingest_paths(client_of(container), paths, console, wait=True)
    return status, said.getvalue()


def names_in(fakes: Fakes) -> list[tuple[str, ...]]:
    return sorted(entry.document.names for entry in fakes.library.entries.values())


async def test_files_that_fail_are_named_in_their_order(folder: Path) -> None:
    """Failed files are listed in order. The others are added, and unchanged the next time."""
    (folder / "another.txt").write_bytes(b"GIF89a")
    fakes = Fakes()
    status, said = await ingested(fakes, folder)
    assert status == 1
    assert "6 added, 0 unchanged, 2 failed, 1 skipped" in said
    assert 0 < said.index("another.txt: ") < said.index("binary.txt: The file is a PNG image")
    status, said = await ingested(fakes, folder)
    assert "0 added, 6 unchanged, 2 failed, 1 skipped" in said


async def test_files_without_text_are_skipped_in_folders(tmp_path: Path) -> None:
    """A folder with empty files does not fail; an empty file that is named does."""
    (tmp_path / "text.md").write_text("Heron")
    (tmp_path / "blank.md").write_text(" \n\t\n")
    (tmp_path / "empty.md").touch()
    status, said = await ingested(Fakes(), tmp_path)
    assert status == 0
    assert f"skipped: {tmp_path / 'blank.md'}: the file contains no text\n" in said
    assert f"skipped: {tmp_path / 'empty.md'}: the file contains no text\n" in said
    assert "1 added, 0 unchanged, 0 failed, 2 skipped" in said
    status, said = await ingested(Fakes(), tmp_path / "empty.md")
    assert status == 1
    assert "0 added, 0 unchanged, 1 failed, 0 skipped" in said


async def test_files_of_a_folder_are_named_by_their_path_in_it(tmp_path: Path) -> None:
    """Files keep their path below the folder that was given; a file that was given, its name."""
    for place in ("alpha", "beta/gamma"):
        (tmp_path / place).mkdir(parents=True)
        (tmp_path / place / "settings.md").write_text(f"Heron of {place}")
    (tmp_path / "beta" / "copy.md").write_text("Heron of alpha")
    fakes = Fakes()
    _, said = await ingested(fakes, tmp_path)
    assert sorted(map(sorted, names_in(fakes))) == [  # files are ingested concurrently
        ["alpha/settings.md", "beta/copy.md"],
        ["beta/gamma/settings.md"],
    ]
    assert "same content as another file: 1 (`quoth list` shows all names)\n" in said
    assert "2 added, 1 unchanged, 0 failed, 0 skipped" in said
    fakes = Fakes()
    await ingested(fakes, tmp_path / "alpha", tmp_path / "beta" / "gamma" / "settings.md")
    assert names_in(fakes) == [("settings.md",), ("settings.md",)]


async def test_what_is_passed_over_in_a_folder_is_said(tmp_path: Path) -> None:
    """Linked folders, broken links and pipes are named, other types counted; nothing hangs."""
    folder, elsewhere = tmp_path / "docs", tmp_path / "elsewhere"
    for place in (folder / "deep", folder / ".hidden", elsewhere):
        place.mkdir(parents=True)
        (place / "heron.md").write_text(f"Heron in {place.name}")
    (folder / "linked.md").symlink_to(elsewhere / "heron.md")
    (folder / "outside").symlink_to(elsewhere)
    (folder / "deep" / "loop").symlink_to(folder)
    (folder / "broken.md").symlink_to(folder / "nothing.md")
    (folder / "circle.md").symlink_to(folder / "circle.md")
    os.mkfifo(folder / "pipe.md")
    for name in ("a.png", "b.PNG", "c.exe", "Makefile", ".hidden.md"):
        (folder / name).write_text("Else")
    fakes = Fakes()
    status, said = await ingested(fakes, folder)
    assert status == 0
    assert names_in(fakes) == [("deep/heron.md",), ("linked.md",)]
    for name, reason in (
        ("outside", "a link to a folder: name it to ingest it"),
        ("deep/loop", "a link to a folder: name it to ingest it"),
        ("broken.md", "the link leads nowhere"),
        ("circle.md", "the link leads nowhere"),
        ("pipe.md", "not a regular file"),
    ):
        assert f"skipped: {folder / name}: {reason}\n" in said
    assert "not read, because of their type: 2 .png, 1 no suffix, 1 .exe\n" in said
    assert "2 added, 0 unchanged, 0 failed, 5 skipped" in said


async def test_a_linked_folder_that_is_named_is_read(tmp_path: Path) -> None:
    """A link to a folder is followed if it is given itself."""
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "heron.md").write_text("Heron")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    fakes = Fakes()
    assert (await ingested(fakes, tmp_path / "link"))[0] == 0
    assert names_in(fakes) == [("heron.md",)]


async def test_a_pipe_that_is_named_fails_and_does_not_hang(tmp_path: Path) -> None:
    """A path that is no regular file is reported instead of read."""
    os.mkfifo(tmp_path / "pipe.md")
    status, said = await ingested(Fakes(), tmp_path / "pipe.md")
    assert status == 1
    assert "pipe.md: It is not a regular file." in said


async def test_names_that_are_no_text_can_be_ingested_and_printed(tmp_path: Path) -> None:
    """Names with line breaks and names that are not UTF-8 are stored and printed on one line."""
    (tmp_path / os.fsdecode(b"caf\xe9.md")).write_text("Heron")
    (tmp_path / "a\nb.md").touch()
    fakes = Fakes()
    status, said = await ingested(fakes, tmp_path)
    assert status == 0
    assert names_in(fakes) == [("caf.md",)]
    assert "a\ufffdb.md: the file contains no text" in said


async def test_what_was_assumed_is_printed(tmp_path: Path) -> None:
    """The notes of a document are printed with the name of its file; the status stays 0."""
    (tmp_path / "coffee.txt").write_bytes(b"caf\xe9 au lait")
    (tmp_path / "tea.txt").write_text("Tea")
    status, said = await ingested(Fakes(), tmp_path)
    assert status == 0
    assert "coffee.txt: The file is not in UTF-8 and was read as Windows-1252." in said
    assert said.count("note: ") == 1


async def test_only_the_first_notes_are_printed(tmp_path: Path) -> None:
    """Of the notes on a large folder some are printed, and the number of the others."""
    for number in range(MOST_NOTES + 3):
        (tmp_path / f"{number}.md").write_text(f"See [it {number}](https://example.org).")
    _, said = await ingested(Fakes(), tmp_path)
    assert said.count("note: ") == MOST_NOTES
    assert "and 3 more notes" in said


async def test_a_few_files_are_under_way_at_once(folder: Path) -> None:
    """A fixed number of files is ingested concurrently, whatever the size of the folder."""
    fakes = Fakes()
    fakes.embedder.hold()
    running = asyncio.create_task(ingested(fakes, folder))
    entries = fakes.library.entries
    while len(entries) < FILES_AT_ONCE:  # noqa: ASYNC110 - the fake records, it does not signal
        await asyncio.sleep(0)
    assert not running.done()
    fakes.embedder.release()
    await running
    statuses = [entry.document.status for entry in entries.values()]
    assert statuses == [DocumentStatus.PROCESSED] * 6


async def test_a_database_that_is_lost_ends_the_run(folder: Path) -> None:
    """An unavailable database ends the run with its error, not with an exception group."""
    fakes = Fakes()
    fakes.library.available = False
    with pytest.raises(Unavailable, match="database"):
        await ingested(fakes, folder)


async def test_each_file_is_reported_with_its_facts(folder: Path) -> None:
    """A line for each file says what became of it, with its size, passages and time."""
    (folder / "long.txt").write_text("Heron " * 1000)
    status, said = await ingested(Fakes(), folder)
    lines = said.splitlines()
    assert any(re.fullmatch(r"added: 0\.txt \(7 B, 1 passage, \d+\.\d s\)", line) for line in lines)
    assert any(
        re.fullmatch(r"added: long\.txt \(6 kB, \d+ passages, \d+\.\d s\)", line) for line in lines
    )
    assert "failed: binary.txt" in lines
    assert "skipped: empty.txt" in lines
    assert status == 1


async def test_no_copy_of_a_file_is_left(folder: Path) -> None:
    """Files are copied while they are ingested, and the copies are deleted."""
    uploads = test_settings().upload_dir
    uploads.mkdir(parents=True, exist_ok=True)
    before = {*uploads.iterdir()}  # of other tests, which share the folder
    await ingested(Fakes(), folder)
    assert {*uploads.iterdir()} == before


async def test_json_has_a_line_for_each_file(folder: Path) -> None:
    """Each line says the path, the outcome and the document, and there is no summary."""
    said = io.StringIO()
    quoth = client_of(fake_container(Fakes()))
    console = Console(file=said, width=40)
    assert await ingest_paths(quoth, [folder], console, wait=True, as_json=True) == 1
    lines = {each["name"]: each for each in map(json.loads, said.getvalue().splitlines())}
    assert lines.keys() == {*(f"{number}.txt" for number in range(6)), "binary.txt", "empty.txt"}
    assert lines["0.txt"]["outcome"] == "added"
    assert lines["0.txt"]["document"]["filename"] == "0.txt"
    assert lines["binary.txt"]["reason"].startswith("The file is a PNG image")
    assert lines["empty.txt"]["outcome"] == "skipped"


async def test_json_has_a_line_for_what_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Links have one, and a folder that cannot be listed, which makes the status 1 as without."""
    (tmp_path / "linked").symlink_to(tmp_path.parent)
    (tmp_path / "broken.md").symlink_to(tmp_path / "nothing.md")
    (tmp_path / "photo.xyz").write_bytes(b"")
    said = io.StringIO()
    quoth = client_of(fake_container(Fakes()))
    console = Console(file=said, width=40)
    assert await ingest_paths(quoth, [tmp_path], console, as_json=True) == 0
    lines = {each["name"]: each for each in map(json.loads, said.getvalue().splitlines())}
    assert {name: each["outcome"] for name, each in lines.items()} == {
        "linked": "skipped",
        "broken.md": "skipped",
    }
    assert lines["broken.md"]["reason"] == "the link leads nowhere"
    locked = tmp_path / "locked"
    locked.mkdir()
    scandir = os.scandir

    def refused(path: str | Path) -> Iterator[os.DirEntry[str]]:
        if Path(path) == locked:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return scandir(str(path))

    monkeypatch.setattr("os.scandir", refused)
    for as_json in (True, False):
        assert await ingest_paths(quoth, [tmp_path], console, as_json=as_json) == 1
    lines_of = [line for line in said.getvalue().splitlines() if line.startswith("{")]
    [failed] = [each for each in map(json.loads, lines_of) if each["outcome"] == "failed"]
    assert (failed["name"], failed["path"]) == ("locked", str(locked))
