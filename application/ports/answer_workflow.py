"""The port for running the steps of an answer."""

from collections.abc import AsyncGenerator
from typing import Protocol

from domain.answering.events import AnswerEvent, AnswerTask


class AnswerWorkflow(Protocol):
    """Runs the steps of `application.answering.workflow_steps` in their order."""

    def run(self, question: AnswerTask) -> AsyncGenerator[AnswerEvent, None]:
        """Yield SourcesFound, AnswerDelta…, and one terminal event once the answer is saved.

        Nothing is raised but cancellation: a failure is an AnswerFailed event.
        """
        ...
