"""Reads the lines of a conversation."""

import signal
import sys

PROMPT = "> "


def next_line() -> str | None:
    """Return the next line of standard input; None at its end, or after Ctrl+C at the prompt."""
    if not sys.stdin.isatty():
        return sys.stdin.readline() or None
    import readline  # noqa: F401 - lets `input` edit lines, and go back to former ones

    # a running event loop has taken the signal for itself, and would hear of it only afterwards
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return input(PROMPT)
    except (EOFError, KeyboardInterrupt):
        sys.stdout.write("\n")
        return None
    finally:
        signal.signal(signal.SIGINT, before)
