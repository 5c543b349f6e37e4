"""The contract of a PassageIndex, held by a distributed index beside a database."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from tests.contracts.stores import Library
from tests.contracts.test_passage_index import *  # noqa: F403 - the same suite on another library
from tests.fakes.distributed_index import InMemoryDistributedIndex
from tests.support.databases import DatabaseServer
from tests.support.distributed import FedIndex, distributed, engine_in, engine_of


@pytest.fixture(params=["memory", "milvus"])
async def library(
    request: pytest.FixtureRequest, embedded_server: DatabaseServer
) -> AsyncIterator[Library]:
    """An empty library, in whose index everything is written before each search."""
    if request.param == "memory":
        engine = engine_of(InMemoryDistributedIndex())
    else:
        engine = engine_in(request.getfixturevalue("milvus"))
    async with embedded_server.database() as database:
        # no filter leaves so few chunks that the database compares them
        whole = distributed(database, engine, exact_chunks=0)
        yield replace(whole.library, index=FedIndex(whole.library.index, whole.feed))
        if name := (await whole.register.current()).name:
            await engine[2].drop(name)
