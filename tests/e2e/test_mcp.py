"""`quoth mcp` and the server, as agents use them by their page, and as the inspector does."""

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client

from tests.e2e.command import ROOT
from tests.e2e.process import QuothProcess

PAGE = (ROOT / "docs" / "integrations" / "mcp.md").read_text()
CONFIGURED: list[dict[str, Any]] = [
    json.loads(block)["mcpServers"]["quoth"]
    for block in re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
]
[ADDRESS] = [each["url"] for each in CONFIGURED if "url" in each]
[STARTED] = [each["args"] for each in CONFIGURED if each.get("command") == "quoth"]
[IN_WORKSPACE] = [
    json.loads(arguments.replace("NAME", "default"))
    for arguments in re.findall(r'"args": (\[[^\]]*NAME[^\]]*\])', PAGE)
]
INSPECTOR = shlex.split(os.environ.get("TEST_MCP_INSPECTOR", ""))
FERRY = "The ferry to Hirta leaves Leverburgh at six in the morning."


@pytest.fixture
def ferry(server: QuothProcess) -> None:
    """A document."""
    with server.client() as http:
        http.post("/api/document/", files={"file": ("ferry.txt", FERRY)}).raise_for_status()


async def ask(agent: Client) -> None:
    """Ask as agents do, and see that the answer is cited."""
    # described at once, while the models are still being loaded
    assert len((await agent.list_tools()).tools) == 4
    question = {"question": "When does the ferry to Hirta leave Leverburgh?"}
    answer = (await agent.call_tool("ask", question)).structured_content
    assert answer["citations"][0]["cited_text"] == FERRY
    assert answer["citations"][0]["verified"]


@pytest.mark.usefixtures("ferry")
async def test_an_agent_asks_a_server(server: QuothProcess) -> None:
    """At the page's address, over HTTP, a question is answered and cited."""
    async with Client(ADDRESS.replace("http://127.0.0.1:8000", server.base_url)) as agent:
        await ask(agent)


@pytest.mark.parametrize("arguments", [STARTED, IN_WORKSPACE], ids=" ".join)
@pytest.mark.usefixtures("ferry")
async def test_an_agent_starts_quoth_and_asks(
    server: QuothProcess, data_dir: Path, arguments: list[str]
) -> None:
    """Beside a running server, over standard input and output, a question is answered and cited."""
    command = StdioServerParameters(
        command=sys.executable, args=["-m", "entrypoints", *arguments], env=server.env, cwd=data_dir
    )
    async with Client(stdio_client(command)) as agent:
        await ask(agent)


@pytest.mark.skipif(not INSPECTOR, reason="TEST_MCP_INSPECTOR does not name its command")
@pytest.mark.timeout(300)
@pytest.mark.usefixtures("ferry")
def test_the_inspector_has_no_complaint(server: QuothProcess, data_dir: Path) -> None:
    """It lists the tools without a problem of their schemas, calls one, and reads what it cites."""

    def inspect(*arguments: str) -> Any:
        result = subprocess.run(  # noqa: S603 - named by whoever runs the tests
            [*INSPECTOR, "--cli", f"{server.base_url}/mcp", *arguments],
            env={
                "PATH": f"{Path(INSPECTOR[0]).parent}{os.pathsep}{os.environ['PATH']}",
                "HOME": str(data_dir),
            },
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert result.returncode == 0, result.stdout + result.stderr
        return json.loads(result.stdout)

    tools = inspect("--method", "tools/list", "--strict")["tools"]
    assert [each["name"] for each in tools] == ["search", "ask", "list_documents", "read_document"]
    asked = ["question=When does the ferry to Hirta leave Leverburgh?"]
    called = inspect("--method", "tools/call", "--tool-name", "ask", "--tool-arg", *asked)
    [citation] = called["structuredContent"]["citations"]
    assert citation["cited_text"] == FERRY
    read = inspect("--method", "resources/read", "--uri", citation["uri"])
    assert read["contents"][0]["text"] == FERRY
