"""Phoenix shows our traces. Its virtual environment is named by TEST_PHOENIX."""

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.e2e.conversation import ask, create_session, upload
from tests.e2e.process import NO_TLS, QuothProcess, free_port
from tests.support.llama_cpp import skip_without_llama_cpp
from tests.support.spoken_gguf import write_gguf

PLACE = os.environ.get("TEST_PHOENIX", "")
START_SECONDS = 180
MILL = "The mill at Orbey was closed in 1911."

pytestmark = [
    pytest.mark.skipif(
        not PLACE, reason="TEST_PHOENIX does not name a virtual environment with Phoenix"
    ),
    pytest.mark.timeout(600),
]


@contextmanager
def phoenix(folder: Path) -> Iterator[httpx.Client]:
    """Start Phoenix."""
    port = free_port()
    settings = {
        "PHOENIX_WORKING_DIR": str(folder),
        "PHOENIX_HOST": "127.0.0.1",
        "PHOENIX_PORT": str(port),
        "PHOENIX_GRPC_PORT": str(free_port()),
        "PHOENIX_TELEMETRY_ENABLED": "false",
    }
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    output = folder / "output"
    with output.open("wb") as file:
        process = subprocess.Popen(  # noqa: S603 - named by whoever runs the tests
            [f"{PLACE}/bin/phoenix", "serve"],
            env={**kept, **settings},
            cwd=folder,
            stdout=file,
            stderr=file,
        )
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", verify=NO_TLS) as client:
            until = time.monotonic() + START_SECONDS
            while not _answers(client):
                assert process.poll() is None, output.read_text()[-3000:]
                assert time.monotonic() < until, output.read_text()[-3000:]
                time.sleep(0.5)
            yield client
    finally:
        process.terminate()
        process.wait(30)


def _answers(client: httpx.Client) -> bool:
    try:
        return client.get("/v1/projects").status_code == 200
    except httpx.TransportError:
        return False


def test_phoenix_shows_an_answer_as_agent_retriever_and_model(data_dir: Path) -> None:
    """It reads kinds, models, tokens and messages from the conventions, and the steps as a tree."""
    skip_without_llama_cpp()
    model = write_gguf(data_dir / "speaker.gguf", ("It", "was", "closed", "in", "1911", "[1]."))
    (data_dir / "phoenix").mkdir()
    with phoenix(data_dir / "phoenix") as shown:
        server = QuothProcess(data_dir / "data", search_min_confidence=0)
        server.env |= {
            "QUOTH_LANGUAGE_MODEL": "local",
            "QUOTH_LOCAL_MODEL": str(model),
            "OTEL_EXPORTER_OTLP_ENDPOINT": str(shown.base_url).rstrip("/"),
            "QUOTH_TRACE_CONTENT": "true",
        }
        with server, server.client() as client:
            upload(client, MILL, "mill.txt")
            list(ask(client, create_session(client), "When was the mill closed?"))
            assert server.stop() == 0  # what is not sent yet is sent then
        spans: list[dict[str, Any]] = []
        while not any(each["name"] == "POST /api/chat" for each in spans):
            response = shown.get("/v1/projects/default/spans", params={"limit": 500})
            spans = response.raise_for_status().json()["data"]
            time.sleep(0.2)
    [request] = [each for each in spans if each["name"] == "POST /api/chat"]
    trace = request["context"]["trace_id"]
    of_answer = [each for each in spans if each["context"]["trace_id"] == trace]
    by_kind = {each["span_kind"]: each["attributes"] for each in of_answer}
    assert {"AGENT", "RETRIEVER", "EMBEDDING", "LLM"} <= by_kind.keys()
    assert by_kind["RETRIEVER"]["input.value"] == "When was the mill closed?"
    assert MILL in str(by_kind["RETRIEVER"])
    assert by_kind["LLM"]["llm.model_name"] == "speaker"
    for kind in ("AGENT", "LLM"):
        assert "It was closed in 1911" in str(by_kind[kind])
    assert by_kind["LLM"]["llm.token_count.completion"] > 0
    by_id = {each["context"]["span_id"]: each for each in of_answer}
    [written] = [each for each in of_answer if each["span_kind"] == "LLM"]
    path = [written["name"]]
    while written["parent_id"] in by_id:
        written = by_id[written["parent_id"]]
        path.append(written["name"])
    assert path[1:] == ["language_model", "invoke_agent quoth", "POST /api/chat"]
