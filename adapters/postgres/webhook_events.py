"""Queues events for webhooks, in the transactions of what they tell."""

import json
from collections.abc import Mapping, Sequence

from asyncpg import Record

from adapters.postgres.announcements import DELIVERIES, announce
from adapters.postgres.database import Connection
from adapters.postgres.queries import QUERIES
from application.identifiers import new_id
from domain.conversation.message import AnswerMetadata, FinishReason
from domain.errors import AnswerInterrupted
from domain.webhooks.events import Event, answer_ended


async def queue_events(connection: Connection, events: Sequence[Event]) -> None:
    """Queue events for the webhooks that are told of their types, and announce it to who delivers.

    The transaction must hold the subjects already: their events then have the order in which they
    were changed.
    """
    if events and await connection.fetchval(
        QUERIES["queue_events"],
        [new_id() for _ in events],
        [each.type for each in events],
        [each.subject_id for each in events],
        [data_json(each.data) for each in events],
    ):
        announce(DELIVERIES)


async def queue_interruptions(connection: Connection, answers: Sequence[Record]) -> None:
    """Queue the ends of answers that nobody writes any more, given their rows."""
    interrupted = AnswerInterrupted()
    metadata = AnswerMetadata(code=interrupted.code, error=interrupted.message)
    events = [
        answer_ended(row["id"], row["session_id"], FinishReason.INTERRUPTED, metadata)
        for row in answers
    ]
    await queue_events(connection, events)


def data_json(data: Mapping[str, object]) -> str:
    """Return what is told of an event as it is stored."""
    return json.dumps(data)
