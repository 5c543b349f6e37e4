"""Uploads whose file or form is damaged, on PostgreSQL: a document or a reason, never a 5xx."""

import os
import random
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from itertools import cycle, islice
from typing import Any

import httpx
import pytest

from adapters.postgres.database import Database
from entrypoints.api.app import create_api
from entrypoints.api.served_hosts import ServedHosts
from entrypoints.container import create_container
from tests.api.client import problem_of
from tests.fakes.wiring import FakeModels, test_settings
from tests.support.acting import EVERYBODY
from tests.support.damaged_files import damaged
from tests.support.databases import DIMENSION, MODEL
from tests.support.sample_files import SampleFile, sample_files

# `make test-faults` sends more
UPLOADS = int(os.environ.get("TEST_UPLOADS", "120"))
BOUNDARY = b"b0undary"
DOORS = ("/api/document/?wait=true", "/api/document/?wait=false", "/v1/files")


@pytest.fixture
async def http(postgres_dsn: str) -> AsyncIterator[httpx.AsyncClient]:
    """The real application on PostgreSQL."""
    container = create_container(test_settings(), FakeModels(DIMENSION))
    database = await container.get(Database)
    await database.open(postgres_dsn, MODEL, DIMENSION)
    app: Any = create_api(
        container, EVERYBODY, served_hosts=ServedHosts(patterns=frozenset({"quoth"}))
    )
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://quoth") as http:
        yield http
    await database.close()
    await container.close()


def form_of(filename: bytes, content: bytes) -> bytes:
    """Return a form with one file."""
    return (
        b"--" + BOUNDARY + b'\r\nContent-Disposition: form-data; name="file"; filename="'
        b"" + filename + b'"\r\n\r\n' + content + b"\r\n--" + BOUNDARY + b"--\r\n"
    )


def malformed(sample: SampleFile, seed: int) -> Iterator[bytes]:
    """Yield forms with damaged copies of a file, then damaged forms with the whole file."""
    name = sample.filename.encode()
    yield from (form_of(name, content) for content in damaged(sample.content, seed))
    # most of a form is its file, so only what stands around it is damaged
    head, body, tail = form_of(name, sample.content).partition(sample.content)
    yield from (copy + body + tail for copy in damaged(head, seed))
    yield from (head + body + copy for copy in damaged(tail, seed))


def all_malformed() -> Iterator[bytes]:
    """Yield malformed forms of all formats in turns, different ones for each sample and turn."""
    chance = random.Random(7)  # noqa: S311 - damage, not secrets
    samples = sample_files()
    turns = []
    for number, sample in enumerate(samples):
        forms = list(malformed(sample, number))
        chance.shuffle(forms)
        turns.append(cycle(forms))
    for turn in cycle(turns):
        yield next(turn)


@pytest.mark.faults
@pytest.mark.timeout(900)
async def test_no_malformed_upload_breaks_the_server(http: httpx.AsyncClient) -> None:
    """Each is answered with a document or with a problem that says what is wrong."""
    headers = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY.decode()}"}
    statuses = Counter[int]()
    for form, door in zip(islice(all_malformed(), UPLOADS), cycle(DOORS), strict=False):
        response = await http.post(door, content=form, headers=headers)
        statuses[response.status_code] += 1
        assert response.status_code < 500, (door, form[:500], response.text)
        if response.status_code >= 400 and door.startswith("/api"):
            problem = problem_of(response)
            assert problem["code"] != "internal_error"
            assert len(problem["detail"]) > 10
        elif response.status_code >= 400:
            assert response.json()["error"]["message"]
    assert {201, 400} <= statuses.keys()
    listed = (await http.get("/api/document/", params={"limit": 200})).json()["items"]
    assert all(each["status"] in {"processed", "pending"} for each in listed)
