"""The use cases that a run needs."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import TypeAlias

from application.documents.ingest_document import IngestDocument
from application.ports.upload_files import UploadFiles
from entrypoints.evaluation.runs.answer_run import Answering
from entrypoints.evaluation.runs.case_run import CaseRun
from entrypoints.evaluation.runs.question_search import QuestionSearch
from entrypoints.settings import Settings


@dataclass(frozen=True, slots=True)
class EvaluationUseCases:
    """The use cases of a run, on one data directory."""

    ingest: IngestDocument
    files: UploadFiles
    search: QuestionSearch
    answering: Answering
    cases: CaseRun


OpenUseCases: TypeAlias = Callable[[Settings], AbstractAsyncContextManager[EvaluationUseCases]]
"""Opens the application with the given settings, until the context exits."""
