"""Puts the documents of a set into a database of their own."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from application.documents.ingest_document import IngestDocument
from domain.documents.document import Upload
from domain.errors import Misconfigured, QuothError, Unavailable
from entrypoints.evaluation.datasets.dataset import Dataset
from entrypoints.settings import Settings

PROGRESS = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())


@dataclass(frozen=True, slots=True)
class Corpus:
    """The documents that can be searched.

    Attributes:
        ids: What the set calls each document, by what Quoth calls it.
        failures: (id in the set, reason) for each document that could not be taken in.
    """

    ids: Mapping[UUID, str]
    failures: tuple[tuple[str, str], ...]


def shaping(settings: Settings) -> dict[str, str | int]:
    """Return the settings that decide what of a document is stored."""
    return {
        "chunk_tokens": settings.chunk_tokens,
        "chunk_overlap_tokens": settings.chunk_overlap_tokens,
        "embedding_model": settings.embedding_model,
        "tokenizer": settings.tokenizer,
        "document_language": settings.document_language,
    }


def settings_for(dataset: Dataset, settings: Settings) -> Settings:
    """Return settings with a data directory and an embedded database for this set alone.

    Nobody else asks there, so questions are not limited.

    The directory is told apart by the documents and by the settings that shape what is stored of
    them, so that neither another corpus nor another chunk size finds what an earlier run left.
    """
    shape = f"{dataset.corpus_sha256} {sorted(shaping(settings).items())}"
    name = re.sub(r"[^A-Za-z0-9_-]+", "-", dataset.name).strip("-")[:40]
    folder = f"{name or 'set'}-{hashlib.sha256(shape.encode()).hexdigest()[:12]}"
    data_dir = settings.data_dir / "evaluation" / folder
    return replace(settings, data_dir=data_dir, database_url="", chat_rate_limit=0)


async def ingest_corpus(ingest: IngestDocument, dataset: Dataset, console: Console) -> Corpus:
    """Ingest every document that is not there yet, and show how far it is.

    Raises:
        Misconfigured: If not one document could be taken in.
        Unavailable: If the database is lost on the way; what was finished is kept.
    """
    ids: dict[UUID, str] = {}
    failures: list[tuple[str, str]] = []
    with Progress(*PROGRESS, TimeElapsedColumn(), console=console) as progress:
        for document in progress.track(dataset.documents, description="Ingesting"):
            try:
                result = await ingest.execute(Upload(document.filename, document.content))
                ids[result.document.id] = document.id
            except Unavailable:
                raise
            except QuothError as exc:
                failures.append((document.id, exc.message))
    if not ids:
        reason = failures[0][1]
        raise Misconfigured(f"No document of {dataset.name} could be taken in. The first: {reason}")
    return Corpus(ids, tuple(failures))
