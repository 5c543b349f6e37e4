"""Backups of a server that runs, restored for another one."""

import subprocess
from pathlib import Path
from typing import Any

import httpx

from tests.e2e.command import quoth
from tests.e2e.conversation import ask, create_session, text_of, upload
from tests.e2e.process import QuothProcess

QUESTION = "How hot is bancha brewed?"
ANSWER = "Bancha is brewed at eighty degrees."


def found(client: httpx.Client, session: str, document: str) -> list[Any]:
    """Return what a client sees of documents, searches and conversations."""
    query = {"query": "bancha brewed", "top_k": 10}
    original = client.get(f"/api/document/{document}/original/")
    return [
        client.post("/api/search/", json=query).json()["passages"],
        client.get(f"/api/session/{session}/").json(),
        client.get("/api/document/").json(),
        original.content,
        original.headers["etag"],
    ]


def test_a_backup_of_a_running_server_answers_alike(server: QuothProcess, data_dir: Path) -> None:
    """Documents, citations and sessions come back, and the same question has the same answer."""
    file = data_dir / "library.quoth"

    def run(*arguments: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
        return quoth(*arguments, env=env, cwd=data_dir)

    with server.client() as client:
        document = upload(client, f"# Bancha\n\n{ANSWER}\n", "bancha.md")["document_id"]
        session = create_session(client)
        answer = text_of(list(ask(client, session, QUESTION)))
        assert ANSWER in answer
        saved = run("backup", str(file), env=server.env)
        assert saved.returncode == 0, saved.stderr
        before = found(client, session, document)
        refused = run("restore", str(file), "--force", env=server.env)
        assert refused.returncode == 1
        assert "Another Quoth uses the database" in refused.stderr
        assert found(client, session, document) == before
    other = QuothProcess(data_dir / "other", chat_rate_limit=0)
    restored = run("restore", str(file), env=other.env)
    assert restored.returncode == 0, restored.stderr
    assert "Restored" in restored.stdout
    with other, other.client() as client:
        assert found(client, session, document) == before
        assert text_of(list(ask(client, create_session(client), QUESTION))) == answer
