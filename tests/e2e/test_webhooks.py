"""Webhooks of a real server, received by the program that their page shows."""

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import httpx

from tests.e2e.command import ROOT, quoth
from tests.e2e.process import QuothProcess, free_port

PAGE = ROOT / "docs" / "webhooks.md"
SECONDS = 60.0


def lines_in(output: Path, count: int) -> list[str]:
    """Return what a program printed, once it is so many lines."""
    deadline = time.monotonic() + SECONDS
    while len(lines := output.read_text().splitlines()) < count:
        assert time.monotonic() < deadline, f"printed only: {lines}"
        time.sleep(0.05)
    return lines


def test_the_receiver_of_the_page_verifies_what_it_is_told(
    server: QuothProcess, client: httpx.Client, data_dir: Path
) -> None:
    """A document and an answer arrive, signed with the secret that the command printed."""
    port = free_port()
    address = f"http://127.0.0.1:{port}/"
    added = quoth("webhooks", "add", address, "--json", env=server.env, cwd=data_dir)
    assert added.returncode == 0, added.stderr
    webhook = json.loads(added.stdout)
    [program] = re.findall(r"```python\n(.*?)```", PAGE.read_text(), re.DOTALL)
    output = data_dir / "received.txt"
    with output.open("w") as file:
        receiver = subprocess.Popen(  # noqa: S603 - our own documentation
            [sys.executable, "-c", program.replace("9000", str(port))],
            env={**os.environ, "WEBHOOK_SECRET": webhook["secret"]},
            stdout=file,
        )
    try:
        files = {"file": ("ibis.txt", b"The sacred ibis wades through warm water.")}
        document = client.post("/api/document/", files=files).json()
        [processed] = lines_in(output, 1)
        assert processed.startswith("document.processed {")
        assert document["document_id"] in processed
        session = client.post("/api/session/create/").json()["session_id"]
        question = {"session_id": session, "message": "Where does the ibis wade?"}
        assert '"type":"done"' in client.post("/api/chat/", json=question).text
        client.delete(f"/api/document/{document['document_id']}/")
        told = [line.split()[0] for line in lines_in(output, 3)]
        assert told[0] == "document.processed"
        assert sorted(told[1:]) == ["answer.finished", "document.deleted"]
        assert "ibis wade" not in output.read_text()
    finally:
        receiver.kill()
        receiver.wait()
    removed = quoth("webhooks", "remove", webhook["webhook_id"], env=server.env, cwd=data_dir)
    assert removed.returncode == 0, removed.stderr
