"""Spans on their way to a collector."""

import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from adapters.telemetry.exporting import SpanExport
from adapters.telemetry.tracing import Tracing
from entrypoints.settings import read_settings

PAGE = Path(__file__).parents[2] / "docs" / "integrations" / "observability.md"


class Collector(HTTPServer):
    """Receives spans over OTLP, as collectors do."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Receiver)
        self.received: list[tuple[str, str | None, ExportTraceServiceRequest]] = []
        self.address = f"http://127.0.0.1:{self.server_port}"


class _Receiver(BaseHTTPRequestHandler):
    server: Collector

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        request = ExportTraceServiceRequest.FromString(body)
        self.server.received.append((self.path, self.headers["authorization"], request))
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        pass


@pytest.fixture
def collector() -> Iterator[Collector]:
    server = Collector()
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def test_spans_reach_a_collector_before_the_process_ends(collector: Collector) -> None:
    """What is closed before a batch is full is sent, with the service's name and the headers."""
    export = SpanExport(collector.address, {"Authorization": "Basic abc"}, "1.2.3")
    tracing = Tracing(export.provider.get_tracer("quoth"))
    with tracing.span("invoke_agent quoth", gen_ai__operation__name="invoke_agent"):
        pass
    export.close()
    [(path, authorization, request)] = collector.received
    assert (path, authorization) == ("/v1/traces", "Basic abc")
    [of_service] = request.resource_spans
    resource = {each.key: each.value.string_value for each in of_service.resource.attributes}
    assert (resource["service.name"], resource["service.version"]) == ("quoth", "1.2.3")
    [span] = of_service.scope_spans[0].spans
    assert span.name == "invoke_agent quoth"
    assert {each.key: each.value.string_value for each in span.attributes} == {
        "gen_ai.operation.name": "invoke_agent"
    }


def test_the_lines_of_the_page_name_a_collector(collector: Collector, tmp_path: Path) -> None:
    """In a file `.env` they are the address of the collector and the header for it."""
    [lines] = re.findall(r"```\n(OTEL_.*?)```", PAGE.read_text(), re.DOTALL)
    file = tmp_path / ".env"
    lines = lines.replace("http://127.0.0.1:6006", collector.address).replace("%20…", "%20x")
    file.write_text(lines)
    settings = read_settings({}, file)
    export = SpanExport(settings.otel_endpoint, settings.otel_header_fields, "1.2.3")
    with Tracing(export.provider.get_tracer("quoth")).span("a span"):
        pass
    export.close()
    [(path, authorization, _)] = collector.received
    assert (path, authorization) == ("/v1/traces", "Basic x")
