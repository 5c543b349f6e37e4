"""Metrics, traces and the trace ids of log lines."""

import asyncio
import json
import math
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from dishka import provide
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from prometheus_client.parser import text_string_to_metric_families

from adapters.telemetry.metrics import Metrics
from adapters.telemetry.tracing import Tracing
from application.answering.running_answers import RunningAnswers
from application.answering.workflow_state import STEPS
from application.ports.reranker import Reranker
from domain.access.workspace import DEFAULT_WORKSPACE
from domain.answering.models import DEFAULT_NAME
from domain.errors import LanguageModelFailed
from tests.api.client import LIGHTHOUSE, Client, served
from tests.fakes.reranker import FakeReranker
from tests.fakes.wiring import Fakes, test_settings
from tests.support.keys import keyed_server
from tests.support.raw_request import RawRequest

PAGE = Path(__file__).parents[2] / "docs" / "integrations" / "observability.md"
DASHBOARD = PAGE.with_name("grafana-dashboard.json")


BY_NAME = "/api/document/by-name/{external_id}"
BATCH = "/v1/vector_stores/{store_id}/file_batches/{batch_id}"
TABLE = re.compile(r"^\| (`quoth_.*?) \| (.*?) \|", re.MULTILINE)
PROMTOOL = os.environ.get("TEST_PROMTOOL") or shutil.which("promtool")


class TracedFakes(Fakes):
    """Fakes whose spans are collected in memory."""

    def __init__(self, *, content: bool = False) -> None:
        super().__init__()
        self.spans = InMemorySpanExporter()
        provider = TracerProvider()
        provider.add_span_processor(SimpleSpanProcessor(self.spans))
        self._tracing = Tracing(provider.get_tracer("test"), content=content)

    @provide(override=True)
    def tracing(self) -> Tracing:
        return self._tracing

    def trace(self, name: str) -> dict[str, ReadableSpan]:
        """Return the spans of the trace that has a span of this name, by name."""
        finished = self.spans.get_finished_spans()
        [one] = [span for span in finished if span.name == name]
        return {
            span.name: span for span in finished if span.context.trace_id == one.context.trace_id
        }


class RerankedFakes(TracedFakes):
    """With a reranker."""

    @provide(override=True)
    def reranker(self) -> Reranker | None:
        return FakeReranker()


@pytest.fixture
def fakes() -> TracedFakes:
    return TracedFakes()


@pytest.fixture
async def session(client: Client) -> str:
    """A session in a library with one document."""
    await client.upload()
    return await client.create_session()


async def test_an_answer_is_one_trace_through_every_step(
    client: Client, fakes: TracedFakes, session: str
) -> None:
    """From the client's own span through the request and each step to the search, one trace."""
    fakes.model.enqueue("Alan Stevenson [1].")
    trace_id, parent = uuid4().hex, uuid4().hex[:16]
    client.http.headers["traceparent"] = f"00-{trace_id}-{parent}-01"
    await client.ask(session, "Who built Skerryvore?")
    await all_ended(client)

    trace = fakes.trace("invoke_agent quoth")
    request = trace["POST /api/chat"]
    assert f"{request.context.trace_id:032x}" == trace_id
    assert f"{parent_of(request):016x}" == parent
    answer = trace["invoke_agent quoth"]
    assert parent_of(answer) == request.context.span_id
    assert dict(answer.attributes or {})["gen_ai.conversation.id"] == session
    assert {parent_of(trace[step]) for step in STEPS} == {answer.context.span_id}
    search = dict(trace["retrieval quoth"].attributes or {})
    assert search["gen_ai.operation.name"] == "retrieval"
    assert dict(trace["semantic_search"].attributes or {})["quoth.passages"] == 1


@pytest.mark.parametrize("content", [False, True])
async def test_texts_are_in_spans_only_if_a_setting_says_so(content: bool) -> None:
    """By default no span has a word of a question or a document, however it ends."""
    fakes = TracedFakes(content=content)
    async with served(fakes, test_settings()) as client:
        await client.upload()
        fakes.model.enqueue("Skerryvore.", error=LanguageModelFailed("Skerryvore broke."))
        await client.ask(await client.create_session(), "Who built Skerryvore?")
        await client.http.post("/api/search/", json={"query": "Skerryvore", "top_k": 0})
        await all_ended(client)
    told = [span.to_json() for span in fakes.spans.get_finished_spans()]
    assert any("Skerryvore" in text for text in told) is content
    assert any('"status_code": "ERROR"' in text for text in told)


async def test_the_texts_of_an_answer_are_those_of_the_conventions() -> None:
    """With texts, the answer has the question and what was written, and the search its passages."""
    fakes = TracedFakes(content=True)
    async with served(fakes, test_settings()) as client:
        await client.upload()
        fakes.model.enqueue(["Alan ", "Stevenson [1]."])
        await client.ask(await client.create_session(), "Who built Skerryvore?")
        await all_ended(client)
    trace = fakes.trace("invoke_agent quoth")
    answer = dict(trace["invoke_agent quoth"].attributes or {})
    [asked] = json.loads(str(answer["gen_ai.input.messages"]))
    assert asked == {
        "role": "user",
        "parts": [{"type": "text", "content": "Who built Skerryvore?"}],
    }
    [written] = json.loads(str(answer["gen_ai.output.messages"]))
    assert written["parts"] == [{"type": "text", "content": "Alan Stevenson [1]."}]
    assert (written["role"], written["finish_reason"]) == ("assistant", "stop")
    search = dict(trace["retrieval quoth"].attributes or {})
    [passage] = json.loads(str(search["gen_ai.retrieval.documents"]))
    assert passage["content"] == LIGHTHOUSE
    assert {"id", "score"} <= passage.keys()


async def test_a_reranker_is_observed() -> None:
    """It has a span of its own below the search, and its time is measured."""
    fakes = RerankedFakes()
    async with served(fakes, test_settings()) as client:
        await client.upload()
        await client.ask(await client.create_session(), "Who built Skerryvore?")
        await all_ended(client)
        assert (await metrics_of(client))["quoth_reranking_seconds_count",] == 1
    trace = fakes.trace("invoke_agent quoth")
    assert parent_of(trace["rerank"]) == trace["semantic_search"].context.span_id
    assert dict(trace["rerank"].attributes or {})["quoth.texts"] == 1


async def test_metrics_count_what_happened(
    client: Client, fakes: TracedFakes, session: str
) -> None:
    """Requests, answers, searches and documents are counted, by their outcomes."""
    await client.ask(session, "Who built Skerryvore?")
    fakes.model.enqueue("", error=LanguageModelFailed())
    await client.ask(session, "Who painted it?")
    await all_ended(client)
    samples = await metrics_of(client)
    where = ("workspace", str(DEFAULT_WORKSPACE.workspace_id))
    assert samples["quoth_answers_total", ("finish_reason", "stop"), where] == 1
    assert samples["quoth_answers_total", ("finish_reason", "error"), where] == 1
    assert samples["quoth_documents_total", ("outcome", "processed"), where] == 1
    assert samples["quoth_answer_first_token_seconds_count",] == 1
    assert samples["quoth_answers_running",] == 0
    assert samples["quoth_documents_queued",] == 0
    asked = ("method", "POST"), ("path", "/api/chat"), ("status", "200")
    assert samples["quoth_http_requests_total", *asked] == 2


async def test_metrics_do_without_the_database(client: Client, fakes: TracedFakes) -> None:
    """While it is away, the length of the queue is not a number, and all else is there."""
    fakes.library.available = False
    samples = await metrics_of(client)
    assert math.isnan(samples["quoth_documents_queued",])
    assert samples["quoth_answers_running",] == 0


async def test_every_kind_of_route_has_its_name(
    client: Client, fakes: TracedFakes, session: str
) -> None:
    """Documents, streams, OpenAI's API, agents, descriptions, and what there is not."""
    asked = {"messages": [{"role": "user", "content": "Who built Skerryvore?"}]}
    kinds: list[tuple[str, str, dict[str, Any] | None, str, int]] = [
        ("GET", "/api/document/?limit=1", None, "/api/document", 200),
        ("PATCH", "/api/document/by-name/a%2Fb.md", {"external_id": "c"}, BY_NAME, 404),
        ("GET", f"/api/document/{uuid4()}/", None, "/api/document/{document_id}", 404),
        ("GET", f"/api/session/{session}/", None, "/api/session/{session_id}", 200),
        ("POST", "/v1/chat/completions", asked, "/v1/chat/completions", 200),
        ("POST", "/v1/chat/completions/", asked | {"stream": True}, "/v1/chat/completions", 200),
        ("POST", "/v1/responses", {"input": "Who?", "stream": True}, "/v1/responses", 200),
        ("GET", "/v1/vector_stores/vs_1/file_batches/b", None, BATCH, 404),
        ("GET", "/mcp", None, "/mcp", 405),
        ("GET", "/schema", None, "/schema", 200),
        ("GET", "/api/health/live/", None, "/api/health/live", 200),
        ("GET", "/api/nowhere/", None, "unmatched", 404),
    ]
    before = await metrics_of(client)
    for method, path, body, route, status in kinds:
        response = await client.http.request(method, path, json=body)
        assert response.status_code == status, (path, response.text)
        labels = (("method", method), ("path", route), ("status", str(status)))
        before["quoth_http_requests_total", *labels] = (
            before.get(("quoth_http_requests_total", *labels), 0) + 1
        )
    await all_ended(client)
    after = await metrics_of(client)
    spans = {span.name for span in fakes.spans.get_finished_spans()}
    for method, _, _, route, status in kinds:
        labels = (("method", method), ("path", route), ("status", str(status)))
        counted = "quoth_http_requests_total", *labels
        assert after[counted] == before[counted], counted
        assert f"{method} {route}" in spans


async def test_a_client_that_leaves_is_no_error_of_the_server(
    fakes: TracedFakes, caplog: pytest.LogCaptureFixture
) -> None:
    """Before its answer begins: in the middle of its body, or while the server works."""
    caplog.set_level("INFO")
    async with keyed_server(fakes=fakes) as server:
        session = (await server.http.post("/api/session/create/")).json()["session_id"]
        asked = json.dumps({"session_id": session, "message": "Who?"}).encode()
        texts = json.dumps({"model": DEFAULT_NAME, "input": ["Herons."]}).encode()
        headers = {"Content-Type": "application/json"}
        for path, body, whole in (
            ("/api/chat/", asked, True),
            ("/api/search/", b"{", False),
            ("/v1/embeddings", texts, True),
        ):
            await RawRequest(server.app, path, headers, "POST", body, whole=whole).leave()
            line = next(each for each in reversed(caplog.messages) if each.startswith("POST "))
            assert line.startswith(f"POST {path} 499 "), line
        text = (await server.http.get("/metrics")).text
    counted = re.findall(r'quoth_http_requests_total\{.*status="(\d+)"', text)
    assert sorted(counted) == ["201", "499", "499", "499"]
    assert "Traceback" not in caplog.text


async def test_no_client_makes_new_series(client: Client) -> None:
    """Ids, unknown paths and unknown methods lead to no series of their own."""

    async def knock() -> None:
        await client.http.get(f"/api/document/{uuid4()}/")
        await client.http.get(f"/nowhere/{uuid4()}")
        await client.http.get(f"/api/nowhere/{uuid4()}")
        await client.http.request(f"X{uuid4().hex}", "/api/document/")

    await knock()
    await metrics_of(client)
    before = set(await metrics_of(client))
    await knock()
    assert set(await metrics_of(client)) == before


async def test_the_dashboard_and_the_page_have_the_metrics_that_there_are(
    client: Client, session: str
) -> None:
    """Each query of the dashboard reads series of the server, and the page has their labels."""
    await client.ask(session, "Who built Skerryvore?")
    await all_ended(client)
    metrics = await client.container.get(Metrics)
    there = {each.name: each for each in metrics.registry.collect()}
    labels = {each._name: set(each._labelnames) for each in instruments(metrics)}
    suffixes = {"counter": {"_total"}, "histogram": {"_bucket"}, "gauge": {""}}
    shown = set()
    for query in queries():
        [name] = re.findall(r"quoth_[a-z_]+", query)
        metric = re.sub("_(total|bucket)$", "", name)
        shown.add(metric)
        assert name.removeprefix(metric) in suffixes[there[metric].type], query
        for each in re.findall(r"by \(([^)]*)\)", query):
            assert set(each.split(", ")) <= labels[metric] | {"le"}, query
    assert shown == there.keys()
    listed = {
        re.sub("_total$", "", name): set(re.findall(r"`(\w+)`", of))
        for names, of in TABLE.findall(PAGE.read_text())
        for name in re.findall(r"`(quoth_\w+)`", names)
    }
    assert listed == labels


@pytest.mark.skipif(not PROMTOOL, reason="neither TEST_PROMTOOL nor the path has promtool")
async def test_prometheus_reads_the_metrics_and_the_queries(
    client: Client, session: str, tmp_path: Path
) -> None:
    """Its own tool has no complaint about either."""
    await client.ask(session, "Who built Skerryvore?")
    rules = [
        {"record": f"quoth:{n}", "expr": query.replace("$__rate_interval", "5m")}
        for n, query in enumerate(queries())
    ]
    file = tmp_path / "rules.yml"
    file.write_text(json.dumps({"groups": [{"name": "quoth", "rules": rules}]}))
    text = (await client.http.get("/metrics")).content
    for arguments, given in ((("check", "metrics"), text), (("check", "rules", file), b"")):
        checked = await asyncio.to_thread(
            subprocess.run, [PROMTOOL, *arguments], input=given, capture_output=True, check=False
        )
        assert checked.returncode == 0, checked.stdout + checked.stderr
        assert b"should" not in checked.stderr  # how it begins advice


def queries() -> list[str]:
    """Return the queries of the dashboard."""
    panels = json.loads(DASHBOARD.read_text())["panels"]
    return [target["expr"] for panel in panels for target in panel.get("targets", [])]


def instruments(metrics: Metrics) -> list[Any]:
    """Return all instruments."""
    return list(dict.fromkeys(metrics.registry._names_to_collectors.values()))


def parent_of(span: ReadableSpan) -> int:
    """Return the id of a span's parent."""
    assert span.parent is not None
    return span.parent.span_id


async def all_ended(client: Client) -> None:
    """Wait until the tasks of all answers have ended, which is after their last events."""
    running = await client.container.get(RunningAnswers)
    while running.count:  # noqa: ASYNC110 - only tests wait for that
        await asyncio.sleep(0.001)


async def metrics_of(client: Client) -> dict[Any, float]:
    """Return the samples by name and labels."""
    response = await client.http.get("/metrics")
    assert response.headers["content-type"].startswith("text/plain; version=")
    return {
        (sample.name, *sorted(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(response.text)
        for sample in family.samples
    }
