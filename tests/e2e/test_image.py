"""The images of the Containerfile: their size, and how fast a container starts.

.ci/image builds them and runs these tests. TEST_IMAGE and TEST_SERVER_IMAGE name them, the second
one without models.
"""

import os
import shutil
import subprocess
import tarfile
import time
from collections.abc import Iterator
from uuid import uuid4

import httpx
import pytest

from tests.e2e.process import free_port

WHOLE = os.environ.get("TEST_IMAGE", "")
SERVER = os.environ.get("TEST_SERVER_IMAGE", "")
DOCKER = shutil.which("docker") or ""
CREATE = ("key", "create", "--workspace", "default", "--role", "admin")
CONFINED = ("--read-only", "--tmpfs", "/tmp", "--cap-drop", "ALL")  # noqa: S108 - of the container
MEGABYTE = 1_000_000
SECONDS = 120.0

pytestmark = [
    pytest.mark.timeout(900),
    pytest.mark.skipif(
        not (WHOLE and SERVER and DOCKER), reason="TEST_IMAGE and TEST_SERVER_IMAGE name no images"
    ),
]


def docker(*arguments: str) -> str:
    """Run a command of Docker, and return what it printed."""
    done = subprocess.run([DOCKER, *arguments], capture_output=True, text=True, check=False)  # noqa: S603 - our own command
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.fixture
def volume() -> Iterator[str]:
    name = f"quoth{uuid4().hex[:8]}"
    yield name
    docker("volume", "rm", "--force", name)


@pytest.mark.parametrize(("image", "most"), [(WHOLE, 1300), (SERVER, 900)], ids=["whole", "server"])
def test_an_image_is_small(image: str, most: int) -> None:
    """Its files take no more megabytes than docs/deployment/container.md says."""
    container = docker("create", image)
    try:
        export = [DOCKER, "export", container]
        with (
            subprocess.Popen(export, stdout=subprocess.PIPE) as running,  # noqa: S603 - our own command
            tarfile.open(fileobj=running.stdout, mode="r|") as files,
        ):
            size = sum(each.size for each in files)
    finally:
        docker("rm", "--volumes", container)
    assert 100 <= size / MEGABYTE <= most


def test_a_container_starts_fast(volume: str) -> None:
    """It is alive after 3 seconds, and ready after 15, with its own database."""
    mount = ("--volume", f"{volume}:/var/lib/quoth")
    docker("run", "--rm", *mount, WHOLE, *CREATE)
    port = free_port()
    publish = ("--publish", f"127.0.0.1:{port}:8000")
    started = time.monotonic()
    container = docker("run", "--detach", "--init", *publish, *mount, *CONFINED, WHOLE)
    try:
        alive = succeeds(f"http://127.0.0.1:{port}/api/health/live/", container) - started
        ready = succeeds(f"http://127.0.0.1:{port}/api/health/ready/", container) - started
    finally:
        docker("rm", "--force", container)
    assert (alive <= 3, ready <= 15) == (True, True), (alive, ready)


def succeeds(url: str, container: str) -> float:
    """Return when a server answered well."""
    deadline = time.monotonic() + SECONDS
    while True:
        try:
            if httpx.get(url, timeout=1).is_success:
                return time.monotonic()
        except httpx.TransportError:
            pass
        assert time.monotonic() < deadline, docker("logs", container)
        time.sleep(0.05)
