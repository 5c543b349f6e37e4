"""`quoth export`: the files, and what is there when it fails."""

import asyncio
import io
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from domain.errors import DatabaseUnavailable, InsufficientStorage, Misconfigured
from entrypoints.commands.export import export_library
from entrypoints.export.formats import FileFormat
from tests.contracts.stores import chats_in_memory, exchange, library_in_memory
from tests.fakes.chats import InMemoryChats
from tests.fakes.library import InMemoryLibrary
from tests.fakes.library_export import CopiedSnapshot, InMemoryLibraryExport
from tests.support.documents import embedded, unit
from tests.support.small_disks import fill, small_disk

JSONL, PARQUET = FileFormat.JSONL, FileFormat.PARQUET
NAMES = ["chunks", "conversations", "documents"]


@pytest.fixture
def export() -> InMemoryLibraryExport:
    """A library with two documents and a conversation."""
    library, chats = InMemoryLibrary(), InMemoryChats()

    async def store() -> None:
        documents, conversations = library_in_memory(library), chats_in_memory(chats)
        await documents.add("Grüße 🦜", embedded(0, "Grüße 🦜", unit(0)), language="de")
        await documents.claim("broken", "broken.txt")
        session = await conversations.open_session()
        await conversations.messages.begin(*exchange(session.id, "Wer?\nWas?"))

    asyncio.run(store())
    return InMemoryLibraryExport(library, chats)


def exported(
    export: InMemoryLibraryExport, target: Path, kind: FileFormat = JSONL, *, force: bool = False
) -> str:
    """Export, and return what was printed."""
    said = io.StringIO()
    console = Console(file=said, width=200)
    asyncio.run(export_library(export, target, console, kind, replace=force))
    return said.getvalue()


def test_json_counts_what_was_written(export: InMemoryLibraryExport, tmp_path: Path) -> None:
    """The target, and the number of records of each kind."""
    said, target = io.StringIO(), tmp_path / "export"
    console = Console(file=said, width=200)
    asyncio.run(export_library(export, target, console, JSONL, replace=False, as_json=True))
    counted = {"documents": 2, "chunks": 1, "conversations": 2}
    assert json.loads(said.getvalue()) == {"target": str(target), **counted}


def records_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_folder_gets_a_file_for_each_kind(export: InMemoryLibraryExport, tmp_path: Path) -> None:
    """Each line is a record as the API shows it, with the text and what it belongs to."""
    target = tmp_path / "deep" / "export"
    assert "2 documents, 1 chunks, 2 messages" in exported(export, target)
    assert sorted(each.name for each in target.iterdir()) == [f"{name}.jsonl" for name in NAMES]
    first, second = records_of(target / "documents.jsonl")
    assert (first["text"], first["language"], first["status"]) == ("Grüße 🦜", "de", "processed")
    assert (second["text"], second["filename"]) == (None, "broken.txt")
    assert first["metadata"]["tags"] == ["bird", "pond"]
    [chunk] = records_of(target / "chunks.jsonl")
    assert (chunk["document_id"], chunk["content"]) == (first["document_id"], "Grüße 🦜")
    question, answer = records_of(target / "conversations.jsonl")
    assert (question["role"], question["content"]) == ("user", "Wer?\nWas?")
    assert question["session_id"] == answer["session_id"]


def test_one_file_has_records_that_say_their_type(
    export: InMemoryLibraryExport, tmp_path: Path
) -> None:
    """A target that ends in .jsonl holds everything, documents first."""
    exported(export, tmp_path / "all.jsonl")
    assert [each["type"] for each in records_of(tmp_path / "all.jsonl")] == [
        *("document", "document", "chunk", "message", "message")
    ]
    assert [each.name for each in tmp_path.iterdir()] == ["all.jsonl"]


def test_parquet_has_the_same_records_with_types(
    export: InMemoryLibraryExport, tmp_path: Path
) -> None:
    """Numbers, times, texts and lists of texts have columns of their types; the rest is JSON."""
    parquet = pytest.importorskip("pyarrow.parquet")
    exported(export, tmp_path, PARQUET)
    exported(export, tmp_path / "lines")
    for name in NAMES:
        table = parquet.read_table(tmp_path / f"{name}.parquet")
        rows, lines = table.to_pylist(), records_of(tmp_path / "lines" / f"{name}.jsonl")
        assert [sorted(row) for row in rows] == [sorted(line) for line in lines]
        assert [row.get("content") for row in rows] == [line.get("content") for line in lines]
    documents = parquet.read_table(tmp_path / "documents.parquet")
    types = {field.name: str(field.type) for field in documents.schema}
    assert types["uploaded_at"] == "timestamp[us, tz=UTC]"
    assert (types["file_size"], types["notes"]) == ("int64", "list<element: string>")
    assert json.loads(documents.to_pylist()[0]["metadata"])["tags"] == ["bird", "pond"]


def test_parquet_without_its_library_says_how_to_install_it(
    export: InMemoryLibraryExport, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message names the command, and nothing is written."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(Misconfigured, match=r'pip install "quoth\[parquet\]"'):
        exported(export, tmp_path / "export", PARQUET)
    assert list(tmp_path.iterdir()) == []


def test_files_appear_when_all_are_complete(export: InMemoryLibraryExport, tmp_path: Path) -> None:
    """After an error in the middle the folder is as it was."""
    exported(export, tmp_path)
    before = {each: each.read_bytes() for each in tmp_path.iterdir()}

    class Breaking(CopiedSnapshot):
        """Loses the database behind the documents."""

        async def chunks(self) -> AsyncIterator[Any]:
            for each in self.all_chunks:
                yield each
            raise DatabaseUnavailable

    class BreakingExport(InMemoryLibraryExport):
        """Opens such a snapshot."""

        @asynccontextmanager
        async def snapshot(self) -> AsyncIterator[CopiedSnapshot]:
            async with super().snapshot() as whole:
                yield Breaking(whole.all_documents, whole.all_chunks, whole.all_messages)

    with pytest.raises(DatabaseUnavailable):
        exported(BreakingExport(export.library, export.chats), tmp_path, force=True)
    assert {each: each.read_bytes() for each in tmp_path.iterdir()} == before


def test_files_are_replaced_only_when_asked(export: InMemoryLibraryExport, tmp_path: Path) -> None:
    """A file of that name is left as it is, unless --force is given."""
    (tmp_path / "chunks.jsonl").write_text("mine")
    with pytest.raises(Misconfigured, match="jsonl exists"):
        exported(export, tmp_path)
    assert [each.read_text() for each in tmp_path.iterdir()] == ["mine"]
    exported(export, tmp_path, force=True)
    assert len(list(tmp_path.iterdir())) == 3


def test_a_target_that_cannot_be_is_refused(export: InMemoryLibraryExport, tmp_path: Path) -> None:
    """One Parquet file, a file in place of the folder, and a full disk are said."""
    for name in ("all.parquet", "all.jsonl"):
        with pytest.raises(Misconfigured, match="name a folder"):
            exported(export, tmp_path / name, PARQUET)
    (tmp_path / "file").touch()
    with pytest.raises(Misconfigured, match="Nothing was written"):
        exported(export, tmp_path / "file")
    with small_disk(1) as disk:
        fill(disk)
        with pytest.raises(InsufficientStorage, match="nothing was written"):
            exported(export, disk / "all.jsonl")
        assert [each.name for each in disk.iterdir()] == ["filler"]
