"""What is written once for all chat models: retries, the deadline, and the protocol of markers."""

import asyncio
from dataclasses import replace
from uuid import UUID

import pytest

from application.answering.chat import language_model
from application.answering.chat.language_model import ChatLanguageModel
from application.answering.chat.reply_reader import ReplyReader
from application.ports.language_model import (
    Abstained,
    Completion,
    ModelEvent,
    SourceCited,
    TextDelta,
)
from domain.answering.answer_limits import AnswerLimits
from domain.answering.prompt import Prompt
from domain.conversation.message import FinishReason, Usage
from domain.documents.place import Place
from domain.errors import LanguageModelFailed, LanguageModelRejected, LanguageModelTimedOut
from domain.retrieval.passages import Passage
from tests.fakes.language_model import REPLIED_AS, ScriptedChatModel

PASSAGE = Passage(Place(UUID(int=1), "a.txt", 0, 5), 0, "Text.", 1, 0.9)
PROMPT = Prompt("What?", (PASSAGE,))
END = Completion(FinishReason.STOP, Usage(12, 5), REPLIED_AS)


@pytest.fixture
def chat() -> ScriptedChatModel:
    return ScriptedChatModel()


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language_model, "FIRST_RETRY_SECONDS", 0.0)


async def read(
    model: ChatLanguageModel, prompt: Prompt = PROMPT
) -> tuple[list[ModelEvent], LanguageModelFailed | None]:
    """Return the events of an answer, and the error that it ended in."""
    events: list[ModelEvent] = []
    try:
        async for event in model.stream(prompt):
            events.append(event)  # noqa: PERF401 - what came before the failure counts
    except LanguageModelFailed as error:
        return events, error
    return events, None


async def test_a_reply_that_breaks_off_before_its_first_piece_is_tried_again(
    chat: ScriptedChatModel,
) -> None:
    """Two failures cost nothing but time, and every attempt gets the same messages."""
    for _ in range(2):
        chat.enqueue((), error=LanguageModelFailed())
    chat.enqueue("Yes.")
    assert await read(ChatLanguageModel(chat)) == ([TextDelta("Yes."), END], None)
    assert chat.history == [PROMPT.messages()] * 3


async def test_a_reply_that_breaks_off_later_is_not_tried_again(chat: ScriptedChatModel) -> None:
    """What came stands, held-back text included, and the error follows it."""
    chat.enqueue("So far [1", error=LanguageModelFailed("Gone."))
    events, error = await read(ChatLanguageModel(chat))
    assert "".join(each.text for each in events if isinstance(each, TextDelta)) == "So far [1"
    assert error is not None
    assert error.message == "Gone."
    assert len(chat.history) == 1


@pytest.mark.parametrize(
    ("read_tokens", "warned"), [(4_096, True), (6_000, False), (12, False), (None, False)]
)
async def test_a_prompt_that_was_cut_is_logged(
    chat: ScriptedChatModel, caplog: pytest.LogCaptureFixture, read_tokens: int | None, warned: bool
) -> None:
    """If the model read fewer tokens than any prose of this length has, the log says so."""
    chat.enqueue("Yes.", usage=Usage(read_tokens, 5))
    prompt = Prompt("What? " * 4_000)
    assert [event async for event in ChatLanguageModel(chat).stream(prompt)]
    assert ("num_ctx" in caplog.text) is warned


def test_citations_of_the_provider_are_in_place() -> None:
    """A citation that arrives beside the text comes after all of the text before it."""
    reader = ReplyReader(2)
    events = [*reader.feed("It is so "), *reader.cite(2), *reader.cite(3), *reader.feed("[1].")]
    assert events == [
        TextDelta("It is so"),
        TextDelta(" "),
        SourceCited(2),
        SourceCited(1),
        TextDelta("."),
    ]


async def test_a_rejected_request_is_not_tried_again(chat: ScriptedChatModel) -> None:
    """A wrong key stays wrong."""
    chat.enqueue((), error=LanguageModelRejected())
    assert type((await read(ChatLanguageModel(chat)))[1]) is LanguageModelRejected
    assert len(chat.history) == 1


async def test_retries_are_limited(chat: ScriptedChatModel) -> None:
    """After the last retry the failure is raised."""
    for _ in range(3):
        chat.enqueue((), error=LanguageModelFailed())
    assert (await read(ChatLanguageModel(chat, max_retries=1)))[1] is not None
    assert len(chat.history) == 2


async def test_a_retry_beyond_the_deadline_is_not_waited_for(chat: ScriptedChatModel) -> None:
    """A provider that asks for an hour fails the answer immediately."""
    chat.enqueue((), error=LanguageModelFailed(retry_after=3600))
    async with asyncio.timeout(5):
        assert (await read(ChatLanguageModel(chat)))[1] is not None
    assert len(chat.history) == 1


async def test_a_silent_model_times_out(chat: ScriptedChatModel) -> None:
    """The deadline ends the wait, the model is stopped, and what came stands."""
    chat.enqueue(["So far", " more"], pause=asyncio.Event())
    events, error = await read(ChatLanguageModel(chat, deadline=0.05))
    assert (events, type(error)) == ([TextDelta("So far")], LanguageModelTimedOut)
    await asyncio.wait_for(chat.stopped.wait(), 5)


async def test_text_that_nobody_can_store_is_left_out(chat: ScriptedChatModel) -> None:
    """NUL characters go, and half a character becomes a question mark."""
    chat.enqueue(["\0", "a\0b", "c\ud83d"])
    events, _ = await read(ChatLanguageModel(chat))
    assert "".join(each.text for each in events if isinstance(each, TextDelta)) == "abc?"


@pytest.mark.parametrize("cut", range(24))
async def test_the_protocol_does_not_depend_on_the_pieces(
    chat: ScriptedChatModel, cut: int
) -> None:
    """An abstention with a citation and a number without a source is the same in any pieces."""
    said = "[No answer] None [1] [7]."
    chat.enqueue([said[:cut], said[cut:]])
    events, _ = await read(ChatLanguageModel(chat))
    assert events[0] == Abstained()
    assert events.count(Abstained()) == 1
    assert events.count(SourceCited(1)) == 1
    text = "".join(each.text for each in events if isinstance(each, TextDelta))
    assert text == "None ."
    assert events[-1] == END


@pytest.mark.parametrize("piece", [" ", "\0"], ids=["held back", "left out"])
async def test_other_tasks_have_turns_while_no_text_is_given_out(
    chat: ScriptedChatModel, piece: str
) -> None:
    """Pieces that come together, and of which no text is given out, leave turns to others."""
    pieces = 500
    chat.enqueue([piece] * pieces)
    turns = 0

    async def count() -> None:
        nonlocal turns
        while True:
            await asyncio.sleep(0)
            turns += 1

    counting = asyncio.create_task(count())
    await read(ChatLanguageModel(chat))
    counting.cancel()
    assert turns > pieces // 2


async def test_a_stop_sequence_ends_the_reply(chat: ScriptedChatModel) -> None:
    """The model is stopped there, so what it would have counted is unknown."""
    chat.enqueue(["One [", "1]. Tw", "o [1]. Th", "ree."])
    stopping = replace(PROMPT, limits=AnswerLimits(stop=("Thr", " Four")))
    (*said, end), _ = await read(ChatLanguageModel(chat), stopping)
    text = "".join(each.text if isinstance(each, TextDelta) else "[1]" for each in said)
    assert text == "One [1]. Two [1]. "
    assert end == Completion(FinishReason.STOP, Usage.unknown())
    await chat.stopped.wait()


async def test_text_that_only_begins_a_stop_sequence_is_said(chat: ScriptedChatModel) -> None:
    """At the end of a reply, and before an error."""
    stopping = replace(PROMPT, limits=AnswerLimits(stop=("Three",)))
    said = [TextDelta("One."), TextDelta("Thr")]
    chat.enqueue("One.Thr")
    assert await read(ChatLanguageModel(chat), stopping) == ([*said, END], None)
    chat.enqueue("One.Thr", error=LanguageModelFailed())
    events, error = await read(ChatLanguageModel(chat), stopping)
    assert (events, type(error)) == (said, LanguageModelFailed)
