"""Servers and databases that go away, for a while or for good."""

import fcntl
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager

import psutil
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.pace import Pace
from tests.browser.walking import MILL, answer_to, ask, expect_ended, question_field, session_id_of
from tests.browser.wire import Wire
from tests.e2e.conversation import history, upload
from tests.e2e.process import QuothProcess
from tests.fakes.groq_server import GroqServer, answer

pytestmark = pytest.mark.browser

PIECES = [f"piece {number}, " for number in range(30)]
TEXT = "".join(PIECES).strip()
GIVEN_UP_MS = 121_000


@pytest.fixture
def server(groq_quoth: QuothProcess) -> QuothProcess:
    return groq_quoth


@pytest.fixture(scope="module", autouse=True)
def mill(groq_quoth: QuothProcess) -> None:
    """Without a document no model is asked."""
    with groq_quoth.client() as client:
        upload(client, MILL, "mill.md")


@pytest.fixture
def pace() -> Pace:
    return Pace()


@pytest.fixture
def wire(server: QuothProcess) -> Iterator[Wire]:
    with Wire(server.port) as wire:
        yield wire


@contextmanager
def database_away(server: QuothProcess) -> Iterator[None]:
    """Kill the database of a server, and let nobody start it again while the block runs."""
    data_dir = str(server.data_dir)
    with (server.data_dir / "postgres.lock").open("r+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for process in psutil.process_iter(["cmdline"]):
            command = process.info["cmdline"] or []
            if any(data_dir in part for part in command) and "postgres" in command[0]:
                os.kill(process.pid, signal.SIGQUIT)  # the quickest of its ways to end
                process.wait()
        yield
    server.wait_until_healthy()


def test_an_answer_survives_one_cut_after_another(
    open_page: OpenPage, server: QuothProcess, groq: GroqServer, pace: Pace, wire: Wire
) -> None:
    """However often the connection breaks, the page ends with each piece once, as it was kept."""
    groq.enqueue(answer(*PIECES, gate=pace))
    page = open_page(wire.base_url)
    page.goto("/")
    written = ask(page, "What is cut again and again?")
    for cut in range(1, 4):
        pace.let(5)
        expect(written).to_contain_text(f"piece {7 * cut - 5},")
        wire.cut()
        expect(written).to_contain_text("Connection lost. Reconnecting…")
        expect(written.get_by_text("Connection lost")).to_be_visible()
        pace.let(2)  # written while nobody listens
        wire.restore()
        expect(written).to_contain_text(f"piece {7 * cut - 3},")
    pace.let()
    expect_ended(written)
    expect(written.get_by_role("paragraph").first).to_have_text(TEXT)
    expect(written).not_to_contain_text("Reconnecting")
    with server.client() as client:
        kept = history(client, session_id_of(page))[-1]["content"]
    assert str(kept).strip() == TEXT


def test_a_server_that_stays_away_is_said_to(
    open_page: OpenPage, groq: GroqServer, pace: Pace, wire: Wire
) -> None:
    """After a while the page says what became of the answer, and trying again brings all of it."""
    groq.enqueue(answer(*PIECES, gate=pace))
    page = open_page(wire.base_url)
    page.clock.install()
    page.goto("/")
    written = ask(page, "What of a server that is gone?")
    pace.let(5)
    expect(written).to_contain_text("piece 2,")
    wire.cut()
    expect(written).to_contain_text("Reconnecting")
    page.clock.fast_forward(GIVEN_UP_MS)
    expect(written).to_contain_text("The connection to the server was lost.")
    expect(written).to_contain_text("still being written and will be saved")

    pace.let()
    wire.restore()
    written.get_by_role("button", name="Try again").click()
    expect_ended(written)
    expect(written.get_by_role("paragraph").first).to_have_text(TEXT)


def test_a_question_to_a_server_that_is_away_is_kept(
    open_page: OpenPage, groq: GroqServer, wire: Wire
) -> None:
    """The page says that nothing answers, and the question is asked once something does."""
    groq.enqueue(answer("Here at last."))
    page = open_page(wire.base_url)
    page.goto("/")
    expect(page.get_by_text("Answers by Groq")).to_be_visible()
    wire.cut()
    question = "Is anybody there?"
    written = ask(page, question)
    expect(written).to_contain_text("The server is not responding. Check that Quoth is running")
    expect(question_field(page)).to_be_enabled()
    wire.restore()
    written.get_by_role("button", name="Ask again").click()
    expect(answer_to(page, question)).to_contain_text("Here at last.")


def test_a_question_while_the_database_is_away_is_kept(
    page: Page, server: QuothProcess, groq: GroqServer
) -> None:
    """The page names the database as the reason, and the question is asked once it is back."""
    groq.enqueue(answer("It is back."))
    page.goto("/")
    expect(page.get_by_text("Answers by Groq")).to_be_visible()
    question = "Where is the database?"
    with database_away(server):
        written = ask(page, question)
        expect(written).to_contain_text("database")
        expect(written.get_by_role("button", name="Ask again")).to_be_enabled()
    written.get_by_role("button", name="Ask again").click()
    expect(answer_to(page, question)).to_contain_text("It is back.")
