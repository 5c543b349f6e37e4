"""Loads a backup into a database, in one transaction."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence

import asyncpg

from adapters.postgres.backup.archive import ArchiveReader, CheckedRows
from adapters.postgres.backup.manifest import Manifest, Table
from adapters.postgres.migrator import ADVISORY_LOCK, Migration, load_migrations, migrate
from adapters.postgres.queries import QUERIES
from domain.errors import BackupDamaged, DatabaseNotEmpty, Misconfigured

MIGRATIONS_TABLE = "schema_migrations"
"""Filled by the migrations that run before the rows are loaded."""


async def restore(
    connection: asyncpg.Connection,
    archive: ArchiveReader,
    *,
    replace: bool,
    on_table: Callable[[str], None],
) -> tuple[str, ...]:
    """Replace the database by a backup.

    The tables are made by the migrations that the backup had. When they are full, the migrations
    that came later bring them up to date.

    Args:
        connection: A connection without timeouts.
        archive: The backup.
        replace: Whether to replace what is stored.
        on_table: Called with the name of each table when its turn comes.

    Returns:
        The names of the tables of the backup that no migration makes.

    Raises:
        BackupDamaged: If a table is not what the backup says; nothing was changed.
        DatabaseNotEmpty: If something is stored, and `replace` is false.
        Misconfigured: If the backup has migrations that this Quoth does not know.
    """
    manifest = archive.manifest
    migrations = load_migrations()
    earlier = _earlier(manifest, migrations)
    async with connection.transaction():
        # another Quoth that starts meanwhile waits here, and then finds the restored database
        await connection.execute("SELECT pg_advisory_xact_lock($1)", ADVISORY_LOCK)
        if not replace:
            await _check_empty(connection, manifest)
        await _drop_everything(connection)
        await migrate(connection, manifest.model, manifest.dimension, earlier)
        left_out = await _load(connection, archive, on_table)
        await migrate(connection, manifest.model, manifest.dimension, migrations)
        await connection.execute(QUERIES["void_cached_answers"])
        await connection.execute(QUERIES["forget_index"])
        await connection.execute("ANALYZE")
    return left_out


def _earlier(manifest: Manifest, migrations: Sequence[Migration]) -> list[Migration]:
    """Return the migrations that the backup had."""
    known = {migration.number: migration for migration in migrations}
    for step in manifest.steps:
        migration = known.get(step.number)
        if migration is None:
            raise Misconfigured(
                f"The backup was made by Quoth {manifest.made_by}, which is newer: it has the step"
                f" {step.number:04}_{step.name} of the schema. Nothing was changed. Restore it"
                " with that version or a later one."
            )
        if migration.checksum != step.checksum:
            raise Misconfigured(
                f"The step {step.number:04}_{step.name} of the schema is not the one of the"
                f" backup, which Quoth {manifest.made_by} made. Nothing was changed. Install an"
                " unmodified Quoth."
            )
    return [known[step.number] for step in manifest.steps]


async def _check_empty(connection: asyncpg.Connection, manifest: Manifest) -> None:
    """Compare the tables that have rows with those of a database that was just set up.

    Raises:
        DatabaseNotEmpty: If more of them have rows.
    """
    filled = await _filled(connection)
    if not filled:
        return
    attempt = connection.transaction()
    await attempt.start()
    await _drop_everything(connection)
    await migrate(connection, manifest.model, manifest.dimension)
    filled -= await _filled(connection)
    await attempt.rollback()
    if filled:
        raise DatabaseNotEmpty


async def _filled(connection: asyncpg.Connection) -> set[str]:
    tables = [row["name"] for row in await connection.fetch(QUERIES["tables_to_back_up"])]
    return {
        name
        for name in tables
        if await connection.fetchval(f"SELECT EXISTS (SELECT FROM {name})")  # noqa: S608 - of the catalogue
    }


async def _drop_everything(connection: asyncpg.Connection) -> None:
    await _run(connection, [row[0] for row in await connection.fetch(QUERIES["objects_to_drop"])])


async def _load(
    connection: asyncpg.Connection, archive: ArchiveReader, on_table: Callable[[str], None]
) -> tuple[str, ...]:
    """Fill the tables, without the indexes and checks that are faster on full tables."""
    columns = {
        row["name"]: tuple(row["columns"])
        for row in await connection.fetch(QUERIES["tables_to_back_up"])
    }
    tables = [each for each in archive.manifest.tables if each.name in columns]
    if any(each.columns != columns[each.name] for each in tables):
        raise BackupDamaged
    references = await connection.fetch(QUERIES["references_to_restore"])
    indexes = await connection.fetch(QUERIES["indexes_to_restore"])
    await _run(connection, [row["dropping"] for row in (*references, *indexes)])
    for table in tables:
        if table.name != MIGRATIONS_TABLE:
            on_table(table.name)
            await _fill(connection, archive, table)
    for name, value in archive.manifest.sequences.items():
        await connection.execute(QUERIES["set_sequence"], name, value)
    on_table("indexes")
    await _run(connection, [row["making"] for row in (*indexes, *references)])
    return tuple(each.name for each in archive.manifest.tables if each.name not in columns)


async def _fill(connection: asyncpg.Connection, archive: ArchiveReader, table: Table) -> None:
    # rows that the migrations made, and triggers that would announce work, are not of the backup
    await _run(
        connection,
        [f"DELETE FROM {table.name}", f"ALTER TABLE {table.name} DISABLE TRIGGER USER"],  # noqa: S608 - of the catalogue
    )
    # COPY is not possible with row-level security; nobody else sees the table yet
    forced = await connection.fetchval(QUERIES["is_forced"], table.name)
    if forced:
        await connection.execute(f"ALTER TABLE {table.name} NO FORCE ROW LEVEL SECURITY")
    with archive.open(table) as member:
        status = await connection.copy_to_table(
            table.name,
            source=_pieces(CheckedRows(table, member)),
            columns=table.columns,
            format="binary",
        )
    if int(status.removeprefix("COPY ")) != table.rows:
        raise BackupDamaged
    await _run(connection, [f"ALTER TABLE {table.name} ENABLE TRIGGER USER"])
    if forced:
        await connection.execute(f"ALTER TABLE {table.name} FORCE ROW LEVEL SECURITY")


async def _pieces(rows: CheckedRows) -> AsyncIterator[bytes]:
    while piece := await asyncio.to_thread(rows.next_piece):
        yield piece


async def _run(connection: asyncpg.Connection, statements: Sequence[str]) -> None:
    for statement in statements:
        await connection.execute(statement)
