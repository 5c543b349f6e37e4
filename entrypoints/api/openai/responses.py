"""Responses: answers that are stored, continued, followed and cancelled by their ids."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import suppress
from functools import partial
from typing import Annotated, Any

import msgspec
from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, Response, delete, get, post
from litestar.params import FromPath, JSONBody, QueryParameter
from litestar.response import Stream

from application.answering.answer_log import AnswerLog
from application.answering.answer_once import AnswerOnce, OneQuestion
from application.answering.cancel_answer import CancelAnswer
from application.answering.follow_answer import FollowAnswer
from application.ports.linked_exchanges import LinkedExchanges
from application.ports.message_store import MessageStore
from domain.answering.answer_limits import AnswerLimits
from domain.answering.models import ModelList
from domain.answering.record import events_of
from domain.conversation.linked_exchange import LinkedExchange
from domain.conversation.message import HistoryMessage, Message, MessageRole
from domain.errors import MessageNotFound, NotFound
from domain.text.storable import storable_json
from entrypoints.api.bounded_request import BoundedRequest
from entrypoints.api.controllers.parameters import FROM_ZERO
from entrypoints.api.event_stream import follow
from entrypoints.api.open_streams import OpenStreams
from entrypoints.api.openai.chat import KEEP_ALIVE, STREAM_HEADERS
from entrypoints.api.openai.conversations import Asked, ChatMessage, asked_in
from entrypoints.api.openai.errors import NotSupported
from entrypoints.api.openai.ids import MESSAGE, RESPONSE, named, parsed
from entrypoints.api.openai.lists import Deleted
from entrypoints.api.openai.models import chosen
from entrypoints.api.openai.response_events import ResponseEvents, ResponseHead, ResponseState
from entrypoints.api.openai.response_schemas import (
    InputItem,
    InputItems,
    ResponseOptions,
    ResponseRequest,
    ResponseView,
)
from entrypoints.api.openai.scopes import condition_in, scope_of, search_limits_of
from entrypoints.api.roles import READER
from entrypoints.api.while_connected import while_connected

_encoder = msgspec.json.Encoder()


class ResponseController(Controller):
    """Answers that the server stores, so that a client can continue and follow them."""

    path = "/v1/responses"
    include_in_schema = False
    opt = READER

    @post("/", status_code=200)
    @inject
    async def create_response(
        self,
        data: JSONBody[ResponseRequest],
        request: BoundedRequest,
        answer_once: FromDishka[AnswerOnce],
        cancel_answer: FromDishka[CancelAnswer],
        models: FromDishka[ModelList],
    ) -> Response[Any]:
        """Answer a question. The answer is stored unless `store` is false.

        A stored answer does not depend on its client; one that is not stored is cancelled when its
        client stops reading the stream.
        """
        options = options_of(data)
        model = chosen(data.model, models)
        asked = asked_of(data.input)
        previous = data.previous_response_id
        question = OneQuestion(
            asked.question,
            asked.history,
            within=scope_of(data),
            condition=condition_in(data),
            previous_id=None if previous is None else parsed(RESPONSE, previous),
            options=_encoder.encode(options).decode() if options.store else None,
            model=model,
            limits=AnswerLimits(data.max_output_tokens),
            search=search_limits_of(data),
        )
        begun = await answer_once.execute(question, partial(while_connected, request))
        head = _head(begun.answer, options, question.previous_id)
        if data.stream:
            to_cancel = None if options.store else cancel_answer
            return _stream(_lines(begun.log, head, cancel=to_cancel))
        state = ResponseState(head)
        if not options.background:
            async for event in follow(begun.log):
                if event is not None:
                    state.add(event)
        return Response(state.view())

    @get("/{response_id:str}")
    @inject
    async def get_response(
        self,
        response_id: FromPath[str],
        request: BoundedRequest,
        exchanges: FromDishka[LinkedExchanges],
        messages: FromDishka[MessageStore],
        follow_answer: FromDishka[FollowAnswer],
        streams: FromDishka[OpenStreams],
        stream: Annotated[
            bool, QueryParameter(description="Whether to follow the answer as a stream.")
        ] = False,
        starting_after: Annotated[
            int | None,
            QueryParameter(
                ge=0, schema_extra=FROM_ZERO, description="The number of the last event received."
            ),
        ] = None,
    ) -> Response[Any]:
        """Read a response as it is now, or follow it from any of its events."""
        if stream:
            streams.enter()
        exchange, answer = await _stored(response_id, exchanges, messages)
        head = _head_of(exchange, answer)
        asked = request.query_params
        head.options.include += [*asked.getall("include[]", []), *asked.getall("include", [])]
        if stream:
            after = -1 if starting_after is None else starting_after
            return _stream(_lines(await follow_answer.execute(answer.id), head, after))
        # in a thread: it may have hundreds of thousands of events
        return Response(await asyncio.to_thread(_view, head, answer))

    @post("/{response_id:str}/cancel", status_code=200)
    @inject
    async def cancel_response(
        self,
        response_id: FromPath[str],
        exchanges: FromDishka[LinkedExchanges],
        messages: FromDishka[MessageStore],
        follow_answer: FromDishka[FollowAnswer],
        cancel_answer: FromDishka[CancelAnswer],
    ) -> ResponseView:
        """Cancel an answer, and return it as it was stored. One that has ended does not change."""
        exchange, answer = await _stored(response_id, exchanges, messages)
        log = await follow_answer.execute(answer.id)
        await cancel_answer.execute(answer.id)
        state = ResponseState(_head_of(exchange, answer))
        async for event in follow(log):
            if event is not None:
                state.add(event)
        return state.view()

    @delete("/{response_id:str}", status_code=200)
    @inject
    async def delete_response(
        self,
        response_id: FromPath[str],
        exchanges: FromDishka[LinkedExchanges],
        messages: FromDishka[MessageStore],
        cancel_answer: FromDishka[CancelAnswer],
    ) -> Deleted:
        """Delete a response. Its answer is cancelled if it is being written."""
        _, answer = await _stored(response_id, exchanges, messages)
        if answer.finish_reason is None:
            await cancel_answer.execute(answer.id)
        await exchanges.remove(answer.id)
        return Deleted(response_id, "response")

    @get("/{response_id:str}/input_items")
    @inject
    async def list_input(
        self, response_id: FromPath[str], exchanges: FromDishka[LinkedExchanges]
    ) -> InputItems:
        """List the messages of a request."""
        answer_id = parsed(RESPONSE, response_id)
        exchange = await _found(response_id, exchanges)
        said = (*exchange.given, HistoryMessage(MessageRole.USER, exchange.question))
        items = [
            InputItem(
                f"{named(MESSAGE, answer_id)}_{number}",
                each.role.value,
                [{"type": "input_text", "text": each.content}],
            )
            for number, each in enumerate(said)
        ][::-1]
        return InputItems(items, items[0].id, items[-1].id)


def options_of(data: ResponseRequest) -> ResponseOptions:
    """Return what a request asks for beside its question.

    Raises:
        NotSupported: Naming the field that would change what is returned.
    """
    if data.conversation is not None:
        raise NotSupported("This server has no conversations: send previous_response_id.")
    if data.text is not None and data.text.format is not None and data.text.format.type != "text":
        raise NotSupported("This server answers in text: leave out text.format.")
    if data.background and data.store is False:
        raise NotSupported("An answer in the background is stored: leave out store.")
    options = ResponseOptions(
        data.model,
        data.instructions,
        data.metadata or {},
        data.include or [],
        data.tools or [],
        background=bool(data.background),
        store=data.store is not False,
        max_output_tokens=data.max_output_tokens,
    )
    return msgspec.convert(storable_json(msgspec.to_builtins(options)), ResponseOptions)


def asked_of(given: str | list[ChatMessage]) -> Asked:
    """Return the question of an input and the messages before it."""
    return Asked(given, ()) if isinstance(given, str) else asked_in(given)


async def _found(response_id: str, exchanges: LinkedExchanges) -> LinkedExchange:
    try:
        return await exchanges.get(parsed(RESPONSE, response_id))
    except MessageNotFound:
        raise MessageNotFound(f"There is no response with the id {response_id!r}.") from None


async def _stored(
    response_id: str, exchanges: LinkedExchanges, messages: MessageStore
) -> tuple[LinkedExchange, Message]:
    exchange = await _found(response_id, exchanges)
    return exchange, await messages.get(exchange.answer_id)


def _head(answer: Message, options: ResponseOptions, previous: Any) -> ResponseHead:
    return ResponseHead(answer.id, int(answer.created_at.timestamp()), options, previous)


def _head_of(exchange: LinkedExchange, answer: Message) -> ResponseHead:
    options = msgspec.json.decode(exchange.options, type=ResponseOptions)
    return _head(answer, options, exchange.previous_id)


def _view(head: ResponseHead, answer: Message) -> ResponseView:
    state = ResponseState(head)
    for event in events_of(answer):
        state.add(event)
    return state.view()


async def _lines(
    log: AnswerLog, head: ResponseHead, after: int = -1, *, cancel: CancelAnswer | None = None
) -> AsyncGenerator[bytes, None]:
    """Yield the lines of a stream, from the event after number `after`."""
    events = ResponseEvents(head)
    try:
        async for event in follow(log):
            if event is None:
                yield KEEP_ALIVE
                continue
            for each in events.of(event):
                if each["sequence_number"] > after:  # type: ignore[operator] # it is a number
                    kind = str(each["type"]).encode()
                    yield b"event: " + kind + b"\ndata: " + _encoder.encode(each) + b"\n\n"
    finally:
        if cancel is not None and not log.finished:
            with suppress(NotFound):  # it has ended in this moment
                await cancel.execute(head.answer_id)


def _stream(lines: AsyncGenerator[bytes, None]) -> Stream:
    return Stream(lines, media_type="text/event-stream", headers=STREAM_HEADERS)
