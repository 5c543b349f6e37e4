"""Two whole servers on one database that share a Valkey, which is killed and comes back."""

import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from adapters.embedded_postgres import EmbeddedPostgres
from tests.e2e.command import quoth
from tests.e2e.conversation import ask, create_session, upload
from tests.e2e.process import QuothProcess
from tests.support.databases import temporary_directory
from tests.support.valkey_server import ValkeyProcess

QUESTION = "How tall is the lighthouse?"
SEARCHES = 5  # in any minute
RECOVERY_SECONDS = 60.0

pytestmark = [pytest.mark.faults, pytest.mark.at_length, pytest.mark.timeout(600)]


@dataclass
class Site:
    """Two servers of one library, and their Valkey."""

    valkey: ValkeyProcess
    servers: list[QuothProcess]
    clients: list[httpx.Client]

    def answered(self, client: httpx.Client) -> dict[str, Any]:
        """Ask a question, and return the first event of its answer."""
        events = list(ask(client, create_session(client), QUESTION))
        assert events[-1]["finish_reason"] == "stop"
        return events[0]

    def admitted(self) -> int:
        """Search more often than is admitted, at both servers in turns; return how often it was."""
        statuses = [
            self.clients[number % 2].post("/api/search/", json={"query": "tall"}).status_code
            for number in range(2 * SEARCHES)
        ]
        assert set(statuses) <= {200, 429}
        return statuses.count(200)

    def wait_for(self, state: str) -> None:
        """Wait until both servers say that Valkey is in this state."""
        deadline = time.monotonic() + RECOVERY_SECONDS
        for client in self.clients:
            while state not in client.get("/api/health/").json()["valkey"]:
                assert time.monotonic() < deadline
                time.sleep(0.1)

    def doctor(self, folder: Path) -> str:
        """Return what `quoth doctor` prints."""
        return quoth("doctor", env=self.servers[0].env, cwd=folder).stdout


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with temporary_directory() as folder:
        yield folder


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[Site]:
    database, valkey = EmbeddedPostgres(folder / "database"), ValkeyProcess()
    with ExitStack() as stack:
        stack.callback(database.stop)
        stack.callback(valkey.remove)
        valkey.start()
        url = database.start()
        servers = [
            stack.enter_context(
                QuothProcess(
                    folder / name,
                    database_url=url,
                    valkey_url=valkey.url,
                    chat_rate_limit=0,
                    search_rate_limit=SEARCHES,
                )
            )
            for name in ("one", "other")
        ]
        clients = [stack.enter_context(each.client()) for each in servers]
        yield Site(valkey, servers, clients)


def test_valkey_comes_and_goes(site: Site, folder: Path) -> None:
    """Servers share answers and limits, do without when it is killed, and share them again."""
    one, other = site.clients
    document = upload(one, "The lighthouse is 38 metres tall.")
    assert not site.answered(one)["cached"]
    # another process, with the same settings: it finds what the first has stored
    assert site.answered(other)["cached"]
    assert site.admitted() == SEARCHES
    assert "✓ valkey: Valkey" in site.doctor(folder)

    site.valkey.kill()
    site.wait_for("not reachable")
    for client in site.clients:
        assert not site.answered(client)["cached"]
        assert client.get("/api/health/").status_code == 200
    assert site.admitted() == SEARCHES  # counted in the database, for both servers
    assert "✗ valkey: Valkey is not reachable." in site.doctor(folder)
    for server in site.servers:
        log = (server.data_dir / "logs" / "quoth.log").read_text()
        assert "Valkey is not reachable" in log
        assert "Traceback" not in log

    site.valkey.start()
    site.wait_for("connected")
    assert not site.answered(one)["cached"]
    assert site.answered(other)["cached"]
    receipt = other.delete(f"/api/document/{document['document_id']}/").json()
    assert receipt["deleted_cached_answers"] == 1
