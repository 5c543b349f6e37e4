"""Thousands of documents and messages, put where the server reads them, and a long answer."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import asyncpg
from playwright.sync_api import Page

from adapters.embedded_postgres import EmbeddedPostgres
from domain.access.workspace import DEFAULT_WORKSPACE

DOCUMENTS = 5_000
TOKENS = 20_000
TURNS = 1_000  # each a question and an answer: 2,000 messages
SESSION_ID = UUID(int=1)
NEWEST = datetime(2026, 1, 1, tzinfo=UTC)
# to the end of what has been read, until the row with this name is there
SCROLL_TO = """async (name) => {
  const rows = () => [...document.querySelectorAll("main tbody tr")];
  let scroller = rows()[0];
  while (scroller.scrollHeight <= scroller.clientHeight + 1) scroller = scroller.parentElement;
  let most = 0;
  while (!rows().some((row) => row.querySelector("a")?.textContent === name)) {
    scroller.scrollTop = scroller.scrollHeight;
    await new Promise(requestAnimationFrame);
    most = Math.max(most, rows().length);
  }
  return most;
}"""
IN_DEFAULT_WORKSPACE = {"quoth.workspace": str(DEFAULT_WORKSPACE.workspace_id)}


@dataclass(frozen=True)
class Crowd:
    """What was added."""

    oldest_document: str
    session_id: str


def long_answer(tokens_in_a_piece: int = 1) -> tuple[list[str], list[str]]:
    """Return the words of an answer of 20,000 tokens, and the pieces that it comes in."""
    words = [f"word{number}" for number in range(TOKENS)]
    lines = (" ".join(words[at : at + 100]) for at in range(0, TOKENS, 100))
    text = "".join(f"{'- ' if n % 3 else ''}{line}.\n\n" for n, line in enumerate(lines))
    tokens = [f"{token} " for token in text.split(" ")]
    step = tokens_in_a_piece
    return words, ["".join(tokens[at : at + step]) for at in range(0, len(tokens), step)]


@contextmanager
def crowd(data_dir: Path, documents: int = DOCUMENTS) -> Iterator[Crowd]:
    """Add them to the database of a server that runs on a data directory while the block runs."""
    database = EmbeddedPostgres(data_dir)
    dsn = database.start()
    try:
        # in a thread of its own: Playwright's loop may run in this one
        with ThreadPoolExecutor(1) as thread:
            thread.submit(asyncio.run, _fill(dsn, documents)).result()
            yield Crowd(_filename(1), str(SESSION_ID))
            thread.submit(asyncio.run, _empty(dsn, documents)).result()
    finally:
        database.stop()


def scroll_to_document(page: Page, name: str) -> int:
    """Scroll a list of documents until one is there, and return the most rows it had meanwhile."""
    most: int = page.evaluate(SCROLL_TO, name)
    return most


async def _fill(dsn: str, documents: int) -> None:
    connection = await asyncpg.connect(dsn, server_settings=IN_DEFAULT_WORKSPACE)
    try:
        await connection.executemany(
            "INSERT INTO documents (id, filename, file_size, content_sha256, status, uploaded_at,"
            " total_chunks, content, language)"
            " VALUES ($1, $2, 1000, $3, 'processed', $4, 1, '', 'en')",
            [
                (UUID(int=n), _filename(n), f"{n:064x}", NEWEST - timedelta(hours=documents - n))
                for n in range(1, documents + 1)
            ],
        )
        await connection.execute(
            "INSERT INTO chat_sessions (id, title, created_at, updated_at) VALUES ($1, $2, $3, $3)",
            SESSION_ID,
            "A long conversation",
            NEWEST,
        )
        await connection.executemany(
            "INSERT INTO chat_messages (id, session_id, role, content, created_at, finish_reason)"
            " VALUES ($1, $2, $3, $4, $5, $6)",
            [message for turn in range(1, TURNS + 1) for message in _turn(turn)],
        )
    finally:
        await connection.close()


async def _empty(dsn: str, documents: int) -> None:
    connection = await asyncpg.connect(dsn, server_settings=IN_DEFAULT_WORKSPACE)
    try:
        await connection.execute("DELETE FROM documents WHERE id <= $1", UUID(int=documents))
        await connection.execute("DELETE FROM chat_sessions WHERE id = $1", SESSION_ID)
    finally:
        await connection.close()


def _filename(number: int) -> str:
    return f"report-{number:04}.txt"


def _turn(number: int) -> Iterator[tuple[UUID, UUID, str, str, datetime, str | None]]:
    at = NEWEST + timedelta(minutes=number)
    yield UUID(int=2 * number), SESSION_ID, "user", f"What of number {number}?", at, None
    paragraph = f"This is what there is to say of number {number}, **and** a little more. "
    answer = f"{paragraph * (number % 5 + 1)}\n\n- one\n- two\n\n{paragraph * 2}"
    yield UUID(int=2 * number + 1), SESSION_ID, "assistant", answer, at, "stop"
