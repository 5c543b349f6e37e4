"""Opens the sources of documents. Each loads what it needs only if it is used."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from adapters.file_formats.registry import FORMATS
from application.ports.document_source import DocumentSource
from application.ports.source_changes import SourceChanges
from domain.documents.filenames import nfc
from entrypoints.settings import Settings


@dataclass(frozen=True, slots=True)
class OpenedSource:
    """A source, with a name for its collection.

    Attributes:
        changes: Notices its changes; None if it cannot be watched.
    """

    source: DocumentSource
    name: str
    changes: SourceChanges | None = None


@asynccontextmanager
async def open_source(location: str, settings: Settings) -> AsyncIterator[OpenedSource]:
    """Open the source at a location: a folder, or a URL of a bucket, a repository or a site.

    Raises:
        SourceUnavailable: If the location cannot be one.
    """
    if location.startswith("s3://"):
        from adapters.document_sources.s3_bucket import S3Source, bucket_at

        bucket, prefix, name = bucket_at(location)
        yield OpenedSource(S3Source(bucket, prefix), name)
    elif location.startswith("git+"):
        from adapters.document_sources.git_repository import GitSource, repository_at

        url, ref, name = repository_at(location)
        yield OpenedSource(GitSource(url, ref, settings.data_dir / "repositories"), name)
    elif location.startswith(("http://", "https://")):
        from adapters.document_sources.web_site import WebSource, site_at
        from domain.public_addresses import allowed_addresses

        suffixes = [suffix for each in FORMATS for suffix in each.format.suffixes]
        is_allowed = allowed_addresses(private=settings.sync_private_addresses)
        source = WebSource(location, suffixes, is_allowed=is_allowed)
        try:
            yield OpenedSource(source, site_at(location))
        finally:
            await source.close()
    else:
        from adapters.document_sources.folder import FolderSource
        from adapters.document_sources.watched_folder import WatchedFolder

        folder = Path(location).expanduser().resolve()  # noqa: ASYNC240 - before anything else runs
        yield OpenedSource(FolderSource(folder), nfc(folder.name), WatchedFolder(folder))
