"""What the stores in PostgreSQL tell webhooks, in the transactions of their changes."""

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import pytest

from adapters.postgres.database import Database
from adapters.postgres.delivery_queue import PostgresDeliveryQueue
from adapters.postgres.sealed_secrets import SealedSecrets
from adapters.postgres.signals import PostgresDeliverySignals
from adapters.postgres.webhook_store import PostgresWebhookStore
from application.identifiers import new_id
from application.ports.document_claims import Claim
from domain.conversation.message import AnswerMetadata, FinishReason, Message
from domain.documents.document_filter import DocumentFilter
from domain.errors import AnswerInterrupted, ClaimLost, ProcessingCutOff
from domain.webhooks.webhook import EventType, Webhook
from tests.contracts.stores import Chats, Library, chats_in, exchange, library_in
from tests.support.documents import a_document, embedded, processed, unit
from tests.support.uploads import a_file

SECRET_TEXT = "herons wade in the pond"


@dataclass(frozen=True)
class Told:
    """Stores over one database, with one webhook that is told of everything."""

    database: Database
    library: Library
    chats: Chats
    queue: PostgresDeliveryQueue

    async def events(self) -> list[tuple[str, dict[str, Any]]]:
        """Return what was queued since this was last asked, in order."""
        async with self.database.connection() as connection:
            rows = await connection.fetch(
                "WITH gone AS (DELETE FROM webhook_deliveries RETURNING position, type, data)"
                " SELECT type, data FROM gone ORDER BY position"
            )
        assert all(SECRET_TEXT not in row["data"] for row in rows)
        return [(row["type"], json.loads(row["data"])) for row in rows]

    async def one(self) -> tuple[str, dict[str, Any]]:
        [event] = await self.events()
        return event

    async def put(self, text: str) -> Claim:
        document = replace(a_document(text), external_id="birds.md")
        return await self.library.claims.claim(document, a_file(text.encode()))

    async def asked(self) -> Message:
        session = await self.chats.open_session()
        question, answer = exchange(session.id, SECRET_TEXT)
        await self.chats.messages.begin(question, answer)
        return answer


@pytest.fixture
async def told(database: Database) -> Told:
    webhook = Webhook(new_id(), "https://example.org", tuple(EventType), datetime.now(UTC))
    await PostgresWebhookStore(database, SealedSecrets()).add(webhook, "whsec_cXVvdGg=")
    queue = PostgresDeliveryQueue(database, SealedSecrets())
    return Told(database, library_in(database), chats_in(database), queue)


async def test_versions_of_a_document_are_told_with_their_outcome(told: Told) -> None:
    """The first is processed, the next one replaces it, a failure says why, and then it is gone."""
    first = await told.put("1")
    assert await told.events() == []
    chunks = [embedded(0, SECRET_TEXT, unit(0))]
    done = processed(first.document, chunks)
    await told.library.store.add(first, done, SECRET_TEXT, chunks)
    await told.library.store.add(first, done, SECRET_TEXT, chunks)  # its answer was lost
    base: dict[str, object] = {
        "document_id": str(first.document.id),
        "filename": "notes.txt",
        "external_id": "birds.md",
        "version": 1,
    }
    assert await told.one() == ("document.processed", {**base, "total_chunks": 1})
    second = await told.put("2")
    await told.library.store.add(second, processed(second.document, []), SECRET_TEXT, [])
    base["version"] = 2
    assert await told.one() == ("document.replaced", {**base, "total_chunks": 0})
    third = await told.put("3")
    await told.library.claims.fail(third, "Away.", "embedder_unavailable", retry_in=0.0)
    assert await told.events() == []  # it is tried again
    again = await told.library.jobs.claim_next()
    assert again is not None
    await told.library.claims.fail(again, "It broke.", "file_damaged")
    with pytest.raises(ClaimLost):
        await told.library.claims.fail(again, "It broke.", "file_damaged")
    error = {"error_code": "file_damaged", "error_message": "It broke."}
    assert await told.one() == ("document.failed", {**base, "version": 3, **error})
    await told.library.removals.remove(DocumentFilter(document_ids=(first.document.id,)))
    assert await told.one() == ("document.deleted", base)


async def test_a_document_that_was_given_up_is_told_once(told: Told) -> None:
    """Who looks for work finds that the last attempt was cut off, and only the first one tells."""
    claim = await told.put("1")
    async with told.database.connection() as connection:
        await connection.execute("UPDATE document_jobs SET attempts = 5")
    await told.library.expire_claim(claim.document.id)
    for _ in range(2):
        assert await told.library.jobs.claim_next() is None
    kind, data = await told.one()
    assert (kind, data["error_code"]) == ("document.failed", ProcessingCutOff.code)
    assert data["document_id"] == str(claim.document.id)


async def test_answers_are_told_with_their_outcome_and_without_text(told: Told) -> None:
    """An answer is told of once it is saved with its end, and not while it is written."""
    answer = replace(await told.asked(), content=SECRET_TEXT)
    await told.chats.write(answer)
    assert await told.events() == []
    metadata = AnswerMetadata(question=SECRET_TEXT, confidence=0.75, model="small")
    done = replace(answer, finish_reason=FinishReason.STOP, metadata=metadata)
    assert await told.chats.messages.save(done)
    assert not await told.chats.messages.save(done)
    kind, data = await told.one()
    assert (kind, data["message_id"]) == ("answer.finished", str(answer.id))
    assert data["session_id"] == str(answer.session_id)
    assert (data["finish_reason"], data["confidence"], data["model"]) == ("stop", 0.75, "small")
    failed = replace(
        await told.asked(),
        finish_reason=FinishReason.ERROR,
        metadata=AnswerMetadata(error="It broke.", code="language_model_failed"),
    )
    await told.chats.messages.save(failed)
    kind, data = await told.one()
    assert (kind, data["error_code"]) == ("answer.failed", "language_model_failed")


async def test_an_answer_whose_server_was_killed_is_told_as_failed(told: Told) -> None:
    """The next question of its session tells of it, or whoever delivers, ten minutes later."""
    answer = await told.asked()
    await told.chats.expire_lease(answer.id)
    assert await told.queue.due() == []
    await told.chats.messages.begin(*exchange(answer.session_id))
    kind, data = await told.one()
    assert (kind, data["finish_reason"], data["error_code"]) == (
        *("answer.failed", "interrupted", AnswerInterrupted.code),
    )
    async with told.database.connection() as connection:
        await connection.execute(
            "UPDATE chat_messages SET lease_expires_at = now() - interval '11 minutes'"
            " WHERE lease_expires_at IS NOT NULL"
        )
    [due] = await told.queue.due()
    claim = await told.queue.claim(due.webhook_id)
    assert claim is not None
    assert (claim.type, claim.data["finish_reason"]) == ("answer.failed", "interrupted")
    assert await told.queue.claim(due.webhook_id) is None
    assert await told.queue.due() == []


async def test_what_is_rolled_back_is_not_told(told: Told) -> None:
    """A claim that was lost meanwhile stores nothing, and nothing is told of it."""
    claim = await told.put("1")
    await told.library.expire_claim(claim.document.id)
    taken = await told.put("1")
    assert taken.granted
    with pytest.raises(ClaimLost):
        await told.library.store.add(claim, processed(claim.document, []), "1", [])
    assert await told.events() == []


async def test_who_delivers_hears_of_events_once_they_are_committed(told: Told) -> None:
    """A commit wakes the listener, so that nobody waits for the next look at the queue."""
    signals = PostgresDeliverySignals(told.database)
    await signals.wait(0.0)  # connects
    await signals.wait(0.0)
    claim = await told.put("1")
    await told.library.store.add(claim, processed(claim.document, []), "1", [])
    await signals.wait(3600.0)
    await signals.close()
