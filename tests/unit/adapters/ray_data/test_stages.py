"""The stages of a run on a cluster, as plain functions."""

import pickle
from pathlib import Path

import pytest

from adapters.disk_upload_files import DiskUploadFiles
from adapters.ray_data import stages
from adapters.ray_data.stages import EmbedFiles, Row, cut_file
from application.documents.cut_upload import CutUpload
from application.documents.embed_cut_texts import EmbedCutTexts
from application.documents.read_upload import ReadUpload
from domain.documents.chunking import ChunkingPolicy
from domain.documents.document import Upload
from domain.documents.prepared import PreparedText
from tests.fakes.embedder import FakeEmbedder
from tests.fakes.text_extractor import DirectTextExtractor
from tests.fakes.tokenizer import WordTokenizer
from tests.support.uploads import a_file, folder


async def open_cutting() -> CutUpload:
    """Open what cuts files into chunks of eight words."""
    read = ReadUpload(DirectTextExtractor(), 10_000)
    return CutUpload(read, WordTokenizer(), ChunkingPolicy(8, 0), DiskUploadFiles(folder()))


@pytest.fixture(autouse=True)
def _fresh_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forget what an earlier test opened, and restore the number of threads."""
    monkeypatch.setattr(stages, "_cutting", None)
    monkeypatch.setenv("OMP_NUM_THREADS", "1")


def embedding(embedder: FakeEmbedder) -> EmbedFiles:
    """Return the stage that embeds."""

    async def open_embedding() -> EmbedCutTexts:
        return EmbedCutTexts(embedder, ChunkingPolicy(64, 0))

    return EmbedFiles(open_embedding, threads=2)


def row_of(number: int, path: Path, digest: str | None = None) -> Row:
    """Return the row that a run begins with."""
    upload = Upload(path.name, path, 5, digest or path.name)
    return Row(number=number, texts=pickle.dumps(upload), failure="")


def test_files_pass_through_the_stages() -> None:
    """Each file comes out with its chunks and a vector for each, embedded in one call."""
    embedder = FakeEmbedder()
    files = [a_file(b"The heron nests in the old mill by the pond."), a_file(b"Egrets wade.")]
    cut = [cut_file(row_of(number, file), open_cutting) for number, file in enumerate(files)]
    prepared = embedding(embedder)(cut)
    assert [(row["number"], row["failure"]) for row in prepared] == [(0, ""), (1, "")]
    [heron], [egret] = (pickle.loads(row["texts"]).values() for row in prepared)  # noqa: S301 - ours
    assert isinstance(heron, PreparedText)
    assert [len(heron.chunks), len(egret.chunks)] == [2, 1]
    assert egret.chunks[0].chunk.content == egret.extracted.text == "Egrets wade."
    assert all(len(chunk.windows) == 1 for chunk in (*heron.chunks, *egret.chunks))
    assert len(embedder.passages) == 1


def test_a_file_that_cannot_be_read_comes_out_without_a_text() -> None:
    """Who stores it reads it again, and says why as for any upload."""
    cut = cut_file(row_of(0, a_file(b"\x89PNG\r\n\x1a\n")), open_cutting)
    [row] = embedding(FakeEmbedder())([cut])
    assert (pickle.loads(row["texts"]), row["failure"]) == ({}, "")  # noqa: S301 - ours


def test_a_file_that_fails_takes_no_other_with_it(tmp_path: Path) -> None:
    """A missing or changed file has its reason, and passes by those that are embedded."""
    missing = row_of(0, tmp_path / "missing.txt", "0" * 64)
    changed = row_of(1, a_file(b"Heron"), "0" * 64)
    rows = [cut_file(row, open_cutting) for row in (missing, changed, row_of(2, a_file(b"Egret")))]
    rows = embedding(FakeEmbedder())(rows)
    assert "under the same path on every node" in rows[0]["failure"]
    assert "another content" in rows[1]["failure"]
    assert rows[2]["failure"] == ""
    assert str(tmp_path) not in "".join(row["failure"] for row in rows)


def test_a_model_that_fails_fails_its_files_with_a_reason() -> None:
    """The batch is reported with the kind of the error, and the process goes on to the next one."""
    embedder = FakeEmbedder()
    embed = embedding(embedder)
    cut = cut_file(row_of(0, a_file(b"Heron")), open_cutting)
    embedder.fail_with(RuntimeError("CUDA out of memory"))
    [failed] = embed([cut])
    assert "could not be embedded on the cluster (RuntimeError)" in failed["failure"]
    embedder.recover()
    assert embed([cut])[0]["failure"] == ""
