"""compose.yaml on a Docker engine: three servers, of which one is killed, and all are restarted.

TEST_COMPOSE is the command, such as `docker compose`. SERVER_IMAGE, POSTGRES_IMAGE and NGINX_IMAGE
name other images; without them they are built and pulled.
"""

import os
import re
import shlex
import subprocess
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import httpx
import pytest
import yaml

from tests.e2e.command import ROOT
from tests.e2e.conversation import ask, create_session, text_of, upload
from tests.e2e.process import free_port
from tests.e2e.replicas import Client, kill_one_of_three, use_each, use_until
from tests.fakes.groq_server import GroqServer, answer
from tests.fakes.model_server import in_thread

COMPOSE = os.environ.get("TEST_COMPOSE")
ROLLING_RESTART = ROOT / "docs" / "deployment" / "compose" / "rolling-restart"
SERVERS = ("server-1", "server-2", "server-3")
SECONDS = 600.0
READERS = 12

pytestmark = [
    pytest.mark.timeout(1800),
    pytest.mark.skipif(COMPOSE is None, reason="TEST_COMPOSE names no command for compose.yaml"),
]


@dataclass(frozen=True)
class Project:
    """The services of compose.yaml, under a name of their own.

    Attributes:
        name: That name.
        port: Of this machine, where nginx listens.
        overrides: A file that may change what compose.yaml says, from the next command on.
    """

    name: str
    port: int
    overrides: Path

    @property
    def base_url(self) -> str:
        """The address of nginx."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def env(self) -> dict[str, str]:
        """The environment of commands."""
        files = [str(ROOT / "compose.yaml")]
        files += [str(self.overrides)] if self.overrides.exists() else []
        return {
            **os.environ,
            "COMPOSE_PROJECT_NAME": self.name,
            "COMPOSE_FILE": os.pathsep.join(files),
            "POSTGRES_PASSWORD": self.name,
            "HTTP_PORT": str(self.port),
        }

    @property
    def key(self) -> str:
        """The key that the setup made."""
        [key] = re.findall(r"quoth_[A-Za-z0-9]{40}", self.run("logs", "setup"))
        return str(key)

    def client(self) -> httpx.Client:
        """Return a client that opens a connection for each request."""
        headers = {"Authorization": f"Bearer {self.key}", "Connection": "close"}
        return httpx.Client(base_url=self.base_url, headers=headers, timeout=120)

    def run(self, *arguments: str) -> str:
        """Run a command of compose, and return what it printed."""
        assert COMPOSE is not None
        command = [*shlex.split(COMPOSE), *arguments]
        done = subprocess.run(  # noqa: S603 - our own command
            command, cwd=ROOT, env=self.env, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def wait(self) -> None:
        """Return once a server is ready."""
        deadline = time.monotonic() + SECONDS
        while True:
            try:
                if httpx.get(f"{self.base_url}/api/health/ready/").is_success:
                    return
            except httpx.TransportError:
                pass
            assert time.monotonic() < deadline, self.run("logs")
            time.sleep(0.5)


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    project = Project(f"quoth{uuid4().hex[:8]}", free_port(), tmp_path / "overrides.yaml")
    try:
        project.run("up", "--detach")
        project.wait()
        yield project
    finally:
        project.run("down", "--volumes", "--timeout", "30")


class NearModel(GroqServer):
    """A model on this machine that containers reach."""

    host = "0.0.0.0"  # noqa: S104 - at the address of host.docker.internal


def test_compose_serves(project: Project) -> None:
    """The first key lets in, documents are answered, and a server writes nothing into its image."""
    with project.client() as client:
        assert "<title>Quoth</title>" in client.get("/").text
        upload(client, "The grey heron nests in the old mill.")
        for attempt in range(6):
            events = list(ask(client, create_session(client), f"Where nests it? {attempt}"))
            assert "old mill" in text_of(events)
    assert httpx.get(f"{project.base_url}/api/document/").status_code == 401
    project.run("exec", "-T", "server-2", "sh", "-c", "test $(id -u) = 10001 && ! touch /x")


async def test_servers_are_restarted_and_one_is_killed_while_it_answers(project: Project) -> None:
    """Nobody is refused during a rolling restart, and a killed server loses nothing that it stored.

    The restart gives the servers a model whose answers take some seconds.
    """
    words = ["word "] * 100
    with project.client() as client, in_thread(NearModel()) as model:
        upload(client, "The grey heron nests in the old mill.")
        use_model(project, f"http://host.docker.internal:{urlsplit(model.base_url).port}")
        restart_in_use(project)
        assert list(ask(client, create_session(client), "Where nests it?"))[-1]["type"] == "done"
        assert model.requests
        model.enqueue(*(answer(*words, drip_seconds=0.1) for _ in range(READERS)))
        readers = [Client(create_session(client), project.key) for _ in range(READERS)]
        await kill_one_of_three(
            readers,
            project.base_url,
            lambda: project.run("kill", "server-1"),
            lambda: use_each(client),
        )
    assert all(each.lost or each.text.count("word") == len(words) for each in readers)


def use_model(project: Project, address: str) -> None:
    """Let the servers use a model of this machine from their next start on."""
    server = {
        "extra_hosts": ["host.docker.internal:host-gateway"],
        "environment": {
            "GROQ_API_KEY": "test-key",
            "GROQ_BASE_URL": address,
            "QUOTH_CHAT_RATE_LIMIT": "0",
            "QUOTH_SEARCH_MIN_CONFIDENCE": "0",
            "QUOTH_SEARCH_MIN_SCORE": "-1",
        },
    }
    project.overrides.write_text(yaml.safe_dump({"services": dict.fromkeys(SERVERS, server)}))


def restart_in_use(project: Project) -> None:
    """Restart each server in its turn, while uploads, questions and lists all succeed."""
    ended = threading.Event()

    def use(number: int) -> int:
        with project.client() as client:
            return use_until(ended, client, number)

    with ThreadPoolExecutor(2) as threads:
        using = [threads.submit(use, number) for number in range(2)]
        try:
            subprocess.run([str(ROLLING_RESTART), *SERVERS], env=project.env, check=True)  # noqa: S603 - our own command
        finally:
            ended.set()
        assert all(each.result() > 0 for each in using)
