"""The wire type of jobs."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from domain.documents.jobs import Job, JobState, Progress
from entrypoints.api.schemas import rounded


class JobProgress(Struct):
    """How far an attempt is. `done` of `total` parts of the stage are done; both may be 0."""

    stage: str
    done: int
    total: int
    seconds_left: float | None

    @classmethod
    def of(cls, progress: Progress) -> "JobProgress":
        """Return the wire type of a progress."""
        left = rounded(progress.seconds_left)
        return cls(progress.stage.value, progress.done, progress.total, left)


class JobView(Struct):
    """The work that makes a version of a document, as long as it is not done.

    `attempts` counts how often it was begun, and `run_at` is when it is begun next if it is
    pending. `progress` is null unless it is being processed. `error_message` and `error_code` say
    why the last attempt ended without a result.
    """

    document_id: UUID
    version: int
    filename: str
    file_size: int
    state: JobState
    attempts: int
    run_at: datetime
    uploaded_at: datetime
    progress: JobProgress | None
    error_message: str | None
    error_code: str | None

    @classmethod
    def of(cls, job: Job) -> "JobView":
        """Return the wire type of a job."""
        return cls(
            document_id=job.document_id,
            version=job.version,
            filename=job.filename,
            file_size=job.file_size,
            state=job.state,
            attempts=job.attempts,
            run_at=job.run_at,
            uploaded_at=job.uploaded_at,
            progress=None if job.progress is None else JobProgress.of(job.progress),
            error_message=job.error_message,
            error_code=job.error_code,
        )
