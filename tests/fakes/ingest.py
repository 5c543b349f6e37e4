"""The ingest use case over fakes."""

from adapters.disk_upload_files import DiskUploadFiles
from application.documents.embedding_lanes import EmbeddingLanes
from application.documents.ingest_document import IngestDocument
from application.documents.process_document import ProcessDocument
from application.documents.receive_upload import ReceiveUpload
from domain.documents.chunking import ChunkingPolicy
from tests.fakes.chats import InMemoryIdempotencyKeys
from tests.fakes.embedder import FakeEmbedder
from tests.fakes.jobs import InMemoryDocumentClaims
from tests.fakes.language_detector import CommonWordDetector
from tests.fakes.library import (
    InMemoryDocumentStore,
    InMemoryDocumentTexts,
    InMemoryLibrary,
)
from tests.fakes.text_extractor import DirectTextExtractor
from tests.fakes.tokenizer import WordTokenizer
from tests.support.uploads import folder


def ingest_into(
    library: InMemoryLibrary,
    embedder: FakeEmbedder | None = None,
    policy: ChunkingPolicy | None = None,
    max_upload_bytes: int = 10_000,
    most_windows: int = 1000,
) -> IngestDocument:
    """Return the use case for a library in memory; by default with chunks of 64 words."""
    embedder, policy = embedder or FakeEmbedder(), policy or ChunkingPolicy(64, 0)
    claims, store = InMemoryDocumentClaims(library), InMemoryDocumentStore(library)
    keys = InMemoryIdempotencyKeys()
    lanes = EmbeddingLanes(WordTokenizer(), embedder, policy, most_windows)
    return IngestDocument(
        ReceiveUpload(DirectTextExtractor(), embedder, keys, claims, max_upload_bytes),
        ProcessDocument(lanes, CommonWordDetector(), InMemoryDocumentTexts(library), claims, store),
        claims,
        DiskUploadFiles(folder() / "uploads"),
    )
