"""The port for running the steps of an answer."""

from collections.abc import Sequence
from typing import Protocol

from domain.answering.events import AnswerEvent, AnswerFinished, AnswerTask
from domain.conversation.message import FailedModel
from domain.errors import QuothError


class AnswerSink(Protocol):
    """Receives the events of one answer, and stores the answer when it ends."""

    def emit(self, event: AnswerEvent) -> None:
        """Emit an event other than the last."""
        ...

    def written_by(self, model: str, failed: Sequence[FailedModel] = ()) -> None:
        """Record which model writes the answer, and which ones failed before it.

        It is stored with the answer, however that ends, and is part of its end.
        """
        ...

    async def finish(self, end: AnswerFinished) -> None:
        """Store the answer, then emit its end. If it cannot be stored, the end is an error."""
        ...

    async def fail(self, error: QuothError) -> None:
        """Store the answer so far, then emit the error that ended it."""
        ...


class AnswerWorkflow(Protocol):
    """Runs the steps of `application.answering.workflow_steps` in order."""

    async def run(self, task: AnswerTask, sink: AnswerSink) -> None:
        """Answer a question. The events go to `sink`, which is finished or failed at the end.

        Only cancellation is raised. It stops the running step.
        """
        ...
