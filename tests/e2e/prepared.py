"""A database as the first start of a server leaves it.

Creating one takes longer than the rest of a start. So a test that is not about the first start
begins with a copy.
"""

import atexit
import subprocess
from contextlib import ExitStack
from functools import cache
from pathlib import Path

from adapters.embedded_postgres import EmbeddedPostgres
from tests.support.databases import FAST, temporary_directory


@cache
def _original() -> Path:
    """Create a database once for this process, and return the data directory that holds it."""
    from tests.e2e.process import quoth_environment
