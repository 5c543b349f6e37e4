"""The log is readable and rotated, and contains no text of documents."""

import io
import json
import logging
from contextvars import Context
from pathlib import Path
from uuid import UUID

import pytest
from opentelemetry.sdk.trace import TracerProvider
from structlog.contextvars import bound_contextvars

from application.access.acting import acting_as
from domain.errors import TextUndecodable
from entrypoints.log_config import configure_logging
from entrypoints.log_file import LogFile
from tests.support.workspaces import member_of


def test_every_line_of_a_request_carries_its_id(tmp_path: Path) -> None:
    """Lines logged during a request have its id, in the file and on the console."""
    console = io.StringIO()
    configure_logging(tmp_path / "logs" / "quoth.log", "info", console)
    with bound_contextvars(request_id="abc-1"):
        logging.getLogger("application.somewhere").info("stored %d chunks", 3)
    line = json.loads((tmp_path / "logs" / "quoth.log").read_text())
    assert line["request_id"] == "abc-1"
    assert line["event"] == "stored 3 chunks"
    assert line["level"] == "info"
    assert "abc-1" in console.getvalue()


def test_a_line_names_the_workspace_that_is_acted_in(tmp_path: Path) -> None:
    """The file has it for requests, jobs and commands; what nobody does has none."""
    configure_logging(tmp_path / "quoth.log", "info", None)
    logger = logging.getLogger("application.somewhere")
    with acting_as(member_of(7)):
        logger.info("inside")
    Context().run(logger.info, "outside")
    inside, outside = map(json.loads, (tmp_path / "quoth.log").read_text().splitlines())
    assert inside["workspace_id"] == str(UUID(int=7))
    assert "workspace_id" not in outside


def test_a_line_names_the_span_that_it_was_logged_in(tmp_path: Path) -> None:
    """A line has the ids of its trace and span, and outside of spans it has none."""
    configure_logging(tmp_path / "quoth.log", "info", None)
    logger = logging.getLogger("application.somewhere")
    with TracerProvider().get_tracer("test").start_as_current_span("answer") as span:
        logger.info("inside")
    logger.info("outside")
    inside, outside = map(json.loads, (tmp_path / "quoth.log").read_text().splitlines())
    assert inside["trace_id"] == f"{span.get_span_context().trace_id:032x}"
    assert inside["span_id"] == f"{span.get_span_context().span_id:016x}"
    assert "trace_id" not in outside


def test_a_foreign_error_shows_its_place_but_not_its_words(tmp_path: Path) -> None:
    """An error of a library is logged with its type and location, but without its message."""
    configure_logging(tmp_path / "quoth.log", "info", None)
    words = " ".join(["text", "of", "a", "document"])  # a frame shows its line of code
    try:
        try:
            raise ValueError(words)
        except ValueError as exc:
            raise TextUndecodable("byte 7") from exc
    except TextUndecodable:
        logging.getLogger("application.somewhere").exception("failed")
    line = (tmp_path / "quoth.log").read_text()
    assert "builtins.ValueError" in line
    assert "byte 7" in line
    assert "test_log_config.py" in line
    assert words not in line


def test_a_long_traceback_is_shortened(tmp_path: Path) -> None:
    """A recursion shows where it began and where it ended, and fills no file."""
    configure_logging(tmp_path / "quoth.log", "info", None)

    def outer(levels: int) -> None:
        if not levels:
            raise LookupError
        inner(levels - 1)

    def inner(levels: int) -> None:
        outer(levels)

    try:
        try:
            outer(200)
        except LookupError as exc:
            raise TextUndecodable("byte 7") from exc
    except TextUndecodable:
        logging.getLogger("application.somewhere").exception("failed")
    said = json.loads((tmp_path / "quoth.log").read_text())["exception"]
    assert "  362 frames are left out here\n" in said
    assert said.count("in outer") + said.count("in inner") == 39
    assert said.index("in test_a_long_traceback_is_shortened") < said.index("left out")
    assert said.endswith("byte 7")
    assert len(said) < 10_000


def test_the_file_is_rotated(tmp_path: Path) -> None:
    """At most five files of 10 MiB are stored."""
    configure_logging(tmp_path / "quoth.log", "info", None)
    [handler] = logging.getLogger().handlers
    assert isinstance(handler, LogFile)
    assert (handler.maxBytes, handler.backupCount) == (10 * 1024 * 1024, 4)


def test_the_level_is_kept(tmp_path: Path) -> None:
    """Lines below the level are not written."""
    configure_logging(tmp_path / "quoth.log", "warning", None)
    logging.getLogger("application.somewhere").info("not important")
    assert (tmp_path / "quoth.log").read_text() == ""


def test_libraries_do_not_log_what_they_were_given(tmp_path: Path) -> None:
    """The debug level does not apply to libraries, which would log prompts with passages."""
    configure_logging(tmp_path / "quoth.log", "debug", None)
    logging.getLogger("groq._base_client").debug("Request options: the text of a passage")
    logging.getLogger("application.somewhere").debug("ours")
    lines = (tmp_path / "quoth.log").read_text().splitlines()
    assert [json.loads(line)["event"] for line in lines] == ["ours"]


NAMES = [
    "a\nrequest GET /forged 200",
    "a\r\x1b[2J\x1b]0;owned\x07",
    "a\x9b31m\u202egnp.exe\u2028next",
    "a quoth_abcDEF123456-xyz and gsk_0123456789abcdef",
    "postgresql://quoth:hunter2hunter2@db/quoth",
    "GET /v1/x?api_key=hunter2hunter2",
    "Authorization: Bearer hunter2hunter2",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_forges_no_line_and_gives_no_key(tmp_path: Path, name: str) -> None:
    """A name with control characters or a key stays in its line, and is harmless there."""
    console = io.StringIO()
    configure_logging(tmp_path / "quoth.log", "info", console)
    log = logging.getLogger("application.somewhere")
    log.info("stored %s", name)
    try:
        raise TextUndecodable(f"{name} is no text.")
    except TextUndecodable as exc:
        log.warning("failed", exc_info=exc)
    written = (tmp_path / "quoth.log").read_text()
    assert len(written.splitlines()) == 2
    shown = console.getvalue()
    lines = shown.splitlines()
    assert "stored a" in lines[0] or "[hidden]" in lines[0]
    assert "failed" in lines[1]
    assert not set(shown) & set("\x1b\x07\r\x9b\u202e\u2028")
    for text in (shown, written):
        assert "hunter2" not in text
        assert "quoth_abc" not in text
        assert "gsk_" not in text
