"""Chat completions: questions with the whole conversation in each request."""

import time
from collections.abc import AsyncGenerator
from contextlib import aclosing, suppress
from typing import Any, TypeAlias
from uuid import UUID

import msgspec
from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, Response, post
from litestar.params import JSONBody
from litestar.response import Stream

from application.answering.answer_once import AnswerOnce, OnceAnswered, OneQuestion
from application.answering.cancel_answer import CancelAnswer
from application.answering.complete_task import CompleteTask, TaskReply
from application.identifiers import new_id
from domain.answering.events import AnswerDelta, AnswerEvent, AnswerFinished, AnswerStarted
from domain.answering.models import ModelList
from domain.conversation.message import FinishReason, Timings, Usage
from domain.errors import NotFound
from entrypoints.api.bounded_request import BoundedRequest
from entrypoints.api.event_stream import follow
from entrypoints.api.openai.chat_events import CompletionChunks, Head, WholeAnswer
from entrypoints.api.openai.chat_schemas import ChatCompletionRequest
from entrypoints.api.openai.conversations import asked_in, prompt_of
from entrypoints.api.openai.errors import NotSupported, failed_response
from entrypoints.api.openai.models import chosen
from entrypoints.api.openai.tasks import empty_result, is_task
from entrypoints.api.roles import READER
from entrypoints.api.while_connected import while_connected

OPEN_WEBUI = "x-openwebui-"
STREAM_HEADERS = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}
DONE = b"data: [DONE]\n\n"
KEEP_ALIVE = b": keep-alive\n\n"

Events: TypeAlias = AsyncGenerator[AnswerEvent | None, None]

_encoder = msgspec.json.Encoder()


class ChatCompletionController(Controller):
    """Questions whose conversation the client keeps."""

    path = "/v1/chat/completions"
    include_in_schema = False
    opt = READER

    @post("/", status_code=200)
    @inject
    async def complete(
        self,
        data: JSONBody[ChatCompletionRequest],
        request: BoundedRequest,
        answer_once: FromDishka[AnswerOnce],
        complete_task: FromDishka[CompleteTask],
        cancel_answer: FromDishka[CancelAnswer],
        models: FromDishka[ModelList],
    ) -> Response[Any]:
        """Answer the last message of a conversation. A client that leaves stops the model."""
        refuse_unsupported(data)
        model = chosen(data.model, models)
        asked = asked_in(data.messages)
        limits = data.limits()
        if is_task(asked.question):
            answer_id = new_id()
            task = prompt_of(data.messages)
            reply = await while_connected(request, complete_task.execute(task, model, limits))
            events = _task_events(answer_id, asked.question, reply)
        else:
            within = None if data.within is None else data.within.filter()
            question = OneQuestion(
                asked.question, asked.history, within, model=model, limits=limits
            )
            answer = await answer_once.execute(question)
            answer_id, events = answer.answer.id, _answer_events(answer, cancel_answer)
        head = Head(f"chatcmpl-{answer_id.hex}", int(time.time()), data.model)
        if not data.stream:
            return await _whole(head, events)
        chunks = CompletionChunks(
            head,
            with_usage=bool(data.stream_options and data.stream_options.include_usage),
            for_open_webui=any(name.startswith(OPEN_WEBUI) for name in request.headers),
        )
        return Stream(
            _lines(events, chunks), media_type="text/event-stream", headers=STREAM_HEADERS
        )


def refuse_unsupported(data: ChatCompletionRequest) -> None:
    """Refuse what would change the form of the answer. What only colours it is ignored.

    Raises:
        NotSupported: Naming the field.
    """
    if data.n not in {None, 1}:
        raise NotSupported("This server gives one answer to a question: leave out n.")
    if data.response_format is not None and data.response_format.type != "text":
        raise NotSupported("This server answers in text: leave out response_format.")


async def _whole(head: Head, events: Events) -> Response[Any]:
    whole = WholeAnswer()
    async with aclosing(events):
        async for event in events:
            if event is not None:
                whole.add(event)
    if whole.failed is not None:
        return failed_response(whole.failed)
    if whole.end is None:
        raise RuntimeError("the answer has no end")
    return Response(whole.completion(head, whole.end))


async def _lines(events: Events, chunks: CompletionChunks) -> AsyncGenerator[bytes, None]:
    async with aclosing(events):
        async for event in events:
            if event is None:
                yield KEEP_ALIVE
                continue
            for chunk in chunks.of(event):
                yield b"data: " + _encoder.encode(chunk) + b"\n\n"
    yield DONE


async def _answer_events(answer: OnceAnswered, cancel: CancelAnswer) -> Events:
    """Yield the events of an answer. Who stops reading before its end cancels it."""
    try:
        async for event in follow(answer.log):
            yield event
    finally:
        if not answer.log.finished:
            with suppress(NotFound):  # it has ended in this moment
                await cancel.execute(answer.answer.id)


async def _task_events(answer_id: UUID, task: str, reply: TaskReply | None) -> Events:
    yield AnswerStarted(answer_id, task, cached=False)
    if reply is None:
        reply = TaskReply(empty_result(task), FinishReason.STOP, Usage())
    yield AnswerDelta(reply.text)
    yield AnswerFinished(answer_id, reply.finish_reason, reply.usage, Timings())
