"""A process that writes what is due into a Milvus, and says so whenever it has written some."""

import asyncio
import sys

from adapters.milvus.client import Milvus
from adapters.postgres.database import Database
from tests.support.distributed import distributed, engine_in


async def main(dsn: str, uri: str) -> None:
    """Write until nothing is due."""
    database, milvus = Database(pool_size=4), Milvus(uri, seconds=60.0)
    await database.open(dsn)
    whole = distributed(database, engine_in(milvus))
    await whole.feed.execute(_say)
    await milvus.close()
    await database.close()


def _say(written: int) -> None:
    sys.stdout.write(f"{written}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2]))
