"""Answers every question and records the results."""

import time
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from rich.console import Console
from rich.progress import Progress, TimeElapsedColumn

from application.answering.answer_question import AnswerQuestion, AskRequest
from application.conversation.create_session import CreateSession
from application.ports.message_store import MessageStore
from application.ports.session_store import SessionStore
from domain.answering.events import (
    AnswerDelta,
    AnswerEnd,
    AnswerEvent,
    AnswerFailed,
    AnswerFinished,
    CitationAdded,
    SourcesFound,
)
from domain.conversation.message import FinishReason
from domain.errors import LanguageModelFailed
from entrypoints.evaluation.datasets.dataset import LabelledQuestion
from entrypoints.evaluation.outcomes import GivenAnswer
from entrypoints.evaluation.runs.corpus import PROGRESS
from entrypoints.evaluation.runs.history import messages_of
from entrypoints.evaluation.runs.search_run import text_rank

PATIENCE_SECONDS = 15.0


class Answering:
    """Answers questions as for a client of the API, each in its own session."""

    def __init__(
        self,
        create: CreateSession,
        sessions: SessionStore,
        messages: MessageStore,
        answer: AnswerQuestion,
    ) -> None:
        """Create the runner.

        Args:
            create: Creates a session for each question.
            sessions: Deletes the session afterwards.
            messages: Stores the question's history in the session.
            answer: Answers the question.
        """
        self._create = create
        self._sessions = sessions
        self._messages = messages
        self._answer = answer

    async def ask(self, question: LabelledQuestion) -> tuple[float, list[AnswerEvent], AnswerEnd]:
        """Answer a question; return the latency in milliseconds, the events, and the last event.

        Raises:
            QuothError: If the question is rejected. A failed answer does not raise.
        """
        session = await self._create.execute()
        earlier = iter(messages_of(question.history, session.id))
        for asked, answer in zip(earlier, earlier, strict=True):
            begun = replace(answer, content="", finish_reason=None)
            await self._messages.begin(asked, begun)
            await self._messages.save(answer)
        result = await self._ask(session.id, question.text)
        await self._sessions.remove(session.id)
        return result

    async def converse(self, messages: Sequence[str]) -> tuple[float, list[AnswerEvent], AnswerEnd]:
        """Ask messages one after the other; return what `ask` does for the last one.

        Raises:
            QuothError: If a message is rejected. A failed answer does not raise.
        """
        session = await self._create.execute()
        try:
            *earlier, last = messages
            for message in earlier:
                await self._ask(session.id, message)
            return await self._ask(session.id, last)
        finally:
            await self._sessions.remove(session.id)

    async def _ask(self, session_id: UUID, text: str) -> tuple[float, list[AnswerEvent], AnswerEnd]:
        started = time.perf_counter()
        log = await self._answer.execute(AskRequest(session_id, text, use_cache=False))
        events: list[AnswerEvent] = []
        while True:
            events += await log.read(len(events), PATIENCE_SECONDS)
            if events and isinstance(end := events[-1], AnswerFinished | AnswerFailed):
                return (time.perf_counter() - started) * 1000, events, end


async def answer_all(
    answering: Answering, questions: Sequence[LabelledQuestion], console: Console
) -> dict[str, GivenAnswer]:
    """Answer the questions sequentially and show progress.

    Returns:
        The answers by question id.

    Raises:
        LanguageModelFailed: If a first test answer fails.
        Unavailable: If the database becomes unavailable.
    """
    # A test answer warms up the process, and reveals a wrong key or model name before thousands of
    # questions are asked in vain.
    _, _, end = await answering.ask(questions[0])
    if problem := _problem(end):
        raise LanguageModelFailed(f"The first question was not answered. {problem}")
    answers = {}
    with Progress(*PROGRESS, TimeElapsedColumn(), console=console) as progress:
        for question in progress.track(questions, description="Answering"):
            answers[question.id] = judge_answer(question, *await answering.ask(question))
    return answers


def judge_answer(
    question: LabelledQuestion, latency_ms: float, events: Sequence[AnswerEvent], end: AnswerEnd
) -> GivenAnswer:
    """Return the result of an answer from its events. Only verified citations count.

    An answer that another model had to write is a failed one: it says nothing of the chosen model.
    """
    confidence = 0.0
    content = ""
    cited = []
    for event in events:
        match event:
            case SourcesFound(confidence=float(told)):
                confidence = told
            case AnswerDelta(piece):
                content += piece
            case CitationAdded(citation) if citation.verified:
                cited.append(citation.cited_text)
            case _:
                pass
    finished = end if isinstance(end, AnswerFinished) and not _problem(end) else None
    abstained = finished is not None and finished.finish_reason is FinishReason.ABSTAINED
    given = finished is not None and not abstained
    has_text = question.answerable and bool(question.expected_texts)
    return GivenAnswer(
        content=content,
        cited=tuple(cited),
        hit=given and text_rank(question.expected_texts, cited) is not None if has_text else None,
        abstained=abstained,
        failed=finished is None,
        confidence=confidence,
        groundedness=finished.groundedness if finished else None,
        latency_ms=latency_ms,
    )


def _problem(end: AnswerEnd) -> str | None:
    """Return why the chosen model did not write an answer; None if it did."""
    if isinstance(end, AnswerFailed):
        return end.error
    return end.fallback_from[0].reason if end.fallback_from else None
