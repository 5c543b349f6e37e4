"""The state of a job in an InMemoryLibrary."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from domain.documents.document import Document, DocumentStatus
from domain.documents.jobs import MAX_ATTEMPTS, Given, JobState, Progress, Stage
from domain.errors import ProcessingCutOff


@dataclass
class FakeJob:
    """One job. `document` is as the job makes it."""

    document: Document
    given: Given
    run_at: float
    state: JobState = JobState.PENDING
    attempts: int = 0
    lease: UUID | None = None
    expires_at: float = 0.0
    progress: Progress | None = None
    progress_number: int = 0
    error_message: str | None = None
    error_code: str | None = None

    def expired(self, now: float) -> bool:
        """Whether the lease on it has expired."""
        return self.state is JobState.PROCESSING and self.expires_at <= now

    def status(self, now: float) -> DocumentStatus:
        """Return the status of a document that was never processed."""
        return DocumentStatus.PENDING if self.expired(now) else DocumentStatus(self.state.value)

    def take(self, expires_at: float) -> UUID:
        """Begin an attempt, and return its lease."""
        self.state, self.lease, self.expires_at = JobState.PROCESSING, uuid4(), expires_at
        self.attempts += 1
        self.progress = Progress(Stage.READING)
        self.error_message = self.error_code = None
        self.progress_number += 1
        return self.lease

    def end(self, state: JobState, message: str | None = None, code: str | None = None) -> None:
        """End an attempt, or change the state between attempts."""
        self.state, self.lease = state, None
        self.error_message, self.error_code = message, code
        self.progress_number += 1

    def give_up(self, now: float) -> None:
        """Fail if the last attempt was cut off."""
        if self.expired(now) and self.attempts >= MAX_ATTEMPTS:
            self.end(JobState.FAILED, ProcessingCutOff().message, ProcessingCutOff.code)
