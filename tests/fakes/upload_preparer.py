"""A preparer without a cluster."""

from collections.abc import AsyncGenerator, Callable, Sequence

from adapters.disk_upload_files import DiskUploadFiles
from application.documents.cut_upload import CutUpload
from application.documents.embed_cut_texts import EmbedCutTexts
from application.documents.read_upload import ReadUpload
from application.ports.upload_preparer import Preparation, UploadPreparer
from domain.documents.chunking import ChunkingPolicy
from domain.documents.document import Upload
from domain.errors import Unavailable
from tests.fakes.embedder import FakeEmbedder
from tests.fakes.text_extractor import DirectTextExtractor
from tests.fakes.tokenizer import WordTokenizer
from tests.support.uploads import folder

GONE = "A node of the cluster cannot read it."


class PreparerHere(UploadPreparer):
    """Prepares uploads in this process, one after the other, in chunks of 64 words.

    Script: `failures` (why an upload fails, by its name), `ends_after`, `on_prepared`. Record:
    `asked`.
    """

    def __init__(self, embedder: FakeEmbedder | None = None) -> None:
        """Set the model."""
        self.embedder = embedder or FakeEmbedder()
        self.asked: list[str] = []
        self.failures: dict[str, str] = {}
        self.ends_after: int | None = None
        self.on_prepared: Callable[[Upload], None] = lambda _: None
        read = ReadUpload(DirectTextExtractor(), 1_000_000)
        files = DiskUploadFiles(folder() / "node")
        policy = ChunkingPolicy(64, 0)
        self._cut = CutUpload(read, WordTokenizer(), policy, files)
        self._embed = EmbedCutTexts(self.embedder, policy)

    async def prepare(self, uploads: Sequence[Upload]) -> AsyncGenerator[Preparation, None]:
        for number, upload in enumerate(uploads):
            if number == self.ends_after:
                raise Unavailable("The cluster is gone.")
            self.asked.append(upload.filename)
            preparation = await self._prepared(upload)
            self.on_prepared(upload)
            yield preparation

    async def _prepared(self, upload: Upload) -> Preparation:
        if failure := self.failures.get(upload.filename):
            return Preparation(upload, failure=failure)
        if not upload.path.exists():
            return Preparation(upload, failure=GONE)
        return Preparation(upload, await self._embed.execute(await self._cut.execute(upload)))
