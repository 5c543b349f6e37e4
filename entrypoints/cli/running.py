"""How a command runs: its settings, its event loop and its terminal."""

import asyncio
import os
import sys
from collections.abc import Coroutine
from typing import Any, TypeVar

from rich.console import Console

from entrypoints.settings import Settings, read_settings

Result = TypeVar("Result")

# the options that stand before the command, by the names of their variables
chosen: dict[str, str | None] = {}

console = Console(emoji=False)  # names and quotations are printed as they are
errors = Console(stderr=True, emoji=False, soft_wrap=True)


def given_settings(options: dict[str, str | None] | None = None) -> Settings:
    """Return the settings. Options that were given override variables.

    Args:
        options: The value of each option by the name of its variable; None if it was not given.

    Raises:
        Misconfigured: With one line for each unknown name and each invalid value.
    """
    every = {**chosen, **(options or {})}
    given = {name: value for name, value in every.items() if value is not None}
    return read_settings({**os.environ, **given})


def run_to_end(coroutine: Coroutine[Any, Any, Result]) -> Result:
    """Run a command to its end, or until Ctrl+C."""
    try:
        return asyncio.run(coroutine)
    except KeyboardInterrupt:
        errors.print("Stopped. Everything finished so far is stored.")
        sys.exit(130)
