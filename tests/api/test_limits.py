"""Limits of documents and collections to groups, as requests set and see them."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from domain.access.audit import AuditOutcome
from domain.access.role import Role
from tests.api.client import problem_of
from tests.support.keys import KeyedServer, bearing, keyed_server


class Team:
    """An admin, an editor in the group legal, and a reader outside, with a document."""

    def __init__(self, server: KeyedServer, keys: dict[str, str]) -> None:
        self.server = server
        self._keys = keys
        self.document = self.collection = ""

    async def send(self, who: str, method: str, path: str, **given: Any) -> httpx.Response:
        """Send a request with a key."""
        return await self.server.http.request(
            method, path, headers=bearing(self._keys[who]), **given
        )

    async def limit(self, who: str, path: str, *groups: str) -> httpx.Response:
        """Limit something to groups."""
        return await self.send(who, "PATCH", path, json={"limited_to": list(groups)})


@pytest.fixture
async def team() -> AsyncIterator[Team]:
    """A document in a collection, which nothing limits."""
    async with keyed_server() as server:
        keys = {
            "admin": (await server.make_key(Role.ADMIN)).text,
            "editor": (await server.make_key(Role.EDITOR, groups=("legal",))).text,
            "reader": (await server.make_key(Role.READER, groups=("staff",))).text,
        }
        team = Team(server, keys)
        files, data = {"file": ("deed.txt", b"The deed is in the cellar.")}, {"collection": "Deeds"}
        made = await team.send("editor", "POST", "/api/document/", files=files, data=data)
        team.document = f"/api/document/{made.json()['document_id']}/"
        [found] = (await team.send("editor", "GET", "/api/collection/")).json()["items"]
        team.collection = f"/api/collection/{found['collection_id']}/"
        assert (made.json()["limited_to"], found["limited_to"]) == ([], [])
        yield team


@pytest.mark.parametrize("kind", ["document", "collection"])
async def test_an_admin_limits_what_others_read(team: Team, kind: str) -> None:
    """Who is in a group sees it and its limit, and for who is not it is gone until it is lifted."""
    path, missing = getattr(team, kind), f"{kind}_not_found"
    limited = await team.limit("admin", path, "legal ", "board", "legal")
    assert (limited.status_code, limited.json()["limited_to"]) == (200, ["board", "legal"])
    for who in ("admin", "editor"):
        assert (await team.send(who, "GET", path)).json() == limited.json()
    hidden = await team.send("reader", "GET", path)
    assert (hidden.status_code, problem_of(hidden)["code"]) == (404, missing)
    for lists in (f"/api/{kind}/", "/api/document/"):
        assert (await team.send("reader", "GET", lists)).json()["items"] == []
    assert (await team.limit("admin", path)).json()["limited_to"] == []
    assert (await team.send("reader", "GET", path)).status_code == 200
    done = [each for each in team.server.fakes.audit.entries if each.action == f"{kind}.limit"]
    assert [str(each.target) in path for each in done] == [True, True]


@pytest.mark.parametrize("kind", ["document", "collection"])
async def test_only_admins_limit(team: Team, kind: str) -> None:
    """An editor is refused, which is entered under its own name; what is unknown is not found."""
    path = getattr(team, kind)
    refused = await team.limit("editor", path, "legal")
    assert (refused.status_code, problem_of(refused)["code"]) == (403, "not_allowed")
    assert (await team.limit("reader", path, "staff")).status_code == 403
    entries = team.server.fakes.audit.entries[-2:]
    assert [(each.action, each.outcome) for each in entries] == [
        (f"{kind}.limit", AuditOutcome.REFUSED),
        (f"{kind}.{'change' if kind == 'document' else 'rename'}", AuditOutcome.REFUSED),
    ]
    assert (await team.send("admin", "GET", path)).json()["limited_to"] == []
    unknown = await team.limit("admin", f"/api/{kind}/0198a6c0-0000-7000-8000-000000000000/", "a")
    assert unknown.status_code == 404


async def test_a_limit_that_cannot_be_is_refused(team: Team) -> None:
    """Groups have names, and a limit is changed alone: otherwise nothing is."""
    for path, other in ((team.document, {"title": "Deed"}), (team.collection, {"name": "Deed"})):
        for body, code in (
            ({"limited_to": [" "]}, "groups_invalid"),
            ({"limited_to": ["x" * 201]}, "groups_invalid"),
            ({"limited_to": [str(number) for number in range(51)]}, "invalid_request"),
            ({"limited_to": ["legal"], **other}, "invalid_request"),
            ({}, "invalid_request"),
        ):
            refused = await team.send("admin", "PATCH", path, json=body)
            assert (refused.status_code, problem_of(refused)["code"]) == (400, code), body
    document = (await team.send("admin", "GET", team.document)).json()
    assert (document["limited_to"], document["title"]) == ([], None)


async def test_what_is_limited_to_others_is_not_stored_again(team: Team) -> None:
    """The bytes of such a document are refused, with whom to ask."""
    await team.limit("admin", team.document, "board")
    files = {"file": ("mine.txt", b"The deed is in the cellar.")}
    refused = await team.send("editor", "POST", "/api/document/", files=files)
    assert (refused.status_code, problem_of(refused)["code"]) == (409, "document_limited")
    assert "ask an admin" in problem_of(refused)["detail"]
