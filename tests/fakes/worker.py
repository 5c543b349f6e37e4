"""A worker over fakes."""

from adapters.disk_upload_files import DiskUploadFiles
from application.documents.nested_uploads import NestedUploads
from application.documents.process_document import ProcessDocument
from application.documents.process_job import ProcessJob
from application.documents.read_original import ReadOriginal
from application.documents.read_upload import ReadUpload
from application.documents.receive_upload import ReceiveUpload
from application.documents.work_off_jobs import WorkOffJobs
from application.ports.health_probe import HealthProbe
from application.ports.text_extractor import TextExtractor
from domain.documents.chunking import ChunkingPolicy
from tests.fakes.chats import InMemoryIdempotencyKeys
from tests.fakes.embedder import FakeEmbedder
from tests.fakes.ingest import lanes_over
from tests.fakes.job_board import InMemoryJobSignals
from tests.fakes.jobs import InMemoryDocumentClaims, InMemoryDocumentJobs
from tests.fakes.language_detector import CommonWordDetector
from tests.fakes.library import InMemoryDocumentStore, InMemoryDocumentTexts, InMemoryLibrary
from tests.fakes.originals import InMemoryDocumentOriginals
from tests.fakes.stored_contents import InMemoryStoredContents
from tests.fakes.text_extractor import DirectTextExtractor
from tests.support.uploads import folder


def worker_on(
    library: InMemoryLibrary,
    embedder: FakeEmbedder | None = None,
    extractor: TextExtractor | None = None,
    places: int = 3,
    embedder_service: HealthProbe | None = None,
) -> WorkOffJobs:
    """Return a worker for a library in memory, with chunks of 8 words."""
    embedder, files = embedder or FakeEmbedder(), DiskUploadFiles(folder() / "uploads")
    claims = InMemoryDocumentClaims(library)
    read = ReadUpload(extractor or DirectTextExtractor(), 10_000_000)
    process = ProcessDocument(
        lanes_over(library, embedder, ChunkingPolicy(8, 0)),
        CommonWordDetector(),
        InMemoryDocumentTexts(library),
        claims,
        InMemoryDocumentStore(library),
    )
    contents = InMemoryStoredContents(library)
    receive = ReceiveUpload(read, embedder, InMemoryIdempotencyKeys(), claims, contents)
    nested = NestedUploads(receive, process, claims, files)
    original = ReadOriginal(InMemoryDocumentOriginals(library))
    job = ProcessJob(original, files, read, nested, process)
    jobs, signals = InMemoryDocumentJobs(library), InMemoryJobSignals()
    return WorkOffJobs(jobs, signals, job, places, embedder_service)
