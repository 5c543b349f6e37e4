"""Ingests the documents of a dataset into a separate database."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol
from uuid import UUID

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from application.documents.ingest_document import IngestDocument
from application.ports.upload_files import UploadFiles
from domain.errors import Misconfigured, QuothError, Unavailable
from entrypoints.evaluation.datasets.dataset import CorpusDocument, Dataset
from entrypoints.settings import Settings

PROGRESS = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())


@dataclass(frozen=True, slots=True)
class Corpus:
    """The ingested documents of a dataset.

    Attributes:
        ids: {id in Quoth: id in the dataset}.
        failures: (id in the dataset, reason) for each document that could not be ingested.
    """

    ids: Mapping[UUID, str]
    failures: tuple[tuple[str, str], ...]


def shaping(settings: Settings) -> dict[str, str | int]:
    """Return the settings that affect how documents are stored."""
    return {
        "chunk_tokens": settings.chunk_tokens,
        "chunk_overlap_tokens": settings.chunk_overlap_tokens,
        "embedding_model": settings.embedding_model,
        "tokenizer": settings.tokenizer,
        "document_language": settings.document_language,
    }


class Documents(Protocol):
    """A named set of documents: a dataset or an answer set."""

    @property
    def name(self) -> str:
        """Its name, for people."""
        ...

    @property
    def corpus_sha256(self) -> str:
        """A digest of its documents."""
        ...


def settings_for(dataset: Documents, settings: Settings) -> Settings:
    """Return settings with a data directory and an embedded database for this dataset alone.

    The directory is named after the documents and the settings that affect how they are stored, so
    that a run never finds the data of another corpus or chunk size. Questions are not rate-limited.
    """
    shape = f"{dataset.corpus_sha256} {sorted(shaping(settings).items())}"
    name = re.sub(r"[^A-Za-z0-9_-]+", "-", dataset.name).strip("-")[:40]
    folder = f"{name or 'set'}-{hashlib.sha256(shape.encode()).hexdigest()[:12]}"
    data_dir = settings.data_dir / "evaluation" / folder
    return replace(settings, data_dir=data_dir, database_url="", chat_rate_limit=0)


async def ingest_corpus(
    ingest: IngestDocument, files: UploadFiles, dataset: Dataset, console: Console
) -> Corpus:
    """Ingest the documents of a dataset, as `ingest_documents` does."""
    return await ingest_documents(ingest, files, dataset.name, dataset.documents, console)


async def ingest_documents(
    ingest: IngestDocument,
    files: UploadFiles,
    name: str,
    documents: Sequence[CorpusDocument],
    console: Console,
) -> Corpus:
    """Ingest the documents that are not stored yet, and show progress.

    Raises:
        Misconfigured: If no document can be ingested.
        Unavailable: If the database becomes unavailable; documents ingested so far are stored.
    """
    ids: dict[UUID, str] = {}
    failures: list[tuple[str, str]] = []
    with Progress(*PROGRESS, TimeElapsedColumn(), console=console) as progress:
        for document in progress.track(documents, description=f"Ingesting {name}".strip()):
            try:
                async with files.holding(document.filename, document.content) as upload:
                    result = await ingest.execute(upload)
                ids[result.document.id] = document.id
            except Unavailable:
                raise
            except QuothError as exc:
                failures.append((document.id, exc.message))
    if not ids:
        reason = failures[0][1]
        raise Misconfigured(
            f"No document{f' of {name}' if name else ''} could be ingested. First error: {reason}"
        )
    return Corpus(ids, tuple(failures))
