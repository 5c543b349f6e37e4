"""A whole server on a PostgreSQL of its own, with PgBouncer in front of it and a standby behind."""

import asyncio
from pathlib import Path

import pytest

from tests.e2e.command import quoth
from tests.e2e.conversation import ask, create_session, text_of, upload
from tests.e2e.process import QuothProcess
from tests.support.databases import DatabaseServer
from tests.support.pgbouncer import needs_pgbouncer, pgbouncer
from tests.support.standbys import standby

pytestmark = [
    needs_pgbouncer,
    pytest.mark.faults,
    pytest.mark.at_length,
    pytest.mark.timeout(600),
]


async def test_a_server_works_with_a_pooler_and_a_standby(
    embedded_server: DatabaseServer, tmp_path: Path
) -> None:
    """Documents are stored through the pooler, answers rest on them, and health names the parts."""
    async with embedded_server.empty_database() as dsn:
        with (
            pgbouncer(embedded_server.dsn, "transaction") as pooler,
            standby(embedded_server.dsn) as copy,
        ):
            await copy.catch_up(dsn)
            server = QuothProcess(
                tmp_path / "data",
                database_url=dsn,
                database_pooler_url=pooler.url(dsn),
                database_replica_url=copy.dsn_of(dsn),
            )
            await asyncio.to_thread(_converse, server)


def _converse(server: QuothProcess) -> None:
    with server, server.client() as client:
        upload(client, "The lighthouse is 41 metres tall.")
        events = list(ask(client, create_session(client), "How tall is the lighthouse?"))
        assert events[-1]["finish_reason"] == "stop"
        assert "41 metres" in text_of(events)
        health = client.get("/api/health/").json()
        assert (health["status"], health["database_replica"]) == ("healthy", "connected")
        doctor = quoth("doctor", env=server.env, cwd=server.data_dir)
        assert "a pooler in transaction mode" in doctor.stdout
