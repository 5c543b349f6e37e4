"""Requests that are generated from the API's own description are answered as it says."""

import asyncio
import os
import re
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
import uvicorn
from dishka import Provider, Scope, provide

from adapters.postgres.database import Database
from application.access.create_key import CreateKey, KeyRequest
from application.ports.upload_files import UploadFile
from application.ports.web_pages import WebPage, WebPages
from application.ports.webhook_sender import WebhookSender
from domain.access.role import Role
from entrypoints.api.app import create_api
from entrypoints.api.authenticators import authenticators_of
from entrypoints.background_work import BackgroundWork
from entrypoints.container import create_container
from tests.fakes.webhooks import ScriptedSender
from tests.fakes.wiring import FakeModels, test_settings
from tests.support.databases import DIMENSION, MODEL
from tests.support.serving import listening

CONFIG = Path(__file__).parent / "schemathesis.toml"

# for each operation and way of generating; `make requests` and `make test-faults` set it
EXAMPLES = int(os.environ.get("TEST_EXAMPLES", "5"))
# all cases together, at least
CASES = int(os.environ.get("TEST_CASES", "100"))
# what is systematic takes some minutes
PHASES = "examples,coverage,fuzzing" if "TEST_EXAMPLES" in os.environ else "examples,fuzzing"


class OnePage(WebPages):
    """A web in which each address has the same page."""

    async def fetch(self, url: str, file: UploadFile) -> WebPage:
        await file.write(b"A tower of the web.")
        return WebPage(url, "tower.txt")


class Offline(Provider):
    """Sends and reads nothing outside: addresses are generated, too."""

    scope = Scope.APP

    @provide(override=True)
    def sender(self) -> WebhookSender:
        return ScriptedSender()

    @provide(override=True)
    def web_pages(self) -> WebPages:
        return OnePage()


@dataclass
class Served:
    """The address of a server, the key of an admin, and the ids of what it stores."""

    url: str
    key: str
    ids: dict[str, str]


@pytest.fixture
async def served(postgres_dsn: str) -> AsyncIterator[Served]:
    """The real application on PostgreSQL, on a port of its own."""
    settings = test_settings(max_upload_bytes=100_000)
    container = create_container(settings, FakeModels(DIMENSION), Offline())
    database = await container.get(Database)
    await database.open(postgres_dsn, MODEL, DIMENSION)
    # without a worker, whoever follows a queued document would wait for ever
    work = await container.get(BackgroundWork)
    work.start()
    with listening() as listener:
        access = await authenticators_of(container, "of no start", on_loopback=False)
        config = uvicorn.Config(create_api(container, access), log_config=None, access_log=False)
        server = uvicorn.Server(config)
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        create = await container.get(CreateKey)
        key = (await create.execute(KeyRequest("generated", Role.ADMIN))).text
        headers = {"Authorization": f"Bearer {key}"}
        async with httpx.AsyncClient(base_url=url, headers=headers) as http:
            document = await http.post("/api/document/", files={"file": ("a.txt", b"A tower.")})
            session = await http.post("/api/session/create/")
            body = {"session_id": session.json()["session_id"], "message": "A tower?"}
            stream = await http.post("/api/chat/", json=body)
            collection = await http.post("/api/collection/", json={"name": "Towers"})
            told = {"url": "https://tower.example/", "events": ["document.processed"]}
            webhook = await http.post("/api/webhook/", json=told)
            named = await http.put("/api/document/by-name/a", files={"file": ("b.txt", b"A mill.")})
        [message] = set(re.findall(r'"message_id":"([^"]+)"', stream.text))
        ids = {
            "DOCUMENT_ID": document.json()["document_id"],
            "SESSION_ID": body["session_id"],
            "MESSAGE_ID": message,
            "COLLECTION_ID": collection.json()["collection_id"],
            "WEBHOOK_ID": webhook.json()["webhook_id"],
            "EXTERNAL_ID": named.json()["external_id"],
        }
        yield Served(url, key, ids)
        server.should_exit = True
        await serving
    await work.stop()
    await container.close()
    await database.close()


@pytest.mark.faults
@pytest.mark.timeout(7200)
async def test_the_api_is_as_its_description_says(served: Served, tmp_path: Path) -> None:
    """Valid requests are accepted, invalid ones refused, and every response is a described one."""
    command = [
        *(sys.executable, "-m", "schemathesis.cli", f"--config-file={CONFIG}", "run"),
        *(f"{served.url}/schema/openapi.json", "--checks=all", "--continue-on-failure"),
        f"--header=Authorization: Bearer {served.key}",
        *(f"--phases={PHASES}", f"--max-examples={EXAMPLES}", "--no-color"),
    ]
    report = tmp_path / "report.txt"  # to look at while it runs
    with report.open("wb") as output:
        process = await asyncio.create_subprocess_exec(
            *command,
            cwd=tmp_path,  # what it caches
            env={**os.environ, **served.ids},
            stdout=output,
            stderr=asyncio.subprocess.STDOUT,
        )
        await process.wait()
    assert process.returncode == 0, report.read_text()
    [generated] = re.findall(r"(\d+) generated", report.read_text())
    assert int(generated) >= CASES
