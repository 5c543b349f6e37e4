"""Open WebUI in front of a real server. Its virtual environment is named by TEST_OPEN_WEBUI."""

import json
import os
import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.e2e.command import ROOT
from tests.e2e.conversation import upload
from tests.e2e.process import NO_TLS, QuothProcess, free_port
from tests.support.databases import DatabaseServer

PLACE = os.environ.get("TEST_OPEN_WEBUI", "")
START_SECONDS = 300
PAGE = ROOT / "docs" / "integrations" / "open-webui.md"
HERON = "The heron Konstantin eats nine frogs a day. Its pond is painted blue."

pytestmark = pytest.mark.skipif(
    not PLACE, reason="TEST_OPEN_WEBUI does not name a virtual environment with Open WebUI"
)


@contextmanager
def open_webui(folder: Path, quoth: str, dsn: str) -> Iterator[httpx.Client]:
    """Start Open WebUI as docs/integrations/open-webui.md says, and sign in."""
    port = free_port()
    [block] = re.findall(r"```text\n(.*?)```", PAGE.read_text(), re.DOTALL)
    settings = dict(re.findall(r"(\w+)=(\S+)", block.replace("http://127.0.0.1:8000", quoth))) | {
        "ENABLE_OLLAMA_API": "False",
        "WEBUI_AUTH": "False",
        "WEBUI_SECRET_KEY": "tests",
        "OFFLINE_MODE": "True",
        "DATA_DIR": str(folder),
        "VECTOR_DB": "pgvector",
        "PGVECTOR_DB_URL": dsn.replace("postgresql://", "postgresql+psycopg://"),
        "RAG_EMBEDDING_ENGINE": "openai",
        "RAG_OPENAI_API_BASE_URL": f"{quoth}/v1",
        "RAG_OPENAI_API_KEY": "none",
    }
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    with (folder / "output").open("wb") as output:
        process = subprocess.Popen(  # noqa: S603 - named by whoever runs the tests
            [f"{PLACE}/bin/open-webui", "serve", "--host", "127.0.0.1", "--port", str(port)],
            env={**kept, **settings},
            cwd=folder,
            stdout=output,
            stderr=output,
        )
    try:
        address = f"http://127.0.0.1:{port}"
        with httpx.Client(base_url=address, timeout=60, verify=NO_TLS) as client:
            deadline = time.monotonic() + START_SECONDS
            while not _healthy(client):
                said = (folder / "output").read_text()[-3000:]
                assert process.poll() is None, said
                assert time.monotonic() < deadline, said
                time.sleep(0.5)
            signed_in = client.post("/api/v1/auths/signin", json={"email": "", "password": ""})
            client.headers["Authorization"] = f"Bearer {signed_in.json()['token']}"
            yield client
    finally:
        process.terminate()
        process.wait(30)


def _healthy(client: httpx.Client) -> bool:
    try:
        return client.get("/health").status_code == 200
    except httpx.TransportError:
        return False


async def test_open_webui_asks_and_gets_sources(
    server: QuothProcess, embedded_server: DatabaseServer, data_dir: Path
) -> None:
    """It lists the model, passes on a question, and receives the source before the text."""
    with server.client() as http:
        upload(http, HERON, "heron.txt")
    question = "How many frogs does the heron Konstantin eat a day?"
    body = {
        "model": "quoth",
        "stream": True,
        "messages": [{"role": "user", "content": question}],
    }
    async with embedded_server.empty_database() as dsn:
        with open_webui(data_dir, server.base_url, dsn) as client:
            models = client.get("/api/models").json()["data"]
            assert "quoth" in [each["id"] for each in models]
            response = client.post("/api/chat/completions", json=body)
    sent = [each for each in response.text.split("\n") if each.startswith("data: {")]
    lines = [json.loads(each.removeprefix("data: ")) for each in sent]
    events = [each["event"] for each in lines if "event" in each]
    assert "heron.txt" in [each["data"]["source"]["name"] for each in events]
    chunks = [each for each in lines if each.get("choices")]
    text = "".join(each["choices"][0]["delta"].get("content") or "" for each in chunks)
    assert "nine frogs" in text
    assert "[1]" in text
