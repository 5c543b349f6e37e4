"""Three servers on one database, behind nginx as docs/deployment configures it."""

import asyncio
import os
import signal
import subprocess
import threading
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.e2e.command import ROOT, environment, quoth
from tests.e2e.conversation import ask, create_session, upload
from tests.e2e.process import QuothProcess, free_port
from tests.e2e.replicas import Client
from tests.fakes.groq_server import GroqServer, answer, groq_server_in_thread
from tests.support.databases import DatabaseServer
from tests.support.nginx import Nginx, needs_nginx

pytestmark = [pytest.mark.faults, pytest.mark.at_length, pytest.mark.timeout(900), needs_nginx]

CREATE = ("key", "create", "--workspace", "default", "--role", "admin")
ROLLING_RESTART = ROOT / "docs" / "deployment" / "systemd" / "rolling-restart"
SECONDS = 600.0
READERS = 12
RESUMED_SECONDS = 6.0  # the lease of 5 s, a look every half, and a busy machine

# stands for systemd: it asks the test to restart a server, and waits until that was done
SYSTEMCTL = """#!/bin/sh
case "$1" in
  reload) kill -HUP "$(cat {folder}/nginx/nginx.pid)" ;;
  restart) echo "$2" > {folder}/asked && mv {folder}/asked {folder}/restart
    while [ -e {folder}/restart ]; do sleep 0.1; done ;;
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
    """Its clients go on at another server within 5 seconds, and from then on no request fails.

    They are told what was stored and that the answer was interrupted. The others notice nothing.
    """
    words = ["word "] * 100
    replicas.groq.enqueue(*(answer(*words, drip_seconds=0.05) for _ in range(READERS)))
    with replicas.client() as client:
        readers = [Client(create_session(client), replicas.key) for _ in range(READERS)]
    reading = [asyncio.create_task(each.run([replicas.nginx.base_url])) for each in readers]
    while any(each.last < 4 for each in readers):
        for ended in (each for each in reading if each.done()):
            ended.result()  # says why it ended so early
        await asyncio.sleep(0.02)
    replicas.servers[0].send(signal.SIGKILL)
    killed = time.monotonic()
    await asyncio.to_thread(use_all, replicas)
    await asyncio.wait_for(asyncio.gather(*reading), 120)
    replicas.servers[0].wait()
    cut = [each for each in readers if each.lost]
    assert 0 < len(cut) < READERS
    for each in readers:
        assert each.repeated == 0
        assert sorted(each.events) == [*range(1, each.last + 1)]
        end = each.events[each.last]
        if each in cut:
            assert max(each.resumed) - killed < RESUMED_SECONDS
            assert end["code"] == "interrupted"
        else:
            assert (end["type"], each.text.count("word")) == ("done", len(words))


def use_all(replicas: Replicas) -> None:
    """Read and write often enough to come to each server."""
    with replicas.client() as client:
        for _ in range(20):
            assert client.get("/api/document/").status_code == 200
            create_session(client)


def test_a_rolling_restart_refuses_nobody(replicas: Replicas, data_dir: Path) -> None:
    """While each server is restarted in its turn, every upload, question and request succeeds."""
    (data_dir / "bin").mkdir()
    systemctl = data_dir / "bin" / "systemctl"
    systemctl.write_text(SYSTEMCTL.format(folder=data_dir))
    systemctl.chmod(0o755)
    env = {
        "PATH": f"{data_dir}/bin:{os.environ['PATH']}",
        "UPSTREAM": str(replicas.nginx.folder / "upstream.conf"),
    }
    ended = threading.Event()

    def use(number: int) -> int:
        times = 0
        with replicas.client() as client:
            while not ended.is_set():
                upload(client, f"The heron {number}.{times} nests.", f"{number}-{times}.md")
                replicas.groq.enqueue(answer("In the mill [1]."))
                events = list(ask(client, create_session(client), f"Where {number}.{times}?"))
                assert events[-1]["type"] == "done", events[-1]
                assert client.get("/api/document/").status_code == 200
                times += 1
        return times

    ports = [str(server.port) for server in replicas.servers]
    with ThreadPoolExecutor(3) as threads:
        using = [threads.submit(use, number) for number in range(3)]
        try:
            with subprocess.Popen([str(ROLLING_RESTART), *ports], env=env) as script:  # noqa: S603 - our own command
                _restart_on_request(script, data_dir / "restart", replicas.servers)
        finally:
            ended.set()
        assert script.returncode == 0
        assert all(each.result() > 0 for each in using)


def _restart_on_request(
    script: subprocess.Popen[bytes], request: Path, servers: Sequence[QuothProcess]
) -> None:
    """Restart each server that the script names, until the script ends."""
    by_unit = {f"quoth@{server.port}": server for server in servers}
    deadline = time.monotonic() + SECONDS
    while script.poll() is None:
        assert time.monotonic() < deadline, "the rolling restart does not end"
        if request.exists():
            server = by_unit[request.read_text().strip()]
            assert server.stop() == 0
            server.spawn()
            request.unlink()
        time.sleep(0.05)
