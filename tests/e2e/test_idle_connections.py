"""Connections that clients keep for their next request."""

import time
from http.client import HTTPConnection

from tests.e2e.process import QuothProcess

IDLE_SECONDS = 6.0  # many clients keep a connection for 5 s


def test_an_idle_connection_outlives_what_clients_keep(server: QuothProcess) -> None:
    """A connection is still there for a client that sends its next request after a pause."""
    connection = HTTPConnection("127.0.0.1", server.port, timeout=10)
    for pause in (0.0, IDLE_SECONDS):
        time.sleep(pause)
        connection.request("GET", "/api/health/live/")
        response = connection.getresponse()
        response.read()
        assert response.status == 200
    connection.close()
