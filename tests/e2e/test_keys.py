"""A server that others can reach, and its first key."""

from pathlib import Path

from tests.e2e.command import environment, quoth
from tests.e2e.prepared import prepare
from tests.e2e.process import QuothProcess, free_port

EVERYWHERE = "0.0.0.0"  # noqa: S104 - the point
CREATE = ("key", "create", "--workspace", "default", "--role", "admin")


def test_a_server_that_others_reach_needs_a_key(data_dir: Path) -> None:
    """It does not start without one. With one it lets in who has it, and who owns the directory."""
    folder = data_dir / "data"
    env = environment(prepare(folder), host=EVERYWHERE)
    refused = quoth("serve", "--port", str(free_port()), env=env, cwd=data_dir)
    said = " ".join((refused.stdout + refused.stderr).split())
    assert refused.returncode == 1
    assert "no key was ever made" in said
    assert "quoth key create --workspace default --role admin" in said
    assert "Traceback" not in said

    made = quoth(*CREATE, "--group", "staff", env=env, cwd=data_dir)
    assert made.returncode == 0, made.stderr
    key = made.stdout.splitlines()[-1]
    with (
        QuothProcess(folder, host=EVERYWHERE, key=key) as server,
        server.client() as known,
        server.client(headers={}) as unknown,
    ):
        me = known.get("/api/me/").json()
        assert (me["role"], me["groups"]) == ("admin", ["staff"])
        assert unknown.get("/api/me/").status_code == 401
        assert unknown.get("/api/health/live/").status_code == 200
        assert unknown.get("/").headers["content-type"].startswith("text/html")
        (data_dir / "heron.md").write_text("The heron eats nine frogs a day.\n")
        added = quoth("ingest", "heron.md", "--verbose", env=env, cwd=data_dir)
        assert "asking the server at http://127.0.0.1" in added.stderr
        assert added.returncode == 0, added.stdout
        remote = environment(data_dir / "empty", server=server.base_url, api_key=key)
        assert "heron.md" in quoth("list", env=remote, cwd=data_dir).stdout
        assert quoth("key", "revoke", key[:14], env=env, cwd=data_dir).returncode == 0
        assert known.get("/api/me/").status_code == 401
