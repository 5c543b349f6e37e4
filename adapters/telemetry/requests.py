"""Spans and metrics of requests. Their names are those of routes, never what clients sent."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from time import perf_counter

from opentelemetry.trace import SpanKind
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from adapters.telemetry.metrics import Metrics
from adapters.telemetry.tracing import Tracing

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_SERVER_ERROR = 500


class RequestRecord:
    """What becomes known of a request while it is handled."""

    route: str = "unmatched"
    status: int = _SERVER_ERROR


class RequestObserver:
    """Observes requests."""

    def __init__(self, tracing: Tracing, metrics: Metrics) -> None:
        self._tracing = tracing
        self._metrics = metrics
        self._propagator = TraceContextTextMapPropagator()

    @contextmanager
    def observe(self, method: str, headers: Mapping[str, str]) -> Iterator[RequestRecord]:
        """Observe one request. The block sets the route and the status of its record.

        Args:
            method: The request's method.
            headers: Its headers; `traceparent` names the span that it belongs to.
        """
        method = method if method in _METHODS else "other"
        record = RequestRecord()
        started = perf_counter()
        parent = self._propagator.extract(headers) if "traceparent" in headers else None
        with self._tracing.span(
            method, SpanKind.SERVER, parent, http__request__method=method
        ) as span:
            try:
                yield record
            finally:
                span.rename(f"{method} {record.route}")
                span.say({"http.route": record.route, "http.response.status_code": record.status})
                self._metrics.requests.labels(method, record.route, str(record.status)).inc()
                seconds = perf_counter() - started
                self._metrics.request_seconds.labels(method, record.route).observe(seconds)
