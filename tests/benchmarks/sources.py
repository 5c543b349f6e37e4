"""Listing and fetching each kind of source that documents are synced from. Nothing is embedded."""

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from adapters.disk_upload_files import DiskUploadFiles
from application.ports.document_source import DocumentSource
from domain.syncing.items import SourceItem
from tests.benchmarks.figures import Figure
from tests.benchmarks.sizes import Sizes
from tests.support.sources.folder_stage import FolderStage
from tests.support.sources.git_stage import GitStage
from tests.support.sources.s3_stage import S3Stage, s3_service
from tests.support.sources.stage import Stage
from tests.support.sources.web_stage import WebStage, a_site

FILES = 300
CONTENT = b"Herons nest in high trees near the water. " * 250  # 10 kB
KINDS = ("folder", "git", "s3", "web")


def run(_: Sizes) -> list[Figure]:
    """Fill a source of each kind with small files, list it, and fetch each of them."""
    return [asyncio.run(_measured(kind)) for kind in KINDS]


async def _measured(kind: str) -> Figure:
    with tempfile.TemporaryDirectory(prefix="quoth-bench-") as folder:
        async with _stage(kind, Path(folder)) as stage:
            for number in range(FILES):
                stage.write(f"notes/{number}.txt", b"%d " % number + CONTENT)
            started = time.perf_counter()
            items = (await stage.source.list()).items
            listed = time.perf_counter()
            for item in items:
                await _fetch(stage.source, item, Path(folder) / "uploads")
            seconds = time.perf_counter() - listed
    megabytes = len(items) * len(CONTENT) / 1e6
    return Figure(
        f"{kind}: {len(items)} files of {len(CONTENT) / 1e3:.0f} kB, from a server on this machine",
        f"listed in {(listed - started) * 1000:.0f} ms, fetched at {len(items) / seconds:.0f}"
        f" files/s, {megabytes / seconds:.1f} MB/s",
    )


async def _fetch(source: DocumentSource, item: SourceItem, uploads: Path) -> None:
    async with DiskUploadFiles(uploads).new() as file:
        await source.fetch(item, None, file)


@asynccontextmanager
async def _stage(kind: str, folder: Path) -> AsyncIterator[Stage]:
    match kind:
        case "folder":
            yield FolderStage(folder / "folder")
        case "git":
            yield GitStage(folder / "repository", folder / "cache")
        case "s3":
            with s3_service():
                bucket = S3Stage()
                yield bucket
                bucket.vanish()
        case _:
            with a_site() as site:
                web = WebStage(site)
                yield web
                await web.source.close()
