"""How long a chat model's answer of odd text stops everything else that the server does.

Answers are read, cited and saved on a real event loop. The model has every piece ready, and fakes
of the database and the embedder answer immediately, so that nothing waits. Another task sleeps for
a millisecond again and again: by how much it wakes too late is the length of a stall.
"""

import asyncio
import gc
import random
import time
from array import array
from collections.abc import Awaitable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec

from application.access.acting import acting_as
from application.answering.answer_writer import AnswerWriter
from application.answering.chat.language_model import ChatLanguageModel
from application.answering.keep_answers import KeepAnswers
from application.answering.running_answers import LiveAnswerLog, RunningAnswers
from application.answering.steps.generate_answer import GenerateAnswer
from application.answering.workflow_state import AnswerState
from application.citations.cite_answer import CiteAnswer
from application.citations.verify_citations import VerifyCitations
from application.identifiers import new_id
from application.ports.embedder import Embedder
from domain.access.principal import LOCAL_USER
from domain.answering.events import (
    AnswerDelta,
    AnswerFinished,
    AnswerStarted,
    AnswerTask,
    SourcesFound,
)
from domain.answering.prompt import Prompt
from domain.conversation.message import FinishReason, Message, MessageRole, Timings, Usage
from domain.conversation.session import ChatSession
from domain.documents.chunks import Embedding
from domain.documents.place import Place
from domain.retrieval.embedding_model import EmbeddingModel
from domain.retrieval.passages import Passage
from entrypoints.api.event_schemas import event_view
from entrypoints.api.event_stream import follow
from entrypoints.api.openai.response_events import ResponseEvents, ResponseHead
from entrypoints.api.openai.response_schemas import ResponseOptions
from tests.benchmarks.figures import Figure
from tests.benchmarks.sizes import Sizes
from tests.fakes.answers import InMemoryAnswerLeases, InMemoryAnswerParts
from tests.fakes.chats import InMemoryChats, InMemoryMessageStore, InMemorySessionStore
from tests.fakes.language_model import ScriptedChatModel, list_of_one, models_of
from tests.fakes.library import Entry, InMemoryDocumentTexts, InMemoryLibrary
from tests.support.documents import a_document, embedded, processed
from tests.support.odd_texts import UNITS, pieces, repeated
from tests.support.one_model import OneModel

LENGTH = 200_000
PIECE_SIZES = (1, 7, 1_000, LENGTH)
MIXTURES = 30
SOURCES, SOURCE_CHARS = 10, 2_000
PROSE = "The heron nests in the old mill. In April it lays 4 eggs, seldom 5. " * 30
TURN = 0.001  # seconds
LONGEST_STALL = 50.0  # milliseconds
MOST_GROWTH = 3.0  # of the time when the text is twice as long


class ReadyEmbedder(Embedder):
    """Answers immediately, with the same vector for every text."""

    model = EmbeddingModel("ready", 384)

    def __init__(self) -> None:
        self._vector: Embedding = array("f", [0.0] * 383 + [1.0])

    async def embed_passages(self, texts: Sequence[str]) -> list[tuple[Embedding, ...]]:
        return [(self._vector,)] * len(texts)

    async def count_windows(self, texts: Sequence[str]) -> list[int]:
        return [1] * len(texts)

    async def embed_query(self, text: str) -> Embedding:  # noqa: ARG002 - the port's argument
        return self._vector


@dataclass(frozen=True, slots=True)
class Stall:
    """The longest stall of one answer and the seconds that the answer took."""

    milliseconds: float
    seconds: float
    what: str


def run(sizes: Sizes) -> list[Figure]:
    """Read an answer of every odd unit and of mixtures, in pieces of every size."""
    length = min(LENGTH, 1_000 * sizes.questions)  # 200 questions: the whole length
    gc.freeze()  # as the server does
    with acting_as(LOCAL_USER):
        return asyncio.run(_measure(length))


async def _measure(length: int) -> list[Figure]:
    mixing = random.Random(7)  # noqa: S311 - chooses texts
    texts = [[unit] for unit in UNITS]
    texts += [mixing.choices(UNITS, k=4) for _ in range(MIXTURES)]
    stalls: list[Stall] = []
    growth: list[tuple[float, str]] = []
    for units in texts:
        name = repr("".join(units))
        text = repeated(units, length)
        size = mixing.choice(PIECE_SIZES)
        what = f"{name}, in pieces of {size:,}"
        half_of_it = text[: length // 2]
        whole = await _stall(what, _answer(text, pieces(text, [size])))
        half = await _stall(what, _answer(half_of_it, pieces(half_of_it, [size])))
        stalls += [whole, half]
        growth.append((whole.seconds / half.seconds, name))
    again = [
        await _stall("its stream", _streamed(_log(length))),
        await _stall("a response", _response(_log(length))),
    ]
    told = max(again, key=lambda stall: stall.milliseconds)
    worst = max(stalls, key=lambda stall: stall.milliseconds)
    slowest = max(stalls, key=lambda stall: stall.seconds)
    most, where = max(growth)
    return [
        Figure(
            f"answers of {length:,} odd characters: longest stall of the event loop",
            f"{worst.milliseconds:.1f} ms ({worst.what})",
            bar=f"≤ {LONGEST_STALL:.0f} ms",
            met=worst.milliseconds <= LONGEST_STALL,
        ),
        Figure("the same: longest time of an answer", f"{slowest.seconds:.1f} s ({slowest.what})"),
        Figure(
            "the same: time against half the length",
            f"× {most:.2f} at most ({where})",
            bar=f"≤ × {MOST_GROWTH:.0f}",
            met=most <= MOST_GROWTH,
        ),
        Figure(
            f"an answer of {length:,} pieces that is told again: longest stall",
            f"{told.milliseconds:.1f} ms ({told.what})",
            bar=f"≤ {LONGEST_STALL:.0f} ms",
            met=told.milliseconds <= LONGEST_STALL,
        ),
        Figure("the same: time", ", ".join(f"{each.what} {each.seconds:.1f} s" for each in again)),
    ]


async def _stall(what: str, work: Awaitable[None]) -> Stall:
    """Do some work, and see by how much another task wakes too late meanwhile."""
    longest = 0.0

    async def take_turns() -> None:
        nonlocal longest
        before = time.perf_counter()
        while True:
            await asyncio.sleep(TURN)
            now = time.perf_counter()
            longest = max(longest, now - before - TURN)
            before = now

    other = asyncio.create_task(take_turns())
    await asyncio.sleep(0)
    started = time.perf_counter()
    await work
    seconds = time.perf_counter() - started
    other.cancel()
    with suppress(asyncio.CancelledError):
        await other
    return Stall(longest * 1000, seconds, what)


def _log(length: int) -> LiveAnswerLog:
    """Return the log of an answer of so many pieces, whose events are all there."""
    log, answer_id = LiveAnswerLog(), new_id()
    log.emit(AnswerStarted(answer_id, "What?", cached=False))
    for _ in range(length):
        log.emit(AnswerDelta("x"))
    log.emit(AnswerFinished(answer_id, FinishReason.STOP, Usage(), Timings()))
    return log


async def _streamed(log: LiveAnswerLog) -> None:
    """Tell an answer again to a client that takes all of it immediately."""
    async for event in follow(log):
        assert event is not None
        msgspec.json.encode(event_view(event))


async def _response(log: LiveAnswerLog) -> None:
    """The same in the form of OpenAI's responses."""
    events = ResponseEvents(ResponseHead(new_id(), 0, ResponseOptions("quoth")))
    async for event in follow(log):
        assert event is not None
        for each in events.of(event):
            msgspec.json.encode(each)


async def _answer(text: str, given: list[str]) -> None:
    """Write one answer of this text."""
    library, chats, chat = InMemoryLibrary(), InMemoryChats(), ScriptedChatModel()
    chat.enqueue(given)
    now = datetime.now(UTC)
    session = ChatSession(new_id(), now, now)
    question = Message(new_id(), session.id, MessageRole.USER, "What?", now)
    answer = Message(new_id(), session.id, MessageRole.ASSISTANT, "", now)
    messages = InMemoryMessageStore(chats)
    await InMemorySessionStore(chats).create(session)
    await messages.begin(question, answer)
    passages = _sources(library, text)
    verify = VerifyCitations(InMemoryDocumentTexts(library))
    writer = AnswerWriter(answer, LiveAnswerLog(), messages, verify)
    cite = CiteAnswer(OneModel(ReadyEmbedder()), verify)
    prompt = Prompt("What?", passages)
    keep = KeepAnswers(InMemoryAnswerParts(chats), InMemoryAnswerLeases(chats), RunningAnswers())
    async with keep.keeping(writer):
        writer.emit(SourcesFound(passages))
        state = AnswerState(AnswerTask("What?", (), answer), writer, 0.0, prompt=prompt)
        await GenerateAnswer(models_of(list_of_one(), ChatLanguageModel(chat)), cite).run(state)
        end = AnswerFinished(answer.id, FinishReason.STOP, Usage(), Timings())
        await writer.finish(end)


def _sources(library: InMemoryLibrary, text: str) -> tuple[Passage, ...]:
    """Store documents that contain parts of the answer and prose, and return their passages."""
    passages = []
    for number in range(SOURCES):
        content = (f"{text[: SOURCE_CHARS // 2]}\n\nThis is source {number}. {PROSE}")[
            :SOURCE_CHARS
        ]
        chunks = [embedded(0, content)]
        document = processed(a_document(content), chunks)
        library.entries[document.id] = Entry(document, None, content, tuple(chunks))
        place = Place(document.id, document.filename, 0, len(content))
        passages.append(Passage(place, 0, content, 1, 0.5))
    return tuple(passages)
