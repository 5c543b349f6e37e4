"""`quoth mcp`, as an agent starts it."""

import sys
from pathlib import Path

from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client

from tests.e2e.process import QuothProcess


async def test_an_agent_starts_quoth_and_asks(server: QuothProcess, data_dir: Path) -> None:
    """Beside a running server, over standard input and output, a question is answered and cited."""
    with server.client() as http:
        text = b"The ferry to Hirta leaves Leverburgh at six in the morning."
        http.post("/api/document/", files={"file": ("ferry.txt", text)}).raise_for_status()
    command = StdioServerParameters(
        command=sys.executable, args=["-m", "entrypoints", "mcp"], env=server.env, cwd=data_dir
    )
    async with Client(stdio_client(command)) as agent:
        # described at once, while the models are still being loaded
        assert len((await agent.list_tools()).tools) == 4
        question = {"question": "When does the ferry to Hirta leave Leverburgh?"}
        result = await agent.call_tool("ask", question)
    answer = result.structured_content
    assert answer["citations"][0]["cited_text"] == text.decode()
    assert answer["citations"][0]["verified"]
