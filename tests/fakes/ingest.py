"""The ingest use case over fakes."""

from adapters.disk_upload_files import DiskUploadFiles
from application.documents.embedding_lanes import EmbeddingLanes
from application.documents.ingest_document import IngestDocument
from application.documents.nested_uploads import NestedUploads
from application.documents.process_document import ProcessDocument
from application.documents.read_upload import ReadUpload
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
from tests.fakes.stored_contents import InMemoryStoredContents
from tests.fakes.stored_embeddings import InMemoryStoredEmbeddings
from tests.fakes.text_extractor import DirectTextExtractor
from tests.fakes.tokenizer import WordTokenizer
from tests.support.uploads import folder


def lanes_over(
    library: InMemoryLibrary,
    embedder: FakeEmbedder,
    policy: ChunkingPolicy | None = None,
) -> EmbeddingLanes:
    """Return what chunks and embeds for a library in memory; by default chunks of 64 words."""
    stored = InMemoryStoredEmbeddings(library)
    chunking = policy or ChunkingPolicy(64, 0)
    return EmbeddingLanes(WordTokenizer(), embedder, stored, chunking)


def ingest_into(
    library: InMemoryLibrary,
    embedder: FakeEmbedder | None = None,
    policy: ChunkingPolicy | None = None,
    max_upload_bytes: int = 10_000,
) -> IngestDocument:
    """Return the use case for a library in memory; by default with chunks of 64 words."""
    embedder = embedder or FakeEmbedder()
    claims, store = InMemoryDocumentClaims(library), InMemoryDocumentStore(library)
    keys = InMemoryIdempotencyKeys()
    lanes = lanes_over(library, embedder, policy)
    read = ReadUpload(DirectTextExtractor(), max_upload_bytes)
    uploads = NestedUploads(
        ReceiveUpload(read, embedder, keys, claims, InMemoryStoredContents(library)),
        ProcessDocument(lanes, CommonWordDetector(), InMemoryDocumentTexts(library), claims, store),
        claims,
        DiskUploadFiles(folder() / "uploads"),
    )
    return IngestDocument(uploads)
