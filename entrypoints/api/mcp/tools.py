"""The tools: what an agent can call, and which use case each call reaches."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from msgspec import Struct

from application.access.record_action import Action
from application.answering.answer_log import AnswerLog
from application.answering.answer_question import AskRequest
from application.retrieval.search_passages import SearchRequest
from domain.access.role import Role
from domain.answering.events import (
    AnswerDelta,
    AnswerEvent,
    AnswerFailed,
    AnswerFinished,
    AnswerStarted,
    SourcesFound,
)
from domain.documents.document_filter import ALL_DOCUMENTS, DocumentFilter
from domain.documents.ordering import DocumentPosition, DocumentSort
from domain.errors import AnswerWithheld, InvalidInput, LanguageModelFailed, QuothError
from entrypoints.api.collection_schemas import Within
from entrypoints.api.controllers.parameters import page_request
from entrypoints.api.mcp.addresses import address_of
from entrypoints.api.mcp.schemas import (
    LONGEST_SPAN,
    Answer,
    AskArguments,
    DocumentList,
    DocumentSpan,
    FoundPassage,
    ListArguments,
    ListedDocument,
    ReadArguments,
    SearchArguments,
    SearchFound,
)
from entrypoints.api.mcp.use_cases import McpUseCases
from entrypoints.api.problems import current_request_id
from entrypoints.api.standing import refusal_of_reader

PATIENCE_SECONDS = 3.0

Report = Callable[[int, str], Awaitable[None]]
"""Reports the progress of a call: a number that grows, and a sentence."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a tool.

    Attributes:
        use: The use cases.
        report: Reports progress to the client, if it wants to know.
    """

    use: McpUseCases
    report: Report


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool. Its name and texts are what a model chooses it by; `role` is who may call it."""

    name: str
    title: str
    description: str
    arguments: type[Struct]
    result: type[Struct]
    run: Callable[[Call, Any], Awaitable[Struct]]
    role: Role
    reads_only: bool = True


async def search(call: Call, given: SearchArguments) -> SearchFound:
    """Find passages."""
    result = await call.use.search_passages.execute(
        SearchRequest(given.query, given.limit, mode=given.mode, within=_filter(given.within))
    )
    passages = [FoundPassage.of(each) for each in result.selection.kept]
    return SearchFound(passages, round(result.confidence, 4))


async def ask(call: Call, given: AskArguments) -> Answer:
    """Answer a question. An agent that leaves cancels the answer, as the protocol asks."""
    session = given.session_id or (await call.use.create_session.execute()).id
    within = None if given.within is None else given.within.filter()
    request = AskRequest(session, given.question, within=within, model=given.model)
    asking = asyncio.create_task(_asked(call, request))
    try:
        # who leaves meanwhile has asked nevertheless: the model may run already
        return await _followed(call, await asyncio.shield(asking))
    except asyncio.CancelledError:
        # nothing can be awaited here any more: the loop does it
        _running.add(task := asyncio.create_task(_cancel(call, asking)))
        task.add_done_callback(_running.discard)
        raise


async def list_documents(call: Call, given: ListArguments) -> DocumentList:
    """List documents, last uploaded first."""
    within = await call.use.resolve.execute(_filter(given.within))
    wanted = page_request(
        given.limit, given.cursor, lambda text: DocumentPosition.parse(text, DocumentSort.NEWEST)
    )
    page = await call.use.catalog.list(wanted, within=within)
    cursor = None if page.next_cursor is None else str(page.next_cursor)
    return DocumentList([ListedDocument.of(each) for each in page.items], cursor)


async def read_document(call: Call, given: ReadArguments) -> DocumentSpan:
    """Read a span of a document."""
    start, end = given.char_start, given.char_end
    if end is not None and end < start:
        raise InvalidInput("char_end lies before char_start: nothing can be read.")
    document = await call.use.read_document.execute(given.document_id, given.version)
    # one code point more says whether anything is left
    until = start + LONGEST_SPAN + 1 if end is None else min(end, start + LONGEST_SPAN + 1)
    text = await call.use.read_text.execute(document.id, start, until, document.version)
    content = text[:LONGEST_SPAN]
    stop = start + len(content)
    return DocumentSpan(
        document_id=document.id,
        version=document.version,
        filename=document.filename,
        uri=address_of(document.id),
        char_start=start,
        char_end=stop,
        content=content,
        next_start=stop if len(text) > LONGEST_SPAN else None,
    )


TOOLS: Sequence[Tool] = (
    Tool(
        "search",
        "Search the documents",
        "Find passages of the user's own documents by meaning and by words, best first, without"
        " writing an answer. Use it to collect material, or to check what the documents say.",
        SearchArguments,
        SearchFound,
        search,
        Role.READER,
    ),
    Tool(
        "ask",
        "Ask the documents",
        "Answer a question from the user's own documents. Each sentence has citations, whose"
        " verified quotations are exactly what the documents say. If the documents do not contain"
        " the answer, it says so: do not answer from elsewhere then without saying that.",
        AskArguments,
        Answer,
        ask,
        Role.READER,
        reads_only=False,  # it adds to a conversation
    ),
    Tool(
        "list_documents",
        "List the documents",
        "List the user's documents, last uploaded first, with their names and collections.",
        ListArguments,
        DocumentList,
        list_documents,
        Role.READER,
    ),
    Tool(
        "read_document",
        "Read a document",
        "Read the text of a document, or a span of it. Opens a citation or a passage in its"
        " context: give its document_id and version, and offsets around its own.",
        ReadArguments,
        DocumentSpan,
        read_document,
        Role.READER,
    ),
)


async def _asked(call: Call, request: AskRequest) -> AnswerLog:
    """Begin an answer, and enter the question into the audit log."""
    log = await call.use.answer_question.execute(request)
    asked = Action("answer.ask", [request.session_id], request_id=current_request_id())
    await call.use.record.execute(asked)
    return log


async def _followed(call: Call, log: AnswerLog) -> Answer:
    """Report what an answer has so far, until it is stored."""
    seen = written = 0
    while True:
        for event in await _read(log, seen):
            seen += 1
            match event:
                case SourcesFound(sources):
                    await call.report(seen, f"{len(sources)} passages found")
                case AnswerDelta(content):
                    written += len(content)
                case AnswerFailed(_, error):
                    raise LanguageModelFailed(error)
                case AnswerFinished(message_id):
                    return await _stored(call, message_id)
        if written:
            await call.report(seen, f"{written} characters written")


async def _cancel(call: Call, asking: asyncio.Task[AnswerLog]) -> None:
    """Cancel an answer as soon as its log names it. A question that was refused has none."""
    with suppress(QuothError):
        log = await asking
        while not (events := await log.read(0, PATIENCE_SECONDS)):
            if log.finished:
                return
        match events[0]:
            case AnswerStarted(message_id=answer_id):
                await call.use.cancel_answer.execute(answer_id)


async def _stored(call: Call, answer_id: UUID) -> Answer:
    """Return an answer as it was stored.

    Raises:
        AnswerWithheld: If who asked may not read any more what it rests on.
    """
    answer = await call.use.messages.get(answer_id)
    if answer.withheld:
        raise AnswerWithheld
    return Answer.of(answer)


async def _read(log: AnswerLog, after: int) -> list[AnswerEvent]:
    """Return events of an answer as soon as there are any, or none after a while.

    Raises:
        QuothError: If who asked may not read on. The answer goes on.
    """
    if (refusal := await refusal_of_reader()) is not None:
        raise refusal
    return await log.read(after, PATIENCE_SECONDS)


_running: set[asyncio.Task[None]] = set()


def _filter(within: Within | None) -> DocumentFilter:
    return ALL_DOCUMENTS if within is None else within.filter()
