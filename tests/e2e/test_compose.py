"""compose.yaml on a Docker engine: three servers, of which one is killed.

TEST_COMPOSE is the command, such as `docker compose`. SERVER_IMAGE, POSTGRES_IMAGE and NGINX_IMAGE
name other images; without them they are built and pulled.
"""

import os
import re
import shlex
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import uuid4

import httpx
import pytest

from tests.e2e.command import ROOT
from tests.e2e.conversation import ask, create_session, text_of, upload
from tests.e2e.process import free_port

COMPOSE = os.environ.get("TEST_COMPOSE")
SECONDS = 600.0

pytestmark = [
    pytest.mark.timeout(1800),
    pytest.mark.skipif(COMPOSE is None, reason="TEST_COMPOSE names no command for compose.yaml"),
]


@dataclass(frozen=True)
class Project:
    """The services of compose.yaml, under a name of their own."""

    name: str
    port: int

    def run(self, *arguments: str) -> str:
        """Run a command of compose, and return what it printed."""
        assert COMPOSE is not None
        env = {**os.environ, "POSTGRES_PASSWORD": self.name, "HTTP_PORT": str(self.port)}
        command = [*shlex.split(COMPOSE), "--project-name", self.name, *arguments]
        done = subprocess.run(  # noqa: S603 - our own command
            command, cwd=ROOT, env=env, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def wait(self) -> None:
        """Return once a server is ready."""
        deadline = time.monotonic() + SECONDS
        while True:
            try:
                if httpx.get(f"http://127.0.0.1:{self.port}/api/health/ready/").is_success:
                    return
            except httpx.TransportError:
                pass
            assert time.monotonic() < deadline, self.run("logs")
            time.sleep(0.5)


@pytest.fixture
def project() -> Iterator[Project]:
    project = Project(f"quoth{uuid4().hex[:8]}", free_port())
    try:
        project.run("up", "--detach")
        project.wait()
        yield project
    finally:
        project.run("down", "--volumes", "--timeout", "30")


def test_compose_serves_though_a_server_is_killed(project: Project) -> None:
    """The first key lets in, documents are answered, and nobody misses a server that is killed."""
    [key] = re.findall(r"quoth_[A-Za-z0-9]{40}", project.run("logs", "setup"))
    headers = {"Authorization": f"Bearer {key}"}
    base_url = f"http://127.0.0.1:{project.port}"
    with httpx.Client(base_url=base_url, headers=headers, timeout=120) as client:
        assert "<title>Quoth</title>" in client.get("/").text
        upload(client, "The grey heron nests in the old mill.")
        for attempt in range(6):
            if attempt == 2:
                project.run("kill", "server-1")
            events = list(ask(client, create_session(client), f"Where nests it? {attempt}"))
            assert "old mill" in text_of(events)
    assert httpx.get(f"{base_url}/api/document/").status_code == 401
    project.run("exec", "-T", "server-2", "sh", "-c", "test $(id -u) = 10001 && ! touch /x")
