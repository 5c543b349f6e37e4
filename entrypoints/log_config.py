"""Logging: readable lines on the console, JSON lines in rotating files.

No line contains a document's text, a key, or what a terminal would obey. The code logs ids, counts
and codes. The message of a library's exception may repeat its input, so tracebacks show the
location and type of every exception, but only the messages of Quoth's own errors. Long ones,
such as those of recursions, leave out their middle: a few hundred would fill all log files.
"""

import logging
import sys
import traceback
from contextlib import suppress
from pathlib import Path
from typing import TextIO

import structlog
from opentelemetry.trace import get_current_span
from structlog.typing import EventDict, ExcInfo, Processor, WrappedLogger

from application.access.acting import acting_principal
from domain.errors import QuothError
from entrypoints.log_file import LogFile
from entrypoints.log_lines import one_line

FRAMES_AT_EACH_END = 20
OURS = ("application", "adapters", "entrypoints", "uvicorn")


class ConsoleHandler(logging.StreamHandler[TextIO]):
    """Writes to a stream that may be closed, or be a file on a full disk."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the base class's name
        """Ignore that a stream cannot be written to; show the traceback of any other error."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handleError(record)


def configure_logging(log_file: Path, level: str, console: TextIO | None = sys.stderr) -> None:
    """Send the lines of every logger to the console and to a rotating file.

    Args:
        log_file: The file to write to; its folder is created.
        level: The level of Quoth's own loggers: debug, info, warning or error.
        console: The stream for readable lines, or None.

    Raises:
        Misconfigured: If the file cannot be written.
    """
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        _on_one_line,  # what follows is made here, and needs no look at each line
        _name_span,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _format_exception,
    ]
    file_handler = LogFile(log_file)
    # not on the console: most servers have one workspace
    named = [_name_workspace, *shared]
    file_handler.setFormatter(_formatter(structlog.processors.JSONRenderer(), named))
    handlers: list[logging.Handler] = [file_handler]
    if console is not None:
        console_handler = ConsoleHandler(console)
        renderer = structlog.dev.ConsoleRenderer(colors=console.isatty())
        console_handler.setFormatter(_formatter(renderer, shared))
        handlers.append(console_handler)
    # below WARNING, libraries log their input, such as a prompt with its passages
    logging.basicConfig(level=logging.WARNING, handlers=handlers, force=True)
    for name in OURS:
        logging.getLogger(name).setLevel(level.upper())


def _formatter(renderer: Processor, shared: list[Processor]) -> structlog.stdlib.ProcessorFormatter:
    strip_meta = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared, processors=[strip_meta, renderer]
    )


def _name_workspace(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Let a line name the workspace that is acted in."""
    with suppress(LookupError):
        event["workspace_id"] = str(acting_principal().workspace.workspace_id)
    return event


def _name_span(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Let a line name the span that it was logged in, so that a trace leads to its lines."""
    span = get_current_span().get_span_context()
    if span.is_valid:
        event["trace_id"] = f"{span.trace_id:032x}"
        event["span_id"] = f"{span.span_id:016x}"
    return event


def _on_one_line(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Let no value, such as a name in a message, begin a line, command a terminal or give a key."""
    for name, value in event.items():
        if isinstance(value, str):
            event[name] = one_line(value)
    return event


def _format_exception(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    exc_info: ExcInfo | BaseException | bool | None = event.pop("exc_info", None)
    if exc_info is True:
        exc_info = sys.exc_info()  # type: ignore[assignment] # as logging itself reads it
    error = exc_info[1] if isinstance(exc_info, tuple) else exc_info
    if isinstance(error, BaseException):
        event["exception"] = "\n".join(_describe(error))
    return event


def _describe(error: BaseException | None) -> list[str]:
    lines: list[str] = []
    while error is not None:
        frames = _shortened(traceback.extract_tb(error.__traceback__))
        message = f": {one_line(str(error))}" if isinstance(error, QuothError) else ""
        lines = [frames, f"{type(error).__module__}.{type(error).__qualname__}{message}", *lines]
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return lines


def _shortened(frames: traceback.StackSummary) -> str:
    left_out = len(frames) - 2 * FRAMES_AT_EACH_END
    if left_out <= 0:
        return "".join(frames.format()).rstrip()
    first = traceback.format_list(frames[:FRAMES_AT_EACH_END])
    last = traceback.format_list(frames[-FRAMES_AT_EACH_END:])
    return "".join([*first, f"  {left_out:,} frames are left out here\n", *last]).rstrip()
