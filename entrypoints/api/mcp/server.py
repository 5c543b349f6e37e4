"""The server object of the protocol, which both transports run."""

import logging
from collections.abc import Awaitable, Callable
from importlib.metadata import version
from typing import Any

import msgspec
from mcp import types
from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel import Server
from mcp.shared.exceptions import MCPError
from msgspec import Struct

from application.access.acting import acting_principal
from domain.documents.document import DocumentStatus
from domain.documents.ordering import DocumentPosition, DocumentSort
from domain.errors import InvalidInput, NotAllowed, NotFound, QuothError
from entrypoints.api.controllers.parameters import page_request
from entrypoints.api.mcp.addresses import DOCUMENT, SPAN, address_of, parse_address
from entrypoints.api.mcp.tools import TOOLS, Call, Tool
from entrypoints.api.mcp.use_cases import McpUseCases

RESOURCES_AT_ONCE = 100
INSTRUCTIONS = (
    "Quoth has the user's own documents. Use `ask` for a cited answer and `search` for passages."
    " Quote only verified citations word for word, and name the document."
)

Context = ServerRequestContext[Any, Any]
UseCases = Callable[[], Awaitable[McpUseCases]]
"""Provides the use cases once they can be used. May raise a QuothError."""

logger = logging.getLogger(__name__)


def create_server(use_cases: UseCases) -> Server[Any]:
    """Return the server."""
    tools, resources = _Tools(use_cases), _Resources(use_cases)
    return Server(
        "quoth",
        version=version("quoth"),
        title="Quoth",
        instructions=INSTRUCTIONS,
        on_list_tools=tools.list,
        on_call_tool=tools.call,
        on_list_resources=resources.list,
        on_list_resource_templates=resources.list_templates,
        on_read_resource=resources.read,
    )


class _Tools:
    """Describes and calls the tools."""

    def __init__(self, use_cases: UseCases) -> None:
        self._use_cases = use_cases
        self._by_name = {tool.name: tool for tool in TOOLS}

    async def list(
        self, _: Context, __: types.PaginatedRequestParams | None
    ) -> types.ListToolsResult:
        return types.ListToolsResult(tools=[_described(tool) for tool in TOOLS])

    async def call(
        self, context: Context, params: types.CallToolRequestParams
    ) -> types.CallToolResult:
        tool = self._by_name.get(params.name)
        if tool is None:
            raise MCPError(types.INVALID_PARAMS, f"There is no tool {params.name}.")

        async def report(progress: int, message: str) -> None:
            await context.session.report_progress(progress, message=message)

        try:
            if not acting_principal().role.includes(tool.role):
                raise NotAllowed
            arguments = msgspec.convert(params.arguments or {}, tool.arguments)
            call = Call(await self._use_cases(), report)
            return _returned(await tool.run(call, arguments))
        except msgspec.ValidationError as exc:
            return _failed("invalid_request", f"The arguments are not valid: {exc}.")
        except QuothError as exc:
            return _failed(exc.code, exc.message)
        except Exception:
            logger.exception("the tool %s failed", tool.name)
            return _failed(QuothError.code, QuothError().message)


class _Resources:
    """Lists and reads the documents."""

    def __init__(self, use_cases: UseCases) -> None:
        self._use_cases = use_cases

    async def list(
        self, _: Context, params: types.PaginatedRequestParams | None
    ) -> types.ListResourcesResult:
        try:
            page = await (await self._use_cases()).catalog.list(
                page_request(
                    RESOURCES_AT_ONCE,
                    params.cursor if params else None,
                    lambda text: DocumentPosition.parse(text, DocumentSort.NEWEST),
                ),
                DocumentStatus.PROCESSED,
            )
        except QuothError as exc:
            raise _error(exc) from exc
        resources = [
            types.Resource(
                uri=address_of(each.id),
                name=each.filename,
                title=each.shown_title,
                mime_type="text/plain",  # what is read is its text
            )
            for each in page.items
        ]
        cursor = None if page.next_cursor is None else str(page.next_cursor)
        return types.ListResourcesResult(resources=resources, next_cursor=cursor)

    async def list_templates(
        self, _: Context, __: types.PaginatedRequestParams | None
    ) -> types.ListResourceTemplatesResult:
        texts = {DOCUMENT: "The text of a document.", SPAN: "A span of it, such as a citation."}
        return types.ListResourceTemplatesResult(
            resource_templates=[
                types.ResourceTemplate(
                    uri_template=uri, name=name, description=text, mime_type="text/plain"
                )
                for name, (uri, text) in zip(("document", "span"), texts.items(), strict=True)
            ]
        )

    async def read(
        self, _: Context, params: types.ReadResourceRequestParams
    ) -> types.ReadResourceResult:
        try:
            document_id, number, start, end = parse_address(params.uri)
            read_text = (await self._use_cases()).read_text
            text = await read_text.execute(document_id, start, end, number)
        except QuothError as exc:
            raise _error(exc) from exc
        contents = types.TextResourceContents(uri=params.uri, mime_type="text/plain", text=text)
        return types.ReadResourceResult(contents=[contents])


def _described(tool: Tool) -> types.Tool:
    return types.Tool(
        name=tool.name,
        title=tool.title,
        description=tool.description,
        input_schema=_schema(tool.arguments),
        output_schema=_schema(tool.result),
        annotations=types.ToolAnnotations(
            read_only_hint=tool.reads_only, destructive_hint=False, open_world_hint=False
        ),
    )


def _schema(kind: type[Struct]) -> dict[str, Any]:
    """Return the JSON Schema of a type. Its root is the type itself, as the protocol asks."""
    _, components = msgspec.json.schema_components([kind], ref_template="#/$defs/{name}")
    root: dict[str, Any] = components.pop(kind.__name__)
    return {**root, "$defs": components} if components else root


def _returned(result: Struct) -> types.CallToolResult:
    # the text is for clients that do not read structured content
    content = types.TextContent(text=msgspec.json.encode(result).decode())
    return types.CallToolResult(content=[content], structured_content=msgspec.to_builtins(result))


def _failed(code: str, message: str) -> types.CallToolResult:
    # a result rather than an error of the protocol, so that the model can read it
    content = types.TextContent(text=f"{message} ({code})")
    return types.CallToolResult(content=[content], is_error=True)


def _error(error: QuothError) -> MCPError:
    own = isinstance(error, NotFound | InvalidInput)
    kind = types.INVALID_PARAMS if own else types.INTERNAL_ERROR
    return MCPError(kind, error.message, {"code": error.code})
