"""Metrics, traces and the trace ids of log lines."""

import asyncio
import re
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from dishka import provide
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from prometheus_client.parser import text_string_to_metric_families

from adapters.telemetry.tracing import Tracing
from application.answering.running_answers import RunningAnswers
from application.answering.workflow_state import STEPS
from domain.errors import LanguageModelFailed
from tests.api.client import Client, served
from tests.fakes.wiring import Fakes, test_settings

DASHBOARD = Path(__file__).parents[2] / "docs" / "integrations" / "grafana-dashboard.json"


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


async def test_metrics_count_what_happened(
    client: Client, fakes: TracedFakes, session: str
) -> None:
    """Requests, answers, searches and documents are counted, by their outcomes."""
    await client.ask(session, "Who built Skerryvore?")
    fakes.model.enqueue("", error=LanguageModelFailed())
    await client.ask(session, "Who painted it?")
    await all_ended(client)
    samples = await metrics_of(client)
    assert samples["quoth_answers_total", ("finish_reason", "stop")] == 1
    assert samples["quoth_answers_total", ("finish_reason", "error")] == 1
    assert samples["quoth_documents_total", ("outcome", "processed")] == 1
    assert samples["quoth_answer_first_token_seconds_count",] == 1
    assert samples["quoth_answers_running",] == 0
    asked = ("method", "POST"), ("path", "/api/chat"), ("status", "200")
    assert samples["quoth_http_requests_total", *asked] == 2


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


async def test_the_dashboard_shows_metrics_that_there_are(client: Client) -> None:
    """Every metric that the dashboard of the documentation names is one of the server's."""
    text = (await client.http.get("/metrics")).text
    there = {family.name for family in text_string_to_metric_families(text)}
    there = {name for name in there if not name.endswith("_created")}
    named = set(re.findall(r"quoth_[a-z_]+", DASHBOARD.read_text()))
    assert {re.sub("_(total|bucket|sum|count)$", "", name) for name in named} == there


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
