"""Cached answers, and one answer shared by concurrent identical questions."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import httpx
import pytest

from application.answering.answer_cache import AnswerCache
from application.answering.running_answers import RunningAnswers
from application.identifiers import new_id
from domain.answering.events import AnswerTask
from domain.conversation.message import FinishReason, Message, MessageRole
from domain.errors import LanguageModelFailed
from entrypoints.api import event_stream
from entrypoints.container import use_cases
from entrypoints.settings import Settings
from tests.api.client import Client, events_of, without_citation_ids
from tests.fakes.wiring import Fakes, fake_container, test_settings

ASKERS = 10


async def ask(client: Client) -> "tuple[str, asyncio.Task[httpx.Response]]":
    """Ask in a new session; return the answer's id and the request once it is in line."""
    session = await client.create_session()
    asking = asyncio.create_task(client.ask(session, "Who built it?"))
    while len(messages := await client.messages(session)) < 2:  # noqa: ASYNC110 - a poll of HTTP
        await asyncio.sleep(0)
    for _ in range(20):  # on fakes, nothing else holds it up
        await asyncio.sleep(0)
    return str(messages[1]["message_id"]), asking


async def crowd(
    client: Client, fakes: Fakes, gate: asyncio.Event
) -> "list[asyncio.Task[httpx.Response]]":
    """Ask the same in many sessions, while the first answer waits at a gate and then fails."""
    await client.upload()
    fakes.model.enqueue(["Half "], error=LanguageModelFailed("The first."), pause=gate)
    return [(await ask(client))[1] for _ in range(ASKERS)]


async def test_identical_questions_at_once_share_one_call(client: Client, fakes: Fakes) -> None:
    """Concurrent identical questions call the model once, and each stream has the whole answer."""
    await client.upload()
    gate = asyncio.Event()
    fakes.model.enqueue(["Alan ", "Stevenson [1]."], pause=gate)
    asking = [await ask(client) for _ in range(ASKERS)]
    gate.set()
    streams = [events_of(await each) for _, each in asking]
    assert len(fakes.model.history) == 1
    assert [stream[0]["cached"] for stream in streams] == [False] + [True] * (ASKERS - 1)
    assert all(
        without_citation_ids(stream) == without_citation_ids(streams[0]) for stream in streams
    )
    assert {stream[-1]["finish_reason"] for stream in streams} == {"stop"}
    assert len({stream[-1]["message_id"] for stream in streams}) == ASKERS


@pytest.mark.parametrize("fate", ["fails", "is cancelled"])
async def test_whoever_waited_in_vain_gets_an_own_answer(
    client: Client, fakes: Fakes, fate: str
) -> None:
    """If the shared answer fails or is cancelled, the waiting question gets its own answer."""
    await client.upload()
    gate = asyncio.Event()
    fakes.model.enqueue(["Half "], error=LanguageModelFailed(), pause=gate)
    first_id, first = await ask(client)
    await fakes.model.asked.wait()
    _, second = await ask(client)
    fakes.model.enqueue("Whole.")
    if fate == "fails":
        gate.set()
    else:
        await client.http.post(f"/api/chat/{first_id}/cancel/")
    ended = events_of(await first)[-1]
    assert ended.get("finish_reason") == (None if fate == "fails" else FinishReason.CANCELLED)
    events = events_of(await second)
    assert [each["type"] for each in events] == ["start", "sources", "content", "done"]
    assert events[2]["content"] == "Whole."


async def test_after_a_failure_one_question_takes_over(client: Client, fakes: Fakes) -> None:
    """The model is asked once more, not by everybody, and only the rest has a cached answer."""
    gate = asyncio.Event()
    asking = await crowd(client, fakes, gate)
    fakes.model.enqueue("Whole.")
    gate.set()
    streams = [events_of(await each) for each in asking]
    assert len(fakes.model.history) == 2
    assert [stream[0]["cached"] for stream in streams] == [False] * 2 + [True] * (ASKERS - 2)
    assert {stream[-1]["type"] for stream in streams[1:]} == {"done"}


async def test_a_second_failure_ends_all_who_wait(client: Client, fakes: Fakes) -> None:
    """Everybody gets the error of the second attempt; the next question asks the model again."""
    gate = asyncio.Event()
    asking = await crowd(client, fakes, gate)
    fakes.model.enqueue("", error=LanguageModelFailed("The second."))
    gate.set()
    ends = [events_of(await each)[-1] for each in asking]
    assert [end["error"] for end in ends] == ["The first."] + ["The second."] * (ASKERS - 1)
    assert {end["code"] for end in ends} == {"language_model_failed"}
    assert len(fakes.model.history) == 2
    assert len({end["message_id"] for end in ends}) == ASKERS
    response = await client.ask(await client.create_session(), "Who built it?")
    assert events_of(response)[-1]["type"] == "done"


async def test_who_waited_while_documents_changed_shares_an_answer_from_them(
    client: Client, fakes: Fakes
) -> None:
    """An answer that an upload overtook is not shared; one more, from all documents, is."""
    await client.upload()
    gate = asyncio.Event()
    fakes.model.enqueue(["Old."], pause=gate)
    asking = [(await ask(client))[1] for _ in range(ASKERS)]
    await client.upload("Another text.", "another.txt")
    fakes.model.enqueue("New.")
    gate.set()
    streams = [events_of(await each) for each in asking]
    texts = ["".join(e["content"] for e in each if e["type"] == "content") for each in streams]
    assert texts == ["Old."] + ["New."] * (ASKERS - 1)
    assert [stream[0]["cached"] for stream in streams].count(True) == ASKERS - 2
    assert len(fakes.model.history) == 2


async def test_a_question_in_line_keeps_its_connection_alive(
    client: Client, fakes: Fakes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Until it is known whether its answer is cached, there is no event, only comments."""
    monkeypatch.setattr(event_stream, "KEEP_ALIVE_SECONDS", 0.001)
    await client.upload()
    gate = asyncio.Event()
    fakes.model.enqueue(["Alan ", "Stevenson."], pause=gate)
    _, first = await ask(client)
    waiting_id, waiting = await ask(client)
    live = await client.container.get(RunningAnswers)
    assert await live.get(UUID(waiting_id)).read(0, 0.01) == []
    gate.set()
    assert (await waiting).text.startswith(": keep-alive\n\n: keep-alive\n\n")
    assert events_of(await waiting)[0]["cached"] is True
    await first


async def test_a_cached_answer_has_its_own_citations_and_no_usage(
    client: Client, fakes: Fakes
) -> None:
    """Citation ids are unique, also in the store, and tokens count where they were spent."""
    await client.upload()
    fakes.model.enqueue("The lighthouse of Skerryvore was built by Alan Stevenson [1].")
    sessions = [await client.create_session() for _ in range(3)]
    streams = [events_of(await client.ask(each, "Who built it?")) for each in sessions]
    told = [[e["citation_id"] for e in each if e["type"] == "citation"] for each in streams]
    assert [len(each) for each in told] == [1, 1, 1]
    assert len({each for (each,) in told}) == 3
    stored = [(await client.messages(each))[1]["citations"] for each in sessions]
    assert [[each["citation_id"] for each in citations] for citations in stored] == told
    spent = [each[-1]["usage"] for each in streams]
    assert spent == [
        {"prompt_tokens": 12, "completion_tokens": 5},
        *[{"prompt_tokens": 0, "completion_tokens": 0}] * 2,
    ]


@pytest.mark.parametrize(
    "change",
    [
        {"tokenizer": "another"},
        {"reranker_model": "another"},
        {"language_model": "groq", "groq_api_key": "k"},
        {"language_model": "groq", "groq_api_key": "k", "groq_model": "another"},
        {"search_top_k": 4},
        {"prompts_dir": "here"},
    ],
)
async def test_a_cached_answer_belongs_to_its_models_prompts_and_settings(
    fakes: Fakes, settings: Settings, change: dict[str, object], tmp_path: Path
) -> None:
    """A server with other models, prompts or settings finds no answer of this one."""
    if "prompts_dir" in change:
        change = {"prompts_dir": tmp_path}
        (tmp_path / "system.txt").write_text(
            "version: 1\n\nAnswer in rhymes, with [1], or [no answer]."
        )
    now = datetime.now(UTC)
    task = AnswerTask("Who?", (), Message(new_id(), new_id(), MessageRole.ASSISTANT, "", now))
    keys = []
    for each in (settings, settings, replace(settings, **change)):  # type: ignore[arg-type] # real settings
        container = fake_container(fakes, each)
        keys.append(await (await container.get(AnswerCache)).key(task))
        await container.close()
    assert keys[0] == keys[1] != keys[2]


async def test_a_cached_answer_belongs_to_its_served_reranker(
    fakes: Fakes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reranker that is another model or elsewhere orders anew; its key changes nothing."""
    file = tmp_path / "models.toml"
    now = datetime.now(UTC)
    task = AnswerTask("Who?", (), Message(new_id(), new_id(), MessageRole.ASSISTANT, "", now))
    keys = []
    for model, port, secret in (
        ("small", 1, "first"),
        ("small", 1, "second"),
        ("large", 1, "second"),
        ("large", 2, "second"),
    ):
        monkeypatch.setenv("RANKER_KEY", secret)
        file.write_text(
            f'[[reranking]]\nname = "ranker"\nmodel = "{model}"\n'
            f'base_url = "http://127.0.0.1:{port}"\napi_key_env = "RANKER_KEY"\n'
        )
        container = fake_container(fakes, test_settings(models_file=file, reranker_model="ranker"))
        keys.append(await (await container.get(AnswerCache)).key(task))
        await container.close()
    assert keys[0] == keys[1]
    assert len(set(keys)) == 3


async def test_a_cached_answer_belongs_to_its_version(
    fakes: Fakes, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An upgraded server writes its answers itself."""
    now = datetime.now(UTC)
    task = AnswerTask("Who?", (), Message(new_id(), new_id(), MessageRole.ASSISTANT, "", now))
    keys = set()
    for each in ("1.0", "1.1"):
        monkeypatch.setattr(use_cases, "version", lambda _, each=each: each)
        container = fake_container(fakes, settings)
        keys.add(await (await container.get(AnswerCache)).key(task))
        await container.close()
    assert len(keys) == 2


async def test_one_who_waits_can_be_cancelled(client: Client, fakes: Fakes) -> None:
    """Cancelling a question that waits for a shared answer does not cancel that answer."""
    await client.upload()
    gate = asyncio.Event()
    fakes.model.enqueue(["One ", "two."], pause=gate)
    _, first = await ask(client)
    waiting_id, waiting = await ask(client)
    await client.http.post(f"/api/chat/{waiting_id}/cancel/")
    assert events_of(await waiting)[-1]["finish_reason"] == FinishReason.CANCELLED
    gate.set()
    assert events_of(await first)[-1]["finish_reason"] == FinishReason.STOP


async def test_without_the_cache_the_model_is_asked(client: Client, fakes: Fakes) -> None:
    """With `"cache": false` an answer is neither read from the cache, shared nor stored in it."""
    await client.upload()
    session = client.create_session
    assert events_of(await client.ask(await session(), "Who?", cache=False))[-1]["type"] == "done"
    await client.ask(await session(), "Who?")
    events = events_of(await client.ask(await session(), "Who?", cache=False))
    assert events[0]["cached"] is False
    assert len(fakes.model.history) == 3
    fakes.model.asked.clear()
    gate = asyncio.Event()
    fakes.model.enqueue(["One ", "two."], pause=gate)
    _, first = await ask(client)
    await fakes.model.asked.wait()
    second = await client.ask(await session(), "Who built it?", cache=False)
    assert events_of(second)[0]["cached"] is False
    gate.set()
    await first


async def test_an_abstention_is_remembered_and_a_cut_answer_is_not(
    client: Client, fakes: Fakes
) -> None:
    """An abstention is cached; an answer that reached the token limit is not."""
    await client.upload()
    for reason, cached in ((FinishReason.ABSTAINED, True), (FinishReason.LENGTH, False)):
        for again in (False, cached):
            if not again:
                fakes.model.enqueue("Well.", finish_reason=reason)
            response = await client.ask(await client.create_session(), f"What of {reason}?")
            events = events_of(response)
            assert events[0]["cached"] is again
            assert events[-1]["finish_reason"] == reason


async def test_a_deleted_document_takes_its_answers_along(client: Client) -> None:
    """Deleting a document evicts the cached answers that used it, and the receipt counts them."""
    document = (await client.upload()).json()["document_id"]
    for question in ("Who built the lighthouse?", "When was the lighthouse built?"):
        await client.ask(await client.create_session(), question)
    receipt = (await client.http.delete(f"/api/document/{document}/")).json()
    assert receipt["deleted_cached_answers"] == 2
    response = await client.ask(await client.create_session(), "Who built the lighthouse?")
    start, sources, *_ = events_of(response)
    assert (start["cached"], sources["sources"]) == (False, [])


async def test_an_answer_that_a_deletion_overtook_is_not_remembered(
    client: Client, fakes: Fakes
) -> None:
    """An answer whose document is deleted while it is written is not cached."""
    document = (await client.upload()).json()["document_id"]
    gate = asyncio.Event()
    fakes.model.enqueue(["Alan ", "Stevenson [1]."], pause=gate)
    _, asking = await ask(client)
    await fakes.model.asked.wait()
    receipt = (await client.http.delete(f"/api/document/{document}/")).json()
    assert receipt["deleted_cached_answers"] == 0
    gate.set()
    assert events_of(await asking)[-1]["type"] == "done"
    answers = await client.container.get(AnswerCache)
    assert await answers.evict([UUID(document)]) == 0
