"""The examples of the documentation, run as they stand."""

import json
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
import yaml

from tests.e2e.command import ROOT, environment
from tests.e2e.process import QuothProcess
from tests.support.node import needs_openai_for_node, run_for_node

ADDRESS = "http://127.0.0.1:8000"


def bash_examples(page: Path) -> str:
    """Return the ```bash blocks of a page, one after the other."""
    return "\n".join(re.findall(r"```bash\n(.*?)```", page.read_text(), re.DOTALL))


@pytest.mark.parametrize(
    "page",
    [
        "docs/guide.md",
        "docs/integrations/mcp.md",
        "docs/integrations/observability.md",
        "docs/integrations/openai-clients.md",
    ],
)
def test_the_examples_of_a_page_run(server: QuothProcess, page: str) -> None:
    """Each command of the page succeeds in its order, and no response is an error."""
    script = bash_examples(ROOT / page).replace(ADDRESS, server.base_url)
    assert script
    result = subprocess.run(  # noqa: S603 - our own documentation
        ["/usr/bin/env", "bash", "-euo", "pipefail", "-c", script],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert '"type":"urn:quoth:problem' not in result.stdout


@pytest.mark.parametrize(
    ("page", "packages"),
    [
        ("openai-clients.md", ["openai"]),
        ("langchain-chat.md", ["langchain_openai"]),
        ("llama-index-chat.md", ["llama_index.llms.openai_like"]),
    ],
)
def test_the_python_of_an_integration_runs(
    server: QuothProcess, page: str, packages: list[str]
) -> None:
    """Each program of the page runs to its end and prints an answer."""
    if not all(find_spec(each.partition(".")[0]) for each in packages):
        pytest.skip(f"needs {packages}")
    text = (ROOT / "docs" / "integrations" / page).read_text()
    programs = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    assert programs
    for program in programs:
        result = subprocess.run(  # noqa: S603 - our own documentation
            [sys.executable, "-c", program.replace(ADDRESS, server.base_url)],
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert result.returncode == 0, result.stderr
        assert result.stdout.strip()


@needs_openai_for_node
def test_the_javascript_of_an_integration_runs(server: QuothProcess, tmp_path: Path) -> None:
    """The program for OpenAI's SDK for Node prints what the page's document says."""
    text = (ROOT / "docs" / "integrations" / "openai-clients.md").read_text()
    [program] = re.findall(r"```javascript\n(.*?)```", text, re.DOTALL)
    [document] = set(re.findall(r'b"(The heron .*?)"', text))
    with server.client() as client:
        added = client.post("/api/document/", files={"file": ("pond.txt", document)})
        added.raise_for_status()
    said = run_for_node(program.replace(ADDRESS, server.base_url), tmp_path)
    assert "nine frogs" in said


def test_prometheus_finds_the_metrics_where_the_page_says(server: QuothProcess) -> None:
    """The target of the configuration has metrics at the path that Prometheus reads by default."""
    text = (ROOT / "docs" / "integrations" / "observability.md").read_text()
    [configuration] = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    [job] = yaml.safe_load(configuration)["scrape_configs"]
    assert job["static_configs"] == [{"targets": [ADDRESS.removeprefix("http://")]}]
    assert job.keys() == {"job_name", "static_configs"}  # so /metrics over http
    with server.client() as client:
        assert "quoth_http_requests_total" in client.get("/metrics").raise_for_status().text


def test_the_answer_set_of_the_documentation_passes(data_dir: Path) -> None:
    """The set that docs/evaluation.md writes is asked, and passes its gates."""
    script = bash_examples(ROOT / "docs" / "evaluation.md")
    command = f"quoth() {{ '{sys.executable}' -m entrypoints \"$@\"; }}"
    result = subprocess.run(  # noqa: S603 - our own documentation
        ["/usr/bin/env", "bash", "-euo", "pipefail", "-c", f"{command}\n{script}"],
        env=environment(data_dir / "data"),
        cwd=data_dir,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    assert "1 documents, 3 cases" in result.stdout
    assert "✓ kind:unanswerable>=1" in result.stdout


def test_the_first_question_is_answered(server: QuothProcess) -> None:
    """The commands of the README succeed, and what it asks is answered from it."""
    script = bash_examples(ROOT / "README.md").replace(ADDRESS, server.base_url)
    result = subprocess.run(  # noqa: S603 - our own documentation
        ["/usr/bin/env", "bash", "-euo", "pipefail", "-c", script],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert '"type":"urn:quoth:problem' not in result.stdout
    events = [
        json.loads(line.removeprefix("data: "))
        for line in result.stdout.splitlines()
        if line.startswith("data: ")
    ]
    answer = "".join(event["content"] for event in events if event["type"] == "content")
    assert "Quoth needs Python version 3.11 or newer and `make`." in answer
