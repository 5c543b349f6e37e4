"""A server that speaks TLS itself."""

import ssl
import time
from pathlib import Path

import httpx
import pytest

from tests.e2e.process import START_SECONDS, QuothProcess
from tests.support.certificates import write_certificate

# a busy machine prepares the data directory late
pytestmark = pytest.mark.timeout(300)


def test_a_server_with_a_certificate_speaks_tls(data_dir: Path) -> None:
    """Who trusts it gets in; who does not sends nothing, and nothing is said without TLS."""
    certificate, key = write_certificate(data_dir, "server")
    server = QuothProcess(data_dir / "data", tls_certificate=certificate, tls_key=key)
    url = server.base_url.replace("http://", "https://")
    server.spawn()
    try:
        trusting = ssl.create_default_context(cafile=certificate)
        with httpx.Client(base_url=url, verify=trusting, trust_env=False, timeout=60) as client:
            assert healthy(client, server).headers["strict-transport-security"]
        with (
            httpx.Client(base_url=url, trust_env=False, timeout=60) as strange,
            pytest.raises(httpx.ConnectError, match="CERTIFICATE_VERIFY_FAILED"),
        ):
            strange.get("/api/health/")
        with pytest.raises(httpx.TransportError):
            httpx.get(f"{server.base_url}/api/health/", trust_env=False, timeout=60)
        assert f"listening on {url}" in server.output
    finally:
        status = server.stop()
    assert status == 0


def healthy(client: httpx.Client, server: QuothProcess) -> httpx.Response:
    """Return the health of a server once it is there."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        assert server.runs, server.output
        try:
            response = client.get("/api/health/")
            if response.status_code == 200:
                return response
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise AssertionError(server.output)
