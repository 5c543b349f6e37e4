"""Sends spans to a collector, over OTLP and HTTP."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from domain.errors import Misconfigured

if TYPE_CHECKING:
    pass


class SpanExport:
    """Sends spans in the background, in batches. A collector that is away delays nothing."""

    def __init__(self, endpoint: str, headers: Mapping[str, str], version: str) -> None:
        """Begin to export.

        Args:
            endpoint: The address of the collector, to which `/v1/traces` is added.
            headers: Headers to send with the spans.
            version: Quoth's version.

        Raises:
            Misconfigured: If the packages of the extra `otel` are not installed.
        """
        try:
            from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
            from opentelemetry.sdk.resources import Resource
            from opentelemetry.sdk.trace import TracerProvider
            from opentelemetry.sdk.trace.export import BatchSpanProcessor
        except ImportError as exc:
            raise Misconfigured(
                "OTEL_EXPORTER_OTLP_ENDPOINT is set, but the packages that send traces are not"
                " installed: install quoth[otel], or unset it."
            ) from exc
        exporter = OTLPSpanExporter(f"{endpoint.rstrip('/')}/v1/traces", headers=dict(headers))
        resource = Resource.create({"service.name": "quoth", "service.version": version})
        self.provider: TracerProvider = TracerProvider(resource=resource)
        self.provider.add_span_processor(BatchSpanProcessor(exporter))

    def close(self) -> None:
        """Send what is left. Blocks for some seconds if the collector does not answer."""
        self.provider.shutdown()
