"""The clients that docs/clients.md shows, run as they stand against a real server."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.e2e.command import ROOT
from tests.e2e.conversation import ask, create_session, text_of, upload
from tests.e2e.process import QuothProcess
from tests.support.cutting_proxy import cutting

PAGE = (ROOT / "docs" / "clients.md").read_text()
ADDRESS = "http://127.0.0.1:8000"
NODE = shutil.which("node")
needs_node = pytest.mark.skipif(NODE is None, reason="needs Node 20, which is not on this machine")

FARMER = "\N{ADULT}\N{ZERO WIDTH JOINER}\N{EAR OF RICE}"
SENTENCE = f"The parrot 🦜 Rosalind eats forty walnuts a day, says أحمد {FARMER}."
# the line separator ends a line for some, and none of an event
AVIARY = f"🦜{FARMER} Of the\u2028aviary — שלום עולם.\n\n{SENTENCE} The gate is painted green.\n"
QUESTION = "How many walnuts does the parrot Rosalind eat a day?"


def examples(language: str) -> list[str]:
    """Return the blocks of the page in a language."""
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture(params=["python", pytest.param("javascript", marks=needs_node)])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def run(language: str, folder: Path, address: str, question: str) -> str:
    """Run the page's client and return what it printed."""
    program = examples(language)[-1]
    assert ADDRESS in program
    script = folder / {"python": "ask.py", "javascript": "ask.mjs"}[language]
    script.write_text(program.replace(ADDRESS, address), encoding="utf-8")
    interpreter = NODE if language == "javascript" else sys.executable
    result = subprocess.run(  # noqa: S603 - our own documentation
        [str(interpreter), str(script), question],
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    return result.stdout


def test_a_client_shows_the_answer_and_what_it_rests_on(
    client: httpx.Client, server: QuothProcess, language: str, tmp_path: Path
) -> None:
    """The sentence and the cited words are whole, emoji and Arabic in front of them or not."""
    upload(client, AVIARY, "aviary.txt")
    shown = run(language, tmp_path, server.base_url, QUESTION)
    start = AVIARY.index(SENTENCE)
    assert shown.startswith(f"{SENTENCE} [")
    assert f"✓ {SENTENCE}\n" in shown
    assert f"  aviary.txt, {start}–{start + len(SENTENCE)}: {SENTENCE}\n" in shown


def test_a_client_comes_back_when_the_connection_breaks(
    client: httpx.Client, server: QuothProcess, language: str, tmp_path: Path
) -> None:
    """Cut off before the first event, among the events and before the last, it misses nothing."""
    upload(client, AVIARY, "aviary.txt")
    whole = run(language, tmp_path, server.base_url, QUESTION)
    with cutting(server.port, b'"message_id"', b'"type":"content"', b'"finish_reason"') as proxy:
        cut = run(language, tmp_path, proxy.address, QUESTION)
        assert proxy.cuts == []
    assert cut == whole


def test_a_client_says_that_there_is_no_answer(
    client: httpx.Client, server: QuothProcess, language: str, tmp_path: Path
) -> None:
    """An abstention is told by its reason."""
    upload(client, AVIARY, "aviary.txt")
    shown = run(language, tmp_path, server.base_url, "Which king of France wore a wooden leg?")
    assert re.search(
        r"^No answer: (nothing_relevant|not_answered_by_passages)$", shown, re.MULTILINE
    )


def test_a_refusal_is_told(server: QuothProcess, language: str, tmp_path: Path) -> None:
    """What the server says before the stream begins reaches the person, and ends the client."""
    with pytest.raises(AssertionError, match="The message is empty"):
        run(language, tmp_path, server.base_url, " ")


def utf16(text: str, offset: int) -> int:
    """Return where a code point begins, counted in units of UTF-16."""
    return len(text[:offset].encode("utf-16-le")) // 2


def test_the_offsets_of_a_citation_are_code_points(client: httpx.Client) -> None:
    """Behind emoji and Arabic, code points find the words; the same numbers in UTF-16 do not."""
    upload(client, AVIARY, "aviary.txt")
    events = list(ask(client, create_session(client), QUESTION))
    citation: dict[str, Any] = next(each for each in events if each["type"] == "citation")
    answer = text_of(events)
    for text, start, end in (
        (AVIARY, citation["char_start"], citation["char_end"]),
        (answer, citation["answer_start"], citation["answer_end"]),
    ):
        units = text.encode("utf-16-le")
        assert text[start:end] == SENTENCE
        converted = units[2 * utf16(text, start) : 2 * utf16(text, end)]
        assert converted.decode("utf-16-le") == SENTENCE
        assert units[2 * start : 2 * end] != SENTENCE.encode("utf-16-le")


@needs_node
def test_javascript_finds_the_same_places() -> None:
    """The page's two functions agree with Python at every offset of texts hard to count in."""
    texts = [AVIARY, "plain", "", "e\u0301a\u0308 🇩🇪", "אבג 𠮷野家 𝒜", "\u202eright\u202c to left"]
    snippet = examples("javascript")[0]
    program = f"""{snippet}
        const all = JSON.parse(require("fs").readFileSync(0, "utf8")).map((text) => {{
          const offsets = [...Array.from(text).keys(), Array.from(text).length];
          return offsets.map((n) => [utf16(text, n), slice(text, n, n + 3)]);
        }});
        console.log(JSON.stringify(all));"""
    result = subprocess.run(  # noqa: S603 - our own documentation
        [str(NODE), "-e", program],
        input=json.dumps(texts),
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    )
    assert json.loads(result.stdout) == [
        [[utf16(text, n), text[n : n + 3]] for n in range(len(text) + 1)] for text in texts
    ]
