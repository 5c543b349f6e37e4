"""Backups: everything comes back, in one step or not at all."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID
from zipfile import ZipFile

import asyncpg
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.embedded_postgres import EmbeddedPostgres
from adapters.postgres.backup import archive
from adapters.postgres.backup.archive import reading, writing
from adapters.postgres.backup.backups import PostgresBackups
from adapters.postgres.backup.manifest import FORMAT, Manifest, Step
from adapters.postgres.database import Database
from adapters.postgres.document_store import PostgresDocumentStore
from adapters.postgres.migrator import load_migrations, migrate
from adapters.postgres.queries import QUERIES
from adapters.postgres.server_check import check_server
from application.access.acting import acting_as
from domain.access.principal import Principal
from domain.access.role import Role
from domain.access.workspace import DEFAULT_WORKSPACE
from domain.errors import (
    BackupDamaged,
    DatabaseInUse,
    DatabaseNotEmpty,
    InsufficientStorage,
    Misconfigured,
)
from tests.contracts.stores import chats_in, exchange, library_in
from tests.support.databases import DIMENSION, FAST, MODEL, DatabaseServer, connected
from tests.support.documents import a_document, embedded, unit
from tests.support.small_disks import fill, small_disk
from tests.support.uploads import a_file

NEVER_COMPARED = {"library_revision"}  # raised by a restoration
ALL_ROWS = "SELECT each::text FROM {} AS each ORDER BY 1"
PENDING = bytes(range(128)) * 16384  # two pieces of an original


def backups_of(dsn: str) -> PostgresBackups:
    return PostgresBackups(lambda: dsn, "1.2.3")


async def everything_in(dsn: str) -> dict[str, list[str]]:
    """Return all rows of all tables as text."""
    async with connected(dsn) as connection:
        names = [row["name"] for row in await connection.fetch(QUERIES["tables_to_back_up"])]
        return {
            name: [row[0] for row in await connection.fetch(ALL_ROWS.format(name))]
            for name in names
        }


async def without_applied_at(dsn: str) -> dict[str, list[str]]:
    """Return all rows that a backup brings back as they were."""
    found = await everything_in(dsn)
    steps = found.pop("schema_migrations")
    found["steps"] = [step.rpartition(",")[0] for step in steps]
    return {name: rows for name, rows in found.items() if name not in NEVER_COMPARED}


@dataclass
class Stored:
    """A database with documents and a conversation, and a backup of it."""

    dsn: str
    database: Database
    file: Path


async def store_some(database: Database) -> None:
    """Store documents in every state, and an exchange."""
    library, chats = library_in(database), chats_in(database)
    await library.add(
        "Grüße an den Reiher 🦜",
        embedded(0, "Grüße an den Reiher 🦜", unit(0), unit(1, 0.25)),
        embedded(1, "Der Reiher schläft am Teich", unit(2, 0.125)),
        language="de",
    )
    herons = await library.add("Herons sleep at noon", embedded(0, "Herons sleep at noon", unit(3)))
    await library.limits.limit_document(herons.id, ("ornithology",))
    failed = await library.claim("broken", "broken.txt")
    await library.claims.fail(failed, "Too costly.", "text_too_costly")
    await library.jobs.enqueue(a_document(PENDING.decode(), "pending.txt"), a_file(PENDING))
    session = await chats.open_session()
    question, answer = exchange(session.id, "Wo schläft der Reiher? 🦜")
    await chats.messages.begin(question, answer)


@pytest.fixture
async def stored(embedded_server: DatabaseServer, tmp_path: Path) -> AsyncIterator[Stored]:
    async with embedded_server.migrated_database() as dsn:
        database = Database()
        await database.open(dsn, MODEL, DIMENSION)
        await store_some(database)
        yield Stored(dsn, database, tmp_path / "library.quoth")
        await database.close()


async def test_everything_comes_back_in_an_empty_database(stored: Stored, empty_dsn: str) -> None:
    """Each row of each table, searches, and the numbers that new rows get are as they were."""
    made = await backups_of(stored.dsn).save(stored.file)
    assert (made.documents, made.sessions, made.model, made.made_by) == (4, 1, MODEL, "1.2.3")
    restored = await backups_of(empty_dsn).restore(stored.file)
    assert restored == made
    assert await without_applied_at(empty_dsn) == await without_applied_at(stored.dsn)
    database = Database()
    await database.open(empty_dsn, MODEL, DIMENSION)
    before, after = library_in(stored.database), library_in(database)
    for query in ("Reiher", "grüße schläft", "herons"):
        assert await after.by_words(query) == await before.by_words(query) != []
    assert await after.nearest(unit(1), 10) == await before.nearest(unit(1), 10) != []
    with acting_as(Principal(DEFAULT_WORKSPACE, Role.READER, "who is in no group")):
        assert await after.by_words("herons") == []
    # pending work is taken up, with its bytes
    claim = await after.jobs.claim_next()
    assert claim is not None
    assert await after.original(claim.document.id) == PENDING
    # sequences: a number that is taken would be refused
    await store_more(database)
    assert len(await after.by_words("herons")) == 2
    await database.close()


async def store_more(database: Database) -> None:
    """Add a document and an exchange."""
    library, chats = library_in(database), chats_in(database)
    await library.add("More herons", embedded(0, "More herons", unit(4)))
    session = await chats.open_session()
    await chats.messages.begin(*exchange(session.id))


async def test_indexes_references_and_triggers_are_those_of_a_new_database(
    stored: Stored, empty_dsn: str
) -> None:
    """A restored database has the schema of one that was set up."""
    schema = (
        "SELECT pg_get_indexdef(indexrelid) FROM pg_index JOIN pg_class ON pg_class.oid = indrelid"
        " WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'"
        " UNION ALL SELECT conrelid::regclass::text || pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE connamespace = current_schema()::regnamespace"
        " UNION ALL SELECT tgrelid::regclass::text || tgname || tgenabled::text FROM pg_trigger"
        " WHERE NOT tgisinternal ORDER BY 1"
    )
    await backups_of(stored.dsn).save(stored.file)
    await backups_of(empty_dsn).restore(stored.file)
    async with connected(stored.dsn) as before, connected(empty_dsn) as after:
        found = await after.fetch(schema)
        assert found == await before.fetch(schema)
        assert any("hnsw" in row[0] for row in found)


async def test_a_backup_is_of_one_moment(stored: Stored, empty_dsn: str) -> None:
    """What is stored or deleted while the backup is written is not in it, not even in part."""
    before = await without_applied_at(stored.dsn)
    tables: list[str] = []

    async def change() -> None:
        database = Database()
        await database.open(stored.dsn, MODEL, DIMENSION)
        await store_more(database)
        async with connected(stored.dsn) as connection:
            ids = await connection.fetch("SELECT id FROM documents WHERE status = 'processed'")
        for row in ids:
            await PostgresDocumentStore(database).remove(row["id"])
        await database.close()

    def on_table(name: str) -> None:
        tables.append(name)
        if len(tables) == 2:
            with ThreadPoolExecutor(1) as elsewhere:
                elsewhere.submit(copy_context().run, asyncio.run, change()).result()

    await backups_of(stored.dsn).save(stored.file, on_table=on_table)
    assert await without_applied_at(stored.dsn) != before
    await backups_of(empty_dsn).restore(stored.file)
    assert await without_applied_at(empty_dsn) == before


async def test_what_is_stored_is_replaced_only_when_asked(
    stored: Stored, embedded_server: DatabaseServer
) -> None:
    """A database that was only set up is empty; one with a row of anything else is not."""
    await backups_of(stored.dsn).save(stored.file)
    expected = await without_applied_at(stored.dsn)
    async with embedded_server.migrated_database() as dsn:
        await backups_of(dsn).restore(stored.file)
        assert await without_applied_at(dsn) == expected
        async with connected(dsn) as connection:
            await connection.execute("DELETE FROM chat_sessions")
        changed = await everything_in(dsn)
        with pytest.raises(DatabaseNotEmpty):
            await backups_of(dsn).restore(stored.file)
        assert await everything_in(dsn) == changed
        revision = "SELECT sum(revision) FROM library_revision"
        async with connected(dsn) as connection:
            earlier = await connection.fetchval(revision)
            await backups_of(dsn).restore(stored.file, replace=True)
            assert await connection.fetchval(revision) > earlier
        assert await without_applied_at(dsn) == expected


async def test_a_restoration_that_fails_changes_nothing(stored: Stored, empty_dsn: str) -> None:
    """A table that is not what the manifest says is found while loading, and all is as before."""
    await backups_of(stored.dsn).save(stored.file)
    forged = stored.file.with_suffix(".forged")
    resealed(stored.file, forged, lambda name, rows: rows[:-2] + b"xx" if "parts" in name else rows)
    before = await everything_in(stored.dsn)
    await stored.database.close()
    for dsn in (stored.dsn, empty_dsn):
        untouched = await everything_in(dsn)
        with pytest.raises((BackupDamaged, asyncpg.PostgresError)):
            await backups_of(dsn).restore(forged, replace=True)
        assert await everything_in(dsn) == untouched
    assert before == await everything_in(stored.dsn)


def resealed(
    source: Path,
    target: Path,
    change: Callable[[str, bytes], bytes] = lambda _, rows: rows,
    **changes: Any,
) -> None:
    """Write a backup with other rows or another manifest, and a seal that fits."""
    with ZipFile(source) as old, writing(target, replace=True) as new:
        manifest = msgspec.json.decode(old.read("manifest.json"), type=Manifest)
        for table in manifest.tables:
            with new.member(table.name) as member:
                member.write(change(table.name, old.read(archive.member_of(table.name))))
        new.finish(msgspec.structs.replace(manifest, **changes))


@pytest.fixture(scope="module")
def small_backup(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of a backup of one table."""
    path = tmp_path_factory.mktemp("backup") / "small.quoth"
    with writing(path, replace=False) as new:
        with new.member("documents") as member:
            member.write(b"rows")
        said = {"format": FORMAT, "made_by": "1", "made_at": "2026-01-01T00:00:00Z", "steps": []}
        said |= {"model": MODEL, "dimension": 8, "tables": [], "sequences": {}}
        new.finish(msgspec.convert(said, Manifest))
    return path.read_bytes()


@given(data=st.data())
def test_a_cut_or_altered_file_is_refused(
    data: st.DataObject, small_backup: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whichever byte is missing, added or other, the file is refused before anything is read."""
    path = tmp_path_factory.getbasetemp() / "altered.quoth"
    place = data.draw(st.integers(0, len(small_backup) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda each: each != small_backup[place]))
    altered = [
        small_backup[:place],
        small_backup[:place] + bytes([byte]) + small_backup[place + 1 :],
        small_backup[:place] + small_backup[place + 1 :],
        small_backup + bytes([byte]),
    ]
    for content in altered:
        path.write_bytes(content)
        with pytest.raises(BackupDamaged), reading(path):
            pass
    path.write_bytes(small_backup)
    with reading(path) as archive_read:
        assert archive_read.manifest.model == MODEL


async def test_a_backup_of_an_older_schema_is_brought_up_to_date(
    embedded_server: DatabaseServer, empty_dsn: str, tmp_path: Path
) -> None:
    """The tables of each earlier schema are loaded as they were; then the later migrations run."""
    everything = load_migrations()
    for number in (3, 10, 17):
        file = tmp_path / f"{number}.quoth"
        async with embedded_server.empty_database() as old, connected(old) as connection:
            await check_server(connection)
            await migrate(connection, MODEL, DIMENSION, everything[:number])
            await connection.execute(
                "INSERT INTO documents (id, filename, file_size, content_sha256, status,"
                " uploaded_at, total_chunks, content) VALUES ($1, 'a.txt', 1, $2, 'processed',"
                " now(), 1, 'Grüße')",
                UUID(int=number),
                "a" * 64,
            )
            await connection.execute(
                "INSERT INTO document_chunks (document_id, chunk_index, content, char_start,"
                " char_end, token_count) SELECT id, 0, 'Grüße', 0, 5, 1 FROM documents"
            )
            if number > 3:
                await connection.execute(
                    "INSERT INTO other_names (document_id, name) SELECT id, 'b.txt' FROM documents"
                )
            await backups_of(old).save(file)
        await backups_of(empty_dsn).restore(file, replace=True)
        async with connected(empty_dsn) as connection:
            rows = await connection.fetch(QUERIES["applied_steps"])
        assert [row["number"] for row in rows] == [each.number for each in everything]
        database = Database()
        await database.open(empty_dsn, MODEL, DIMENSION)
        document = await library_in(database).catalog.get(UUID(int=number))
        assert document.media_type == "text/plain"
        assert len(document.names) == 1 + (number > 3)
        await database.close()


async def test_a_newer_backup_is_refused(stored: Stored, empty_dsn: str) -> None:
    """A later format, a step of the schema that is not known, or another one of its number."""
    await backups_of(stored.dsn).save(stored.file)
    with reading(stored.file) as read:
        steps = read.manifest.steps
    newer = stored.file.with_suffix(".newer")
    cases: list[tuple[dict[str, Any], str]] = [
        ({"format": FORMAT + 1}, "made by a newer Quoth"),
        ({"steps": (*steps, Step(9999, "later", "x"))}, "Quoth 1.2.3, which is newer.*9999_later"),
        ({"steps": (*steps[:-1], Step(steps[-1].number, "other", "x"))}, "unmodified Quoth"),
    ]
    for changes, said in cases:
        resealed(stored.file, newer, **changes)
        with pytest.raises(Misconfigured, match=said):
            await backups_of(empty_dsn).restore(newer)
    assert await everything_in(empty_dsn) == {}


async def test_a_table_that_no_migration_makes_is_left_out_by_name(
    stored: Stored, empty_dsn: str
) -> None:
    """Such a table belongs to work that is under way: it is said, and the rest is restored."""
    async with connected(stored.dsn) as connection:
        await connection.execute("CREATE TABLE beside AS SELECT 1 AS one")
    await backups_of(stored.dsn).save(stored.file)
    assert (await backups_of(empty_dsn).restore(stored.file)).left_out == ("beside",)


async def test_a_database_in_use_is_not_replaced(stored: Stored, data_dir: Path) -> None:
    """A connection of another Quoth, or another process on the embedded server, is noticed."""
    await backups_of(stored.dsn).save(stored.file)
    await stored.database.close()
    for name in ("quoth", "quoth listening", "quoth backup"):
        other = await asyncpg.connect(stored.dsn, server_settings={"application_name": name})
        with pytest.raises(DatabaseInUse):
            await backups_of(stored.dsn).restore(stored.file, replace=True)
        await other.close()
    first, second = (EmbeddedPostgres(data_dir, options=FAST) for _ in range(2))
    dsn = await asyncio.to_thread(first.start)
    try:
        await asyncio.to_thread(second.start)
        backups = PostgresBackups(lambda: dsn, "1.2.3", first.is_shared)
        with pytest.raises(DatabaseInUse):
            await backups.restore(stored.file)
        await asyncio.to_thread(second.stop)
        assert (await backups.restore(stored.file)).documents == 4
    finally:
        await asyncio.to_thread(first.stop)


async def test_a_backup_that_breaks_off_leaves_no_file(stored: Stored) -> None:
    """An error, a full disk or a name that is taken leave the folder as it was."""

    def break_off(name: str) -> None:
        if name == "documents":
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await backups_of(stored.dsn).save(stored.file, on_table=break_off)
    assert list(stored.file.parent.iterdir()) == []
    stored.file.write_text("mine")
    with pytest.raises(Misconfigured, match="exists"):
        await backups_of(stored.dsn).save(stored.file)
    assert stored.file.read_text() == "mine"
    await backups_of(stored.dsn).save(stored.file, replace=True)
    assert stored.file.stat().st_mode & 0o777 == 0o600
    with small_disk(1) as disk:
        fill(disk)
        with pytest.raises(InsufficientStorage, match="nothing was written"):
            await backups_of(stored.dsn).save(disk / "library.quoth")
        assert [each.name for each in disk.iterdir()] == ["filler"]


async def test_a_database_that_was_never_set_up_has_no_backup(
    empty_dsn: str, tmp_path: Path
) -> None:
    """It says so, and writes no file."""
    with pytest.raises(Misconfigured, match="Nothing was ever stored"):
        await backups_of(empty_dsn).save(tmp_path / "none.quoth")
    with pytest.raises(Misconfigured, match="No such file"):
        await backups_of(empty_dsn).restore(tmp_path / "none.quoth")


async def test_the_manifest_says_what_is_in_the_file(stored: Stored) -> None:
    """Any program can read the members, their digests and the schema they belong to."""
    await backups_of(stored.dsn).save(stored.file)
    with ZipFile(stored.file) as file:
        assert file.testzip() is None
        said = json.loads(file.read("manifest.json"))
    assert said["steps"][-1]["number"] == load_migrations()[-1].number
    assert {each["name"] for each in said["tables"]} >= {"documents", "lexemes", "chat_messages"}
