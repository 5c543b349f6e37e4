"""Keeping an answer before anybody is told that it ended."""

import logging
from dataclasses import replace

from application.ports.message_store import MessageStore
from domain.answering.events import AnswerEnd, AnswerFailed
from domain.answering.record import AnswerRecord, end_of
from domain.errors import QuothError

logger = logging.getLogger(__name__)


async def finish_answer(messages: MessageStore, record: AnswerRecord, end: AnswerEnd) -> AnswerEnd:
    """Keep an answer with its end, and return the end that may be told.

    That is another one if the answer could not be kept, or had an end already: it was given up
    meanwhile, or had just been kept when it was stopped.
    """
    try:
        if await messages.save(record.message(end)):
            return end
        return end_of(await messages.get(record.answer_id)) or end
    except Exception as exc:
        known = isinstance(exc, QuothError)
        reason = exc.code if isinstance(exc, QuothError) else type(exc).__name__
        logger.warning(
            "answer %s could not be kept: %s", record.answer_id, reason, exc_info=not known
        )
        if isinstance(end, AnswerFailed):
            return replace(end, partial=False)
        failure = exc if isinstance(exc, QuothError) else QuothError()
        return replace(record.failure(failure), partial=False)
