"""The words of documents of earlier versions after a migration."""

from adapters.postgres.migrator import load_migrations, migrate
from adapters.postgres.server_check import check_server
from application.identifiers import new_id
from domain.text.words import VERSION
from tests.support.databases import (
    DIMENSION,
    MODEL,
    DatabaseServer,
    connected,
    enter_default_workspace,
)
from tests.support.word_state import add_document, afresh, check_blocks, everything

MIGRATIONS = load_migrations()


async def test_postings_move_into_blocks(embedded_server: DatabaseServer, empty_dsn: str) -> None:
    """The words of documents that are there are found in blocks as if they were added now."""
    few = {new_id(): ["a pump", "the valve and a pump pump"], new_id(): ["Pumpe", "", "Dichtung"]}
    texts = {**few, new_id(): [f"pump {number % 7}" for number in range(450)], new_id(): []}
    languages = dict(zip(texts, ["en", "de", "en", None], strict=True))
    wanted = await afresh(embedded_server, texts, languages)
    lexemes = {each[:2]: number for number, each in enumerate(sorted(wanted["lexemes"]), start=3)}
    async with connected(empty_dsn) as connection:
        await check_server(connection)
        before = [migration for migration in MIGRATIONS if migration.number < 24]
        await migrate(connection, MODEL, DIMENSION, before)
        numbers = {}
        for document_id, configuration, chunk_count, total_length in wanted["documents"]:
            await add_document(connection, document_id, texts[document_id], languages[document_id])
            own = {
                lexemes[configuration, lexeme]: count
                for each, lexeme, count in wanted["lexemes of documents"]
                if each == document_id
            }
            numbers[document_id] = await connection.fetchval(
                "INSERT INTO indexed_documents (document_id, configuration, chunk_count,"
                " total_length, lexeme_ids, lexeme_chunk_counts, words_version)"
                " VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING number",
                *(document_id, configuration, chunk_count, total_length),
                sorted(own),
                [own[each] for each in sorted(own)],
                VERSION,
            )
        await connection.executemany(
            "INSERT INTO lexemes (id, configuration, lexeme, chunk_count) OVERRIDING SYSTEM VALUE"
            " VALUES ($1, $2, $3, $4)",
            [(lexemes[each[:2]], *each) for each in wanted["lexemes"]],
        )
        await connection.executemany(
            "INSERT INTO lexical_statistics VALUES ($1, $2, $3)", wanted["languages"]
        )
        await connection.executemany(
            "INSERT INTO postings VALUES ($1, $2, $3, $4, $5)",
            [
                (lexemes[configuration, lexeme], numbers[document_id], *posting)
                for configuration, lexeme, document_id, *posting in wanted["postings"]
            ],
        )
        await connection.execute("UPDATE library_revision SET revision = 40")
        await connection.execute("UPDATE names_revision SET revision = 2")
        await migrate(connection, MODEL, DIMENSION)
        await enter_default_workspace(connection)
        assert await everything(connection) == wanted
        await check_blocks(connection, 190)  # as many as that migration made
        assert await connection.fetchval("SELECT sum(revision) FROM library_revision") == 42
