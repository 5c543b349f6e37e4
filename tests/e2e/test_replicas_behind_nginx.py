"""Three servers on one database, behind nginx as docs/deployment configures it."""

import os
import re
import signal
import subprocess
import threading
import time
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.e2e.command import ROOT, environment, quoth
from tests.e2e.conversation import create_session, upload
from tests.e2e.process import QuothProcess, free_port
from tests.e2e.replicas import Client, kill_one_of_three, use_each, use_until
from tests.fakes.groq_server import GroqServer, answer, groq_server_in_thread
from tests.support.databases import DatabaseServer
from tests.support.nginx import Nginx, needs_nginx

pytestmark = [pytest.mark.faults, pytest.mark.at_length, pytest.mark.timeout(900), needs_nginx]

CREATE = ("key", "create", "--workspace", "default", "--role", "admin")
DEPLOYMENT = ROOT / "docs" / "deployment"
SECONDS = 600.0
READERS = 12

# stands for systemctl and docker: asks the test to restart a server, and waits until that was done
SUPERVISOR = """#!/bin/sh
for last; do :; done
case "$*" in
  "reload nginx" | "compose exec -T nginx nginx -s reload")
    kill -HUP "$(cat {folder}/nginx/nginx.pid)" ;;
  "compose exec -T nginx cat "*) cat {folder}/nginx/upstream.conf ;;
  "restart "* | "compose up --detach --no-deps --force-recreate --wait "*)
    echo "$last" > {folder}/asked && mv {folder}/asked {folder}/restart
    while [ -e {folder}/restart ]; do sleep 0.1; done ;;
  *) exit 1 ;;
esac
"""


@dataclass(frozen=True)
class Replicas:
    """Servers behind an nginx, and a key for them."""

    servers: Sequence[QuothProcess]
    nginx: Nginx
    groq: GroqServer
    key: str

    def client(self) -> httpx.Client:
        """Return a client that opens a connection for each request, as many clients would."""
        return httpx.Client(
            base_url=self.nginx.base_url,
            headers={"Authorization": f"Bearer {self.key}", "Connection": "close"},
            timeout=120,
        )


@pytest.fixture
async def dsn(embedded_server: DatabaseServer) -> AsyncIterator[str]:
    async with embedded_server.empty_database() as dsn:
        yield dsn


@pytest.fixture
def replicas(dsn: str, data_dir: Path) -> Iterator[Replicas]:
    """Three servers on one database, and a document."""
    made = quoth(*CREATE, env=environment(data_dir / "key", database_url=dsn), cwd=data_dir)
    assert made.returncode == 0, made.stderr
    key = made.stdout.splitlines()[-1]
    with groq_server_in_thread() as groq, ExitStack() as stack:
        servers = [
            QuothProcess(
                data_dir / f"server-{number}",
                groq.base_url,
                key=key,
                database_url=dsn,
                database_pool_size=5,
                trusted_proxies="127.0.0.1",
                chat_rate_limit=0,
            )
            for number in range(3)
        ]
        for server in servers:
            stack.enter_context(server)
        ports = [server.port for server in servers]
        nginx = stack.enter_context(Nginx(data_dir / "nginx", free_port(), ports, "http.conf"))
        there = Replicas(servers, nginx, groq, key)
        with there.client() as client:
            upload(client, "The grey heron nests in the old mill.")
        yield there


async def test_one_of_three_is_killed_while_it_answers(replicas: Replicas) -> None:
    """Its clients go on at another server, and from then on no request fails."""
    words = ["word "] * 100
    replicas.groq.enqueue(*(answer(*words, drip_seconds=0.05) for _ in range(READERS)))
    with replicas.client() as client:
        readers = [Client(create_session(client), replicas.key) for _ in range(READERS)]
        await kill_one_of_three(
            readers,
            replicas.nginx.base_url,
            lambda: replicas.servers[0].send(signal.SIGKILL),
            lambda: use_each(client),
        )
    replicas.servers[0].wait()
    assert all(each.lost or each.text.count("word") == len(words) for each in readers)


@pytest.mark.parametrize("supervisor", ["systemd", "compose"])
def test_a_rolling_restart_refuses_nobody(
    supervisor: str, replicas: Replicas, data_dir: Path
) -> None:
    """While each server is restarted in its turn, every upload, question and request succeeds."""
    (data_dir / "bin").mkdir()
    for name in ("systemctl", "docker"):
        (data_dir / "bin" / name).write_text(SUPERVISOR.format(folder=data_dir))
        (data_dir / "bin" / name).chmod(0o755)
    upstream = replicas.nginx.folder / "upstream.conf"
    env = {"PATH": f"{data_dir}/bin:{os.environ['PATH']}", "UPSTREAM": str(upstream)}
    by_name = {f"server-{number}": each for number, each in enumerate(replicas.servers, start=1)}
    for name, server in by_name.items():
        named = re.sub(rf"(:{server.port} .*)", rf"\1 # {name}", upstream.read_text())
        upstream.write_text(named)
    before = (upstream.read_text(), upstream.stat().st_ino)
    arguments = [*by_name]
    if supervisor == "systemd":
        arguments = [str(server.port) for server in replicas.servers]
        by_name = {f"quoth@{server.port}": server for server in replicas.servers}
    ended = threading.Event()

    def use(number: int) -> int:
        with replicas.client() as client:
            return use_until(ended, client, number)

    script = str(DEPLOYMENT / supervisor / "rolling-restart")
    with ThreadPoolExecutor(3) as threads:
        using = [threads.submit(use, number) for number in range(3)]
        try:
            with subprocess.Popen([script, *arguments], env=env) as running:  # noqa: S603 - our own command
                _restart_on_request(running, data_dir / "restart", by_name)
        finally:
            ended.set()
        assert running.returncode == 0
        assert all(each.result() > 0 for each in using)
    assert upstream.read_text() == before[0]
    if supervisor == "compose":  # the file that is mounted
        assert upstream.stat().st_ino == before[1]


def _restart_on_request(
    script: subprocess.Popen[bytes], request: Path, servers: Mapping[str, QuothProcess]
) -> None:
    """Restart each server that the script names, until the script ends."""
    deadline = time.monotonic() + SECONDS
    while script.poll() is None:
        assert time.monotonic() < deadline, "the rolling restart does not end"
        if request.exists():
            name = request.read_text().strip()
            assert servers[name].stop() == 0
            servers[name].spawn()
            if "@" not in name:  # Compose waits until it is ready; for systemd, the script does
                servers[name].wait_until_healthy()
            request.unlink()
        time.sleep(0.05)
