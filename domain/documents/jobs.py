"""The work that makes documents searchable: one job at most for each document."""

import random
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from domain.documents.attachments import MailVersion
from domain.documents.metadata import Metadata

MAX_ATTEMPTS = 5
"""How often a job is begun before it is given up: a file may kill whoever reads it."""

LEASE_SECONDS = 30.0
"""How long a lease lasts after it was granted or last renewed."""

SMALL_BYTES = 1_000_000
"""Up to this size, a file is processed where it is received, and before larger ones."""

FIRST_RETRY_SECONDS = 2.0
LONGEST_RETRY_SECONDS = 300.0


class JobState(StrEnum):
    """Where a job stands. One that is done is no more: its document is processed."""

    PENDING = "pending"
    PROCESSING = "processing"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Stage(StrEnum):
    """What is being done for a document."""

    READING = "reading"
    SPLITTING = "splitting"
    EMBEDDING = "embedding"
    STORING = "storing"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an attempt is.

    Attributes:
        stage: What is being done.
        done: How many parts of the stage are done; 0 if it has none.
        total: How many there are; 0 if it has none.
        seconds_left: An estimate until the document is searchable; None if unknown.
    """

    stage: Stage
    done: int = 0
    total: int = 0
    seconds_left: float | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """What a client said beside the file.

    Attributes:
        metadata: Values by their names, which replace those that the file has itself.
        mail: What brought the file; None if the client did. It is not part of a job.
    """

    metadata: Metadata = field(default_factory=dict)
    mail: MailVersion | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """The work that makes one version of a document, as it is shown.

    Attributes:
        version: The version that it makes.
        attempts: How often it was begun.
        run_at: When it is begun next, if it is pending.
        progress: How far the attempt is; None unless it is being processed.
        progress_number: Counts the changes of the progress over all attempts.
        error_message: Why the last attempt ended without a result; None if none did.
        error_code: The stable code of that error.
    """

    document_id: UUID
    version: int
    filename: str
    file_size: int
    state: JobState
    attempts: int
    run_at: datetime
    uploaded_at: datetime
    progress: Progress | None = None
    progress_number: int = 0
    error_message: str | None = None
    error_code: str | None = None


def retry_seconds(attempts: int) -> float:
    """Return how long to wait before the next attempt, after so many.

    The time doubles with each attempt, and is spread so that jobs that failed together do not all
    come back together.
    """
    longest = min(LONGEST_RETRY_SECONDS, FIRST_RETRY_SECONDS * 2.0 ** max(0, attempts - 1))
    return longest * random.uniform(0.5, 1.0)  # noqa: S311 - spreads load, keeps no secret
