"""The server with a model of its own: llama.cpp, and a model of a megabyte."""

import re
from collections.abc import Iterator

import pytest

from tests.e2e.command import ROOT
from tests.e2e.conversation import ask, create_session, text_of, upload
from tests.e2e.process import QuothProcess
from tests.support.databases import temporary_directory
from tests.support.spoken_gguf import write_gguf

pytest.importorskip("xllamacpp", reason="there is no wheel of llama.cpp for this machine")

PAGE = ROOT / "docs" / "integrations" / "local-model.md"
MILL = "The mill at Orbey was closed in 1911."
SAID = ("It", "was", "closed", "in", "1911", "[1].")


@pytest.fixture(scope="module")
def quoth() -> Iterator[QuothProcess]:
    with temporary_directory() as folder:
        model = write_gguf(folder / "speaker.gguf", SAID)
        written = re.search(r"^(QUOTH_.*) quoth serve$", PAGE.read_text(), re.MULTILINE)
        assert written
        process = QuothProcess(folder / "data", search_min_confidence=0)
        process.env |= dict(pair.split("=") for pair in written[1].split())
        process.env["QUOTH_LOCAL_MODEL"] = str(model)
        with process:
            yield process


def test_a_question_is_answered_by_a_local_model(quoth: QuothProcess) -> None:
    """As the page about it says, an answer is written, cited, verified and counted."""
    with quoth.client() as client:
        upload(client, MILL, "mill.txt")
        assert client.get("/api/health/").json()["language_model"] == "local"
        events = list(ask(client, create_session(client), "When was the mill closed?"))
    assert tuple(text_of(events).split()) == SAID
    (citation,) = [event for event in events if event["type"] == "citation"]
    assert citation["verified"]
    assert MILL in citation["cited_text"]
    assert events[-1]["usage"]["completion_tokens"] > 0
    assert events[-1]["groundedness"] == 1
    assert quoth.stop() == 0
