"""Who gets in, as whom, and for how long."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from application.identifiers import new_id
from application.ports.workspaces import Workspaces
from domain.access.role import Role
from domain.access.workspace import Workspace
from entrypoints.api.authenticators import WITHOUT_LIBRARY
from entrypoints.log_config import configure_logging
from entrypoints.running_server import WORKSPACE_HEADER
from tests.api.client import problem_of
from tests.support.keys import TOKEN, KeyedServer, bearing, keyed_server

LOCAL = {"workspace": "default", "role": "admin", "name": "local", "groups": []}
ANYTHING = bearing("sk-whatever")


@pytest.fixture
async def server() -> AsyncIterator[KeyedServer]:
    """An application on a loopback address, without a key."""
    async with keyed_server() as server:
        yield server


async def test_the_first_key_closes_a_local_server_for_good(server: KeyedServer) -> None:
    """Until then everybody is the user of the machine; afterwards no revocation opens it again."""
    for headers in ({}, ANYTHING, bearing(f"quoth_{'0' * 40}")):
        me = await server.http.get("/api/me/", headers=headers)
        assert me.json() == LOCAL
    key = await server.make_key(Role.EDITOR)
    assert (await server.http.get("/api/me/")).status_code == 401
    assert (await server.http.get("/api/me/", headers=ANYTHING)).status_code == 401
    mine = await server.http.get("/api/me/", headers=bearing(key))
    assert mine.json() == {
        "workspace": "default",
        "role": "editor",
        "name": "a key",
        "groups": [],
    }
    assert (
        await server.http.get("/api/me", headers={"Authorization": f"bearer  {key.text} "})
    ).is_success
    server.revoke(key)
    for headers in ({}, ANYTHING, bearing(key)):
        assert (await server.http.get("/api/me/", headers=headers)).status_code == 401


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP"])
async def test_nobody_comes_in_through_a_proxy_before_the_first_key(
    server: KeyedServer, header: str
) -> None:
    """Whoever reaches the proxy would be the user of the machine; with a key they may come in."""
    passed_on = {header: "for=192.0.2.1"}
    refused = await server.http.get("/api/me/", headers=passed_on | ANYTHING)
    assert (refused.status_code, problem_of(refused)["code"]) == (403, "not_allowed")
    assert "`quoth key create --role admin`" in problem_of(refused)["detail"]
    assert (await server.http.get("/api/health/live/", headers=passed_on)).is_success
    assert (await server.http.get("/api/me/")).json() == LOCAL
    server.fakes.access.available = False  # nobody can tell whether there is a key
    health = await server.http.get("/api/health/", headers=passed_on)
    assert problem_of(health)["code"] == "database_unavailable"
    server.fakes.access.available = True
    key = await server.make_key()
    assert (await server.http.get("/api/me/", headers=passed_on)).status_code == 401
    assert (await server.http.get("/api/me/", headers=passed_on | bearing(key))).is_success


async def test_an_address_that_others_reach_is_never_open() -> None:
    """Before the first key is made, only who can read the data directory gets in."""
    async with keyed_server(on_loopback=False) as server:
        for headers in ({}, ANYTHING):
            assert (await server.http.get("/api/me/", headers=headers)).status_code == 401
        assert (await server.http.get("/api/me/", headers=bearing(TOKEN))).json() == LOCAL
        assert (await server.http.get("/api/health/live/")).is_success


async def test_the_user_of_the_machine_chooses_the_workspace(server: KeyedServer) -> None:
    """The token of the data directory works beside keys, in each workspace that there is."""
    await server.make_key()
    workspaces = await server.container.get(Workspaces)
    await workspaces.ensure(Workspace(new_id(), "team"))
    assert (await server.http.get("/api/me/", headers=bearing(TOKEN))).json() == LOCAL
    in_team = bearing(TOKEN) | {WORKSPACE_HEADER: "team"}
    assert (await server.http.get("/api/me/", headers=in_team)).json() == LOCAL | {
        "workspace": "team"
    }
    nowhere = await server.http.get(
        "/api/me/", headers=bearing(TOKEN) | {WORKSPACE_HEADER: "nowhere"}
    )
    assert (nowhere.status_code, problem_of(nowhere)["code"]) == (404, "workspace_not_found")
    reader = await server.make_key()
    chosen = await server.http.get("/api/me/", headers=bearing(reader) | {WORKSPACE_HEADER: "team"})
    assert chosen.json()["workspace"] == "default"


async def test_keys_are_made_listed_and_revoked_by_admins(server: KeyedServer) -> None:
    """The text of a key is in one response alone, and its end is its next request."""
    body = {
        "name": " the\nwidget ",
        "role": "reader",
        "expires_at": "2999-01-01T00:00:00Z",
        "origins": ["https://Docs.example/"],
    }
    made = await server.http.post("/api/key/", json=body)
    assert made.status_code == 201
    assert made.headers["cache-control"] == "no-store"
    details = made.json()
    text = details.pop("key")
    assert text.startswith(details["prefix"])
    assert details["name"] == "the widget"
    assert details["origins"] == ["https://docs.example"]
    admin = bearing(await server.make_key(Role.ADMIN))
    listed = await server.http.get("/api/key/", headers=admin)
    assert listed.json()["items"][-1] == details
    assert text not in listed.text
    own_page = {**bearing(text), "Origin": "https://docs.example", "Sec-Fetch-Site": "same-origin"}
    assert (await server.http.get("/api/me/", headers=own_page)).json()["name"] == "the widget"
    for other in ({}, {"Origin": "https://other.example"}):
        refused = await server.http.get("/api/me/", headers=bearing(text) | other)
        assert (refused.status_code, problem_of(refused)["code"]) == (403, "not_allowed")
    gone = await server.http.delete(f"/api/key/{details['key_id']}/", headers=admin)
    assert gone.json()["revoked_at"] is not None
    refused = await server.http.get("/api/me/", headers=own_page)
    assert refused.status_code == 401
    assert "revoked" in problem_of(refused)["detail"]


async def test_a_key_has_its_groups(server: KeyedServer) -> None:
    """They are those of who acts with it, also in a browser that it signed in."""
    body = {"name": "ci", "role": "reader", "groups": ["staff", " legal", "staff"]}
    made = (await server.http.post("/api/key/", json=body)).json()
    assert made["groups"] == ["legal", "staff"]
    with_key = bearing(made["key"])
    assert (await server.http.get("/api/me/", headers=with_key)).json()["groups"] == made["groups"]
    await server.http.post(
        "/api/sign-in/", json={"key": made["key"]}, headers={"Origin": "http://localhost"}
    )
    assert (await server.http.get("/api/me/")).json()["groups"] == made["groups"]


async def test_a_key_that_cannot_be_is_refused(server: KeyedServer) -> None:
    """No key is made without a name, with another role, in the past, for no origin or group."""
    valid: dict[str, object] = {"name": "x", "role": "reader"}
    for wrong in (
        {"name": " "},
        {"name": "x" * 101},
        {"role": "owner"},
        {"expires_at": "2020-01-01T00:00:00Z"},
        {"origins": ["docs.example"]},
        {"origins": ["https://docs.example/page"]},
        {"origins": ["https://docs.example"], "role": "editor"},
        {"origins": ["https://docs.example"], "groups": ["legal"]},
        {"groups": [" "]},
        {"groups": ["x" * 201]},
        {"groups": [str(number) for number in range(51)]},
    ):
        refused = await server.http.post("/api/key/", json=valid | wrong)
        assert refused.status_code == 400, wrong
    assert not server.fakes.access.keys


async def test_the_keys_of_another_workspace_do_not_exist(server: KeyedServer) -> None:
    """An admin neither sees them nor revokes them, and an unknown id is answered alike."""
    team = Workspace(new_id(), "team")
    theirs = await server.make_key(Role.ADMIN, team)
    mine = bearing(await server.make_key(Role.ADMIN))
    assert len((await server.http.get("/api/key/", headers=mine)).json()["items"]) == 1
    answers = [
        await server.http.delete(f"/api/key/{key_id}/", headers=mine)
        for key_id in (theirs.key.id, uuid4())
    ]
    assert [problem_of(each)["code"] for each in answers] == ["key_not_found"] * 2
    assert (await server.http.get("/api/me/", headers=bearing(theirs))).json()[
        "workspace"
    ] == "team"


async def test_without_a_database_nobody_is_let_in_by_mistake(server: KeyedServer) -> None:
    """A local server still says what is wrong, and all else answers 503, key or not."""
    key = await server.make_key()
    server.fakes.access.available = False
    for headers in ({}, bearing(key)):
        refused = await server.http.get("/api/session/", headers=headers)
        assert (refused.status_code, problem_of(refused)["code"]) == (503, "database_unavailable")
        assert refused.headers["retry-after"]
    for path in WITHOUT_LIBRARY:
        assert (await server.http.get(path)).status_code == 200
    server.fakes.starting = True
    for headers in ({}, bearing(key)):
        refused = await server.http.get("/api/session/", headers=headers)
        assert (refused.status_code, problem_of(refused)["code"]) == (503, "starting")
    assert (await server.http.get("/api/me/")).status_code == 503
    assert (await server.http.get("/api/health/")).json()["status"] == "starting"


async def test_the_lines_of_a_request_name_its_workspace(tmp_path: Path) -> None:
    """The log tells which workspace each request was for."""
    places = [Workspace(UUID(int=number), f"library-{number}") for number in (3, 4)]
    async with keyed_server() as server:
        keys = [await server.make_key(workspace=place) for place in places]
        configure_logging(tmp_path / "quoth.log", "info", None)
        for key in keys:
            await server.http.get("/api/document/", headers=bearing(key))
    lines = [json.loads(line) for line in (tmp_path / "quoth.log").read_text().splitlines()]
    ends = [line for line in lines if line["event"].startswith("GET /api/document/")]
    assert [line["workspace_id"] for line in ends] == [str(UUID(int=3)), str(UUID(int=4))]


async def test_admins_of_a_workspace_read_its_metrics_alone(server: KeyedServer) -> None:
    """Admins of `default` read what all workspaces do, those of another one what that has done."""
    elsewhere = Workspace(uuid4(), "team")
    small = await server.make_key(Role.EDITOR)
    refused = await server.http.get("/metrics", headers=bearing(small))
    assert (refused.status_code, problem_of(refused)["code"]) == (403, "not_allowed")
    theirs, ours = await server.make_key(Role.ADMIN, elsewhere), await server.make_key(Role.ADMIN)
    for key, content in ((theirs, b"Herons."), (ours, b"Egrets.")):
        file = {"file": ("birds.txt", content)}
        added = await server.http.post("/api/document/", files=file, headers=bearing(key))
        assert added.status_code == 201
    lines = (await server.http.get("/metrics", headers=bearing(theirs))).text.splitlines()
    samples = [line for line in lines if not line.startswith("#")]
    label = f'workspace="{elsewhere.workspace_id}"'
    assert f'quoth_documents_total{{outcome="processed",{label}}} 1.0' in samples
    assert all(label in line for line in samples)
    for token in (ours, TOKEN):
        text = (await server.http.get("/metrics", headers=bearing(token))).text
        assert text.count("quoth_documents_total{") == 2
        assert "quoth_http_requests_total{" in text
