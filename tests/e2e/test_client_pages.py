"""The pages on the Python client and the retrievers: their programs run as they stand."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from llama_index.core.schema import MetadataMode

from quoth import Client, Within
from quoth.langchain import QuothRetriever as LangChainRetriever
from quoth.llama_index import QuothRetriever as LlamaIndexRetriever
from tests.e2e.command import ROOT
from tests.e2e.process import QuothProcess

ADDRESS = "http://127.0.0.1:8000"
STORED = "Your documents are stored in Quoth's data directory."
TEXT = f"# Storage\n\n{STORED}\n"


@pytest.fixture(scope="module")
def document(server: QuothProcess) -> Iterator[str]:
    """The id of a document that answers the question of the pages."""
    with Client(server.base_url) as client:
        stored = client.documents.upload(TEXT.encode(), name="storage.md", collections=["Pages"])
        yield str(stored.document_id)
        client.documents.delete(stored.document_id)


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("python-client", "Green tea is brewed at seventy degrees. [1]\ntea.md: Green tea is"),
        ("langchain", f"{STORED}\n"),
        ("llama-index", f"{STORED}\n"),
    ],
)
@pytest.mark.usefixtures("document")
def test_the_program_of_a_page_runs(
    server: QuothProcess, data_dir: Path, page: str, expected: str
) -> None:
    """It prints what the page is about."""
    text = (ROOT / "docs" / "integrations" / f"{page}.md").read_text()
    [program] = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    assert ADDRESS in program
    result = subprocess.run(  # noqa: S603 - our own documentation
        [sys.executable, "-c", program.replace(ADDRESS, server.base_url)],
        env=server.env,
        cwd=data_dir,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert expected in result.stdout


def test_the_commands_of_the_page_on_them_run(server: QuothProcess) -> None:
    """The commands of docs/command-line.md use the server of the data directory."""
    text = (ROOT / "docs" / "command-line.md").read_text()
    script = "\n".join(re.findall(r"```bash\n(.*?)```", text, re.DOTALL))
    command = f"quoth() {{ '{sys.executable}' -m entrypoints \"$@\"; }}"
    result = subprocess.run(  # noqa: S603 - our own documentation
        ["/usr/bin/env", "bash", "-euo", "pipefail", "-c", f"{command}\n{script}"],
        env=server.env,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    assert f"quoth: asking the server at {server.base_url}\n" in result.stderr
    assert "Your documents are stored in Quoth's data directory" in result.stdout


async def test_retrievers_find_the_same_with_and_without_asyncio(
    server: QuothProcess, document: str
) -> None:
    """Both libraries get the words, the place and the score of each passage."""
    within = Within(collections=("Pages",))
    chain = LangChainRetriever(server=server.base_url, within=within, top_k=1)
    [found] = chain.invoke("Where are documents stored?")
    assert await chain.ainvoke("Where are documents stored?") == [found]
    start, end = found.metadata["span"]
    assert TEXT[start:end] == found.page_content
    assert (found.metadata["document_id"], found.metadata["page"]) == (document, None)
    assert found.metadata["section"] == ["Storage"]
    index = LlamaIndexRetriever(server.base_url, within=within, top_k=1)
    [scored] = index.retrieve("Where are documents stored?")
    [again] = await index.aretrieve("Where are documents stored?")
    assert scored.node.get_content() == again.node.get_content() == found.page_content
    assert (scored.node.node_id, scored.score) == (found.id, found.metadata["score"])
    assert scored.node.metadata == found.metadata
    assert f"filename: {found.metadata['filename']}" in scored.node.get_content(MetadataMode.LLM)
