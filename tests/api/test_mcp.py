"""The Model Context Protocol over HTTP, spoken by the official client over a real socket."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
import uvicorn
from mcp import types
from mcp.client.client import Client
from mcp.shared.exceptions import MCPError

from application.ports.message_store import StartedExchange
from domain.conversation.message import FinishReason
from entrypoints.api.app import create_api
from entrypoints.settings import Settings
from tests.api.client import LIGHTHOUSE
from tests.fakes.chats import InMemoryMessageStore
from tests.fakes.language_model import ScriptedLanguageModel
from tests.fakes.wiring import Fakes, fake_container, test_settings
from tests.support.acting import EVERYBODY

JSON = "application/json"
ACCEPTED = {"Accept": f"{JSON}, text/event-stream"}
ASKED = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "tools/call",
    "params": {"name": "ask", "arguments": {"question": "Who built it?"}},
}
TWO_MODELS = """
[[chat]]
name = "house"
provider = "groq"
model = "m"
api_key_env = "PATH"

[[chat]]
name = "small"
provider = "groq"
model = "s"
api_key_env = "PATH"
"""
ERAS = ("legacy", "auto")  # with a handshake, and without


@asynccontextmanager
async def serving(fakes: Fakes, settings: Settings | None = None) -> AsyncIterator[str]:
    """Serve the application on fakes, and yield its address."""
    app = create_api(fake_container(fakes, settings), EVERYBODY)
    config = uvicorn.Config(app, port=0, log_config=None, timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    running = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - the server sets no event
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        await running


@pytest.fixture
async def address(fakes: Fakes) -> AsyncIterator[str]:
    async with serving(fakes) as address, httpx.AsyncClient(base_url=address) as http:
        files = {"file": ("lighthouse.txt", LIGHTHOUSE.encode())}
        assert (await http.post("/api/document/", files=files)).status_code == 201
        yield address


@pytest.mark.parametrize("era", ERAS)
async def test_an_agent_finds_asks_and_opens_what_is_cited(
    address: str, fakes: Fakes, era: str
) -> None:
    """A client of either era gets passages, a cited answer, and the exact text of each citation."""
    fakes.model.enqueue(f"{LIGHTHOUSE} [1]")
    async with Client(f"{address}/mcp", mode=era) as agent:
        tools = {tool.name: tool for tool in (await agent.list_tools()).tools}
        assert list(tools) == ["search", "ask", "list_documents", "read_document"]
        assert tools["search"].input_schema["required"] == ["query"]

        found = await called(agent, "search", query="Skerryvore")
        assert found["passages"][0]["content"] == LIGHTHOUSE

        answer = await called(agent, "ask", question="Who built the lighthouse of Skerryvore?")
        assert answer["finish_reason"] == "stop"
        [citation, *_] = answer["citations"]
        place = {name: citation[name] for name in tools["read_document"].input_schema["properties"]}
        opened = await called(agent, "read_document", **place)
        assert citation["verified"]
        assert opened["content"] == citation["cited_text"]

        more = await called(
            agent, "ask", question="And when was it built?", session_id=answer["session_id"]
        )
        assert more["session_id"] == answer["session_id"]


@pytest.mark.parametrize("era", ERAS)
async def test_documents_and_citations_are_resources(address: str, era: str) -> None:
    """Documents are listed as resources, and the address of a citation reads as its words."""
    async with Client(f"{address}/mcp", mode=era) as agent:
        [resource] = (await agent.list_resources()).resources
        assert (resource.name, resource.mime_type) == ("lighthouse.txt", "text/plain")
        assert await text_of(agent, resource.uri) == LIGHTHOUSE
        [listed] = (await called(agent, "list_documents"))["documents"]
        assert listed["uri"] == resource.uri
        found = await called(agent, "search", query="Skerryvore")
        passage = found["passages"][0]
        assert await text_of(agent, passage["uri"]) == passage["content"]
        assert len((await agent.list_resource_templates()).resource_templates) == 2


async def test_an_agent_chooses_who_answers(tmp_path: Path) -> None:
    """The model that the call names writes the answer, and an unknown one is an error."""
    file = tmp_path / "models.toml"
    file.write_text(TWO_MODELS)
    fakes = Fakes()
    fakes.other_models = {"small": ScriptedLanguageModel()}
    fakes.other_models["small"].enqueue("Stevenson did [1].")
    async with serving(fakes, test_settings(models_file=file)) as address:
        async with httpx.AsyncClient(base_url=address) as http:
            files = {"file": ("lighthouse.txt", LIGHTHOUSE.encode())}
            (await http.post("/api/document/", files=files)).raise_for_status()
        async with Client(f"{address}/mcp") as agent:
            question = "Who built the lighthouse of Skerryvore?"
            answer = await called(agent, "ask", question=question, model="small")
            assert answer["answer"] == "Stevenson did [1]."
            refused = await agent.call_tool("ask", {"question": question, "model": "none"})
            assert "(model_unknown)" in str(refused.content)


async def test_progress_is_reported_while_an_answer_is_written(address: str) -> None:
    """A client that asks for progress hears of the passages found before the answer comes."""
    heard: list[str | None] = []

    async def hear(progress: float, total: float | None, message: str | None) -> None:
        assert progress > 0
        assert total is None
        heard.append(message)

    async with Client(f"{address}/mcp") as agent:
        question = {"question": "Who built the lighthouse of Skerryvore?"}
        await agent.call_tool("ask", question, progress_callback=hear)
    assert heard[0] == "1 passages found"


async def test_an_agent_that_leaves_stops_the_model(address: str, fakes: Fakes) -> None:
    """A client that closes its connection cancels the answer, as the protocol asks."""
    fakes.model.enqueue(["It was ", "built."], pause=asyncio.Event())
    asking = asyncio.create_task(ask_and_wait(address))
    await fakes.model.asked.wait()
    asking.cancel()
    await fakes.model.stopped.wait()


async def test_a_question_whose_agent_leaves_at_once_is_entered(
    address: str, fakes: Fakes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its answer has begun by then: the question has an entry, and the answer is cancelled."""
    begin = InMemoryMessageStore.begin
    begun, left = asyncio.Event(), asyncio.Event()

    async def begin_slowly(*args: Any, **options: Any) -> StartedExchange:
        exchange = await begin(*args, **options)
        begun.set()
        await left.wait()
        return exchange

    monkeypatch.setattr(InMemoryMessageStore, "begin", begin_slowly)
    fakes.model.enqueue(["It was ", "built."], pause=asyncio.Event())
    fakes.audit.entries.clear()
    asking = asyncio.create_task(ask_and_wait(address))
    await begun.wait()
    asking.cancel()
    await asyncio.sleep(0.1)  # the server sees that the client has left
    left.set()
    async with asyncio.timeout(10):
        while not any(  # noqa: ASYNC110 - the fake sets no event
            each.finish_reason is FinishReason.CANCELLED for each in fakes.chats.messages.values()
        ):
            await asyncio.sleep(0.01)
    assert [each.action for each in fakes.audit.entries] == ["answer.ask"]


async def test_the_entry_of_a_question_names_its_request(address: str, fakes: Fakes) -> None:
    """It is found under the id that the response has."""
    headers = {**ACCEPTED, "X-Request-ID": "trace-1"}
    async with httpx.AsyncClient(base_url=address) as http:
        answered = await http.post("/mcp", json=ASKED, headers=headers)
        assert answered.headers["x-request-id"] == "trace-1"
        created = await http.post("/mcp", json=ASKED, headers=ACCEPTED)
    ids = [each.request_id for each in fakes.audit.entries if each.action == "answer.ask"]
    assert ids == ["trace-1", created.headers["x-request-id"]]


@pytest.mark.parametrize(
    ("tool", "arguments", "says"),
    [
        ("search", {}, "invalid_request"),
        ("search", {"query": " "}, "message_empty"),
        ("search", {"query": "x", "limit": 51}, "invalid_request"),
        ("search", {"query": "x", "within": {"collections": ["none"]}}, "collection_not_found"),
        ("ask", {"question": "x", "session_id": str(uuid4())}, "session_not_found"),
        ("list_documents", {"cursor": "x"}, "invalid_request"),
        ("read_document", {"document_id": str(uuid4())}, "document_not_found"),
        (
            "read_document",
            {"document_id": str(uuid4()), "char_start": 2, "char_end": 1},
            "invalid_request",
        ),
    ],
)
async def test_a_call_that_fails_says_why_to_the_model(
    address: str, tool: str, arguments: dict[str, object], says: str
) -> None:
    """A refused call returns an error with a sentence and a stable code, as the API does."""
    async with Client(f"{address}/mcp") as agent:
        result = await agent.call_tool(tool, arguments)
        assert result.is_error
        assert isinstance(result.content[0], types.TextContent)
        assert result.content[0].text.endswith(f"({says})")


async def test_what_is_unknown_is_refused_by_the_protocol(address: str) -> None:
    """An unknown tool and an unknown document are errors of the protocol."""
    async with Client(f"{address}/mcp") as agent:
        with pytest.raises(MCPError, match="There is no tool"):
            await agent.call_tool("delete_everything", {})
        with pytest.raises(MCPError, match="no document"):
            await agent.read_resource(f"quoth://document/{uuid4()}")
        with pytest.raises(MCPError, match="no address of a document"):
            await agent.read_resource("file:///etc/passwd")


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("GET", "/mcp", {}, 405),
        ("DELETE", "/mcp", {}, 405),
        ("POST", "/mcp/anything", {}, 404),
        ("POST", "/mcp", {"Origin": "http://evil.example"}, 403),
        ("POST", "/mcp", {"Host": "evil.example", "Origin": "http://evil.example"}, 421),
        ("POST", "/mcp", {"Content-Type": "text/plain"}, 400),
    ],
)
async def test_other_requests_are_refused(
    address: str, method: str, path: str, headers: dict[str, str], status: int
) -> None:
    """Other methods, paths, hosts and origins are refused as everywhere."""
    async with httpx.AsyncClient(base_url=address) as http:
        accepted = {"Content-Type": JSON, "Accept": f"{JSON}, text/event-stream"}
        body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "tools/list"})
        response = await http.request(method, path, headers=accepted | headers, content=body)
    assert response.status_code == status


async def test_a_call_that_is_too_large_says_so(address: str) -> None:
    """A request above 1 MiB is refused with a problem, as everywhere."""
    async with httpx.AsyncClient(base_url=address) as http:
        response = await http.post("/mcp", content=b"{" + b" " * 1024**2)
    assert (response.status_code, response.json()["code"]) == (413, "request_too_large")


async def test_a_server_that_is_starting_says_so(fakes: Fakes) -> None:
    """Before every part is open, the endpoint answers 503 like the API."""
    fakes.starting = True
    async with serving(fakes) as address, httpx.AsyncClient(base_url=address) as http:
        assert (await http.post("/mcp", json={})).status_code == 503


async def ask_and_wait(address: str) -> None:
    """Ask a question until it is answered."""
    async with Client(f"{address}/mcp") as agent:
        await agent.call_tool("ask", {"question": "Who built it?"})


async def called(agent: Client, tool: str, **arguments: object) -> dict[str, Any]:
    """Call a tool, whose client checks the result against its schema."""
    result = await agent.call_tool(tool, arguments)
    assert not result.is_error, result.content
    structured: dict[str, Any] = result.structured_content
    return structured


async def text_of(agent: Client, uri: str) -> str:
    """Read a resource."""
    [contents] = (await agent.read_resource(uri)).contents
    assert isinstance(contents, types.TextResourceContents)
    return contents.text
