"""The settings that may be seen, over HTTP."""

from dataclasses import fields
from pathlib import Path

import pytest

from domain.access.role import Role
from entrypoints.settings import SECRETS, Settings
from entrypoints.shown_settings import SHOWN
from tests.api.client import Client
from tests.fakes.wiring import test_settings
from tests.support.keys import bearing, keyed_server


@pytest.fixture
def settings() -> Settings:
    return test_settings(
        search_top_k=7,
        search_min_score=None,
        reranker_model="/srv/models/ranker",
        groq_api_key="gsk_x",
    )


async def test_the_settings_in_use_are_listed_beside_their_defaults(client: Client) -> None:
    """Each has its variable, its value and its default; of a model only its name."""
    response = await client.http.get("/api/setting/")
    assert response.status_code == 200
    shown = {each["name"]: (each["value"], each["default"]) for each in response.json()["items"]}
    assert shown["QUOTH_SEARCH_TOP_K"] == (7, 5)
    assert shown["QUOTH_SEARCH_MIN_SCORE"] == (None, None)
    assert shown["QUOTH_SEARCH_MIN_CONFIDENCE"] == (0.0, 0.5)
    assert shown["QUOTH_RERANKER_MODEL"] == ("ranker", "")
    assert "gsk_x" not in response.text
    assert "/srv" not in response.text


def test_no_secret_and_no_path_is_among_those_that_are_shown() -> None:
    """What a setting shows is a number or a short word."""
    kinds = {each.name: each.type for each in fields(Settings)}
    assert SECRETS.isdisjoint(SHOWN)
    assert not [name for name in SHOWN if kinds[name] in {Path, Path | None}]
    assert not [name for name in SHOWN if name.endswith(("_url", "_uri", "_dir", "_file"))]


async def test_every_role_sees_the_settings_and_nobody_else() -> None:
    """A reader's key is enough; without a key the server answers 401."""
    async with keyed_server() as server:
        reader = await server.make_key(Role.READER)
        assert (await server.http.get("/api/setting/", headers=bearing(reader))).status_code == 200
        assert (await server.http.get("/api/setting/")).status_code == 401
