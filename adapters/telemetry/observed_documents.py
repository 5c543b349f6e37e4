"""Spans and metrics of the work on documents."""

from adapters.telemetry.metrics import Metrics
from adapters.telemetry.tracing import Tracing
from application.documents.process_document import ProcessDocument, ProcessRequest
from application.ports.text_extractor import TextExtractor
from domain.documents.document import Document, ExtractedText, Upload
from domain.documents.file_format import FileFormat
from domain.errors import QuothError


class ObservedProcessDocument(ProcessDocument):
    """Observes the processing of documents: a span around each attempt."""

    def __init__(self, process: ProcessDocument, tracing: Tracing, metrics: Metrics) -> None:
        self._observed = process
        self._tracing = tracing
        self._metrics = metrics

    async def execute(self, request: ProcessRequest) -> Document:
        """Process one document and return it in its new state."""
        claimed = request.claim.document
        with self._tracing.span(
            "process_document",
            quoth__document_id=str(claimed.id),
            quoth__file_size=claimed.file_size,
            quoth__attempt=request.claim.attempts,
        ) as span:
            try:
                document = await self._observed.execute(request)
            except QuothError as exc:
                self._metrics.documents.labels(exc.code).inc()
                raise
            span.say({"quoth.chunks": document.total_chunks})
        self._metrics.documents.labels(document.status.value).inc()
        return document


class ObservedTextExtractor(TextExtractor):
    """Observes the reading of files: a span around each."""

    def __init__(self, extractor: TextExtractor, tracing: Tracing) -> None:
        self._extractor = extractor
        self._tracing = tracing

    @property
    def formats(self) -> tuple[FileFormat, ...]:
        """The formats that are read."""
        return self._extractor.formats

    async def recognise(self, upload: Upload) -> str:
        """Return what the content of a file is, as a media type."""
        return await self._extractor.recognise(upload)

    async def extract(self, upload: Upload) -> ExtractedText:
        """Return the text of a file."""
        with self._tracing.span("read_file") as span:
            extracted = await self._extractor.extract(upload)
            span.say({"quoth.media_type": extracted.media_type, "quoth.pages": extracted.pages})
        return extracted

    async def check(self) -> None:
        """Return if files can be read now."""
        await self._extractor.check()
