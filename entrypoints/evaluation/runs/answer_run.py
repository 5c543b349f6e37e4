"""Has every question answered and notes what was answered."""

import time
from collections.abc import Sequence
from dataclasses import replace

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
    """Has questions answered as a client has them answered, each in a session of its own."""

    def __init__(
        self,
        create: CreateSession,
        sessions: SessionStore,
        messages: MessageStore,
        answer: AnswerQuestion,
    ) -> None:
        """Open sessions with `create`, tell them their history through `messages`, ask `answer`."""
        self._create = create
        self._sessions = sessions
        self._messages = messages
        self._answer = answer

    async def ask(self, question: LabelledQuestion) -> tuple[float, list[AnswerEvent], AnswerEnd]:
        """Return how many milliseconds the answer took, its events, and the one that ended it.

        Raises:
            QuothError: If the question could not be put.
        """
        session = await self._create.execute()
        earlier = iter(messages_of(question.history, session.id))
        for asked, answer in zip(earlier, earlier, strict=True):
            begun = replace(answer, content="", finish_reason=None)
            await self._messages.begin(asked, begun)
            await self._messages.save(answer)
        request = AskRequest(session.id, question.text, use_cache=False)
        started = time.perf_counter()
        log = await self._answer.execute(request)
        events: list[AnswerEvent] = []
        while True:
            events += await log.read(len(events), PATIENCE_SECONDS)
            if events and isinstance(end := events[-1], AnswerFinished | AnswerFailed):
                break
        took = (time.perf_counter() - started) * 1000
        await self._sessions.remove(session.id)
        return took, events, end


async def answer_all(
    answering: Answering, questions: Sequence[LabelledQuestion], console: Console
) -> dict[str, GivenAnswer]:
    """Have each question answered, one after the other, and show how far it is.

    Returns:
        The answers by the ids of their questions.

    Raises:
        LanguageModelFailed: If not even the first answer came to its end.
        Unavailable: If the database is lost on the way.
    """
    # the first answer of a process pays for what all later ones find ready, and a wrong key or
    # model name shows before thousands of questions are asked in vain
    _, _, end = await answering.ask(questions[0])
    if isinstance(end, AnswerFailed):
        raise LanguageModelFailed(f"The first question was not answered. {end.error}")
    answers = {}
    with Progress(*PROGRESS, TimeElapsedColumn(), console=console) as progress:
        for question in progress.track(questions, description="Answering"):
            answers[question.id] = judge_answer(question, *await answering.ask(question))
    return answers


def judge_answer(
    question: LabelledQuestion, latency_ms: float, events: Sequence[AnswerEvent], end: AnswerEnd
) -> GivenAnswer:
    """Return what the events of an answer mean for a question. Only verified citations count."""
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
    finished = end if isinstance(end, AnswerFinished) else None
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
