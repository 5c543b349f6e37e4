"""What is around every change of what is searched."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from adapters.postgres.database import Database
from adapters.postgres.word_fold import fold_if_due
from domain.errors import Unavailable

logger = logging.getLogger(__name__)


@asynccontextmanager
async def library_change(database: Database) -> AsyncIterator[None]:
    """Wait for a turn to change the library, and fold its words after the block if that is due."""
    async with database.changes.turn():
        yield
        try:
            await fold_if_due(database.transaction)
        except Unavailable as exc:  # the change is stored, and a later one folds
            logger.warning("words were not folded: %s", type(exc).__name__)
