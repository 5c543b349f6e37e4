"""What the nodes of a cluster do: the stages of a run, as Ray Data calls them.

Between the stages and to the caller, values travel as pickles, like everything that Ray sends
between the processes of a cluster. A stage never raises for the sake of one file: it would end the
run of all.
"""

import asyncio
import logging
import os
import pickle
import threading
from collections.abc import Callable, Coroutine, Mapping, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeAlias, TypedDict, TypeVar

from application.documents.cut_upload import CutUpload
from application.documents.embed_cut_texts import EmbedCutTexts
from domain.documents.document import Upload
from domain.documents.prepared import CutText, PreparedText

Result = TypeVar("Result")
Opened = TypeVar("Opened")

Open: TypeAlias = Callable[[], Coroutine[Any, Any, Opened]]
"""Opens a use case on a node; it can be pickled."""

logger = logging.getLogger(__name__)


class Row(TypedDict):
    """A file on its way through the stages.

    Attributes:
        number: The number of the upload.
        texts: A pickle: of the upload, of its cut texts, of its prepared texts.
        failure: Why it cannot go on, in a sentence; empty if it can.
    """

    number: int
    texts: bytes
    failure: str


def cut_file(row: Row, open_cutting: Open[CutUpload]) -> Row:
    """Read and cut one file. What reads files stays open in the process for the next one."""
    upload: Upload = pickle.loads(row["texts"])  # noqa: S301 - see above
    try:
        texts = _run(_cut(upload, open_cutting))
    except Exception as exc:  # noqa: BLE001 - see above
        return _failed(row, exc, "read")
    return Row(number=row["number"], texts=pickle.dumps(texts), failure="")


class EmbedFiles:
    """Embeds the texts of several files at a time. One instance has the model of its process."""

    def __init__(self, open_embedding: Open[EmbedCutTexts], threads: int) -> None:
        """Load the model, to compute with so many threads."""
        # Ray sets it to 1; torch and the embedder read it
        os.environ["OMP_NUM_THREADS"] = str(threads)
        self._embed = _run(open_embedding())

    def __call__(self, rows: Sequence[Row]) -> list[Row]:
        """Return the files with their embeddings."""
        cut: dict[int, Mapping[str, CutText]] = {
            row["number"]: pickle.loads(row["texts"])  # noqa: S301 - see above
            for row in rows
            if not row["failure"]
        }
        try:
            # files share the texts of equal attachments
            every = {digest: text for texts in cut.values() for digest, text in texts.items()}
            prepared = _run(self._embed.execute(every))
        except Exception as exc:  # noqa: BLE001 - see above
            return [row if row["failure"] else _failed(row, exc, "embedded") for row in rows]
        return [
            row if row["failure"] else _prepared(row, cut[row["number"]], prepared) for row in rows
        ]


def _prepared(row: Row, cut: Mapping[str, CutText], prepared: Mapping[str, PreparedText]) -> Row:
    texts = {digest: prepared[digest] for digest in cut if digest in prepared}
    return Row(number=row["number"], texts=pickle.dumps(texts), failure="")


async def _cut(upload: Upload, open_cutting: Open[CutUpload]) -> dict[str, CutText]:
    here = await asyncio.to_thread(_as_here, upload.path)
    if here != upload.sha256:
        raise FileChanged
    global _cutting  # noqa: PLW0603 - one for each process, like its loop
    if _cutting is None:
        _cutting = await open_cutting()
    return await _cutting.execute(upload)


_cutting: CutUpload | None = None


class FileChanged(Exception):
    """A node sees another content under the path of a file than the caller did."""


def _as_here(path: Path) -> str:
    digest = sha256()
    with path.open("rb") as file:
        while piece := file.read(1024 * 1024):
            digest.update(piece)
    return digest.hexdigest()


def _failed(row: Row, error: Exception, what: str) -> Row:
    """Return a file that cannot go on. The log of the node has more."""
    match error:
        case FileNotFoundError() | PermissionError():
            failure = (
                "A node of the cluster cannot read it, so nothing was stored: the files must be"
                " under the same path on every node."
            )
        case FileChanged():
            failure = (
                "A node of the cluster sees another content in it, so nothing was stored: it has"
                " changed, or the nodes do not share the folder. Run the command again."
            )
        case _:
            logger.error("a file could not be %s", what, exc_info=error)
            failure = (
                f"It could not be {what} on the cluster ({type(error).__name__}), so nothing was"
                " stored. Run the command again, or ingest it with `quoth ingest`."
            )
    return Row(number=row["number"], texts=b"", failure=failure)


@cache
def _loop() -> asyncio.AbstractEventLoop:
    """Return the event loop of the process, which runs as long as the process."""
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="stages", daemon=True).start()
    return loop


def _run(work: Coroutine[Any, Any, Result]) -> Result:
    return asyncio.run_coroutine_threadsafe(work, _loop()).result()
