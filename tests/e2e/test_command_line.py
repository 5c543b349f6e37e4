"""The command line, run as a person runs it."""

import json
import subprocess
import zipfile
from pathlib import Path

import pytest

from tests.e2e.command import environment, quoth
from tests.e2e.process import QuothProcess


@pytest.fixture
def folder(data_dir: Path) -> Path:
    """A folder with three documents, one of them broken, and things that are none."""
    root = data_dir / "notes"
    (root / "deep").mkdir(parents=True)
    (root / "tea.md").write_text("# Tea\n\nGreen tea is brewed at seventy degrees.\n")
    (root / "deep" / "coffee.txt").write_text("Espresso is pressed at nine bar.")
    (root / "deep" / "broken.txt").write_bytes(b"caf\xe9\0")
    (root / "photo.png").write_bytes(b"\x89PNG")
    (root / ".hidden.md").write_text("Not to be seen.")
    return root


def test_ingest_and_ask_beside_a_running_server(server: QuothProcess, folder: Path) -> None:
    """A folder is ingested with a summary, again as unchanged, and answers with its sources."""
    first = quoth("ingest", str(folder), env=server.env, cwd=folder)
    assert "2 added, 0 unchanged, 1 failed" in first.stdout
    assert "broken.txt" in first.stdout
    assert "byte 3" in first.stdout
    assert first.returncode == 1
    again = quoth("ingest", str(folder / "tea.md"), env=server.env, cwd=folder)
    assert "0 added, 1 unchanged, 0 failed" in again.stdout
    assert again.returncode == 0
    asked = quoth("ask", "How hot is green tea brewed?", env=server.env, cwd=folder)
    assert "Green tea is brewed at seventy degrees. [1]" in asked.stdout
    assert "tea.md" in asked.stdout
    assert asked.returncode == 0


def test_documents_are_listed_shown_and_deleted_beside_a_running_server(
    server: QuothProcess, data_dir: Path
) -> None:
    """The commands on documents load no model, and what they delete is gone from the server."""
    with server.client() as client:
        for name in ("heron/notes.md", "egret/notes.md"):
            client.post("/api/document/", files={"file": (name, b"The heron sleeps at noon.")})
        # a model that does not exist: nothing may try to load it
        env = {**server.env, "QUOTH_EMBEDDING_MODEL": str(data_dir / "no-model")}

        def run(*arguments: str) -> subprocess.CompletedProcess[str]:
            return quoth(*arguments, env=env, cwd=data_dir)

        listed = run("list", "heron/*")
        assert listed.returncode == 0, listed.stderr
        [row] = [line.split("\t") for line in listed.stdout.splitlines()]
        assert row[5:] == ["heron/notes.md", "egret/notes.md"]
        [document] = json.loads(run("list", "egret/*", "--json").stdout)
        assert document["document_id"] == row[0]
        assert run("show", "egret/notes.md", "--text").stdout == "The heron sleeps at noon."
        assert f"id            {row[0]}\n" in run("show", "heron/notes.md").stdout
        unknown = run("show", "notes.md")
        assert unknown.returncode == 1
        assert "Did you mean heron/notes.md or egret/notes.md?" in unknown.stderr
        refused = run("delete", "heron/notes.md")
        assert (refused.returncode, refused.stdout) == (1, "Nothing was deleted.\n")
        assert "--yes" in refused.stderr
        assert run("delete", "heron/notes.md", "--yes").returncode == 0
        shown = client.get(f"/api/document/{row[0]}/").json()
        assert shown["names"] == ["egret/notes.md"]
        assert run("delete", row[0], "-y").stdout == "deleted: egret/notes.md\n"
        assert client.get(f"/api/document/{row[0]}/").status_code == 404


def test_a_command_on_documents_says_that_nothing_was_stored(data_dir: Path) -> None:
    """In a new data directory, listing says what to do, in one line."""
    result = quoth("list", env=environment(data_dir / "data"), cwd=data_dir)
    assert result.returncode == 1
    assert "Nothing was ever stored" in result.stderr
    assert "Traceback" not in result.stderr


def test_doctor_finds_everything_in_order(server: QuothProcess, data_dir: Path) -> None:
    """On a healthy installation every part has a mark and a finding."""
    result = quoth("doctor", env=server.env, cwd=data_dir)
    assert result.returncode == 0, result.stdout
    parts = ("disk", "file readers", "embedding model", "tokenizer", "database", "language model")
    assert all(f"✓ {part}" in result.stdout for part in parts)
    assert "pgvector 0." in result.stdout


def test_doctor_writes_a_report_without_secrets(server: QuothProcess, data_dir: Path) -> None:
    """`--bundle` writes findings, settings and the log into a file, and never replaces one."""
    env = {**server.env, "GROQ_API_KEY": "gsk_of_nobody", "QUOTH_LANGUAGE_MODEL": "extractive"}
    result = quoth("doctor", "--bundle", "report.zip", env=env, cwd=data_dir)
    assert result.returncode == 0, result.stdout + result.stderr
    with zipfile.ZipFile(data_dir / "report.zip") as bundle:
        assert set(bundle.namelist()) == {"report.json", "quoth.log"}
        report = json.loads(bundle.read("report.json"))
        everything = "".join(bundle.read(name).decode() for name in bundle.namelist())
    assert {each["part"] for each in report["findings"]} >= {"disk", "database"}
    assert report["settings"]["GROQ_API_KEY"] == "[secret]"
    assert "gsk_of_nobody" not in everything
    again = quoth("doctor", "--bundle", "report.zip", env=env, cwd=data_dir)
    assert again.returncode == 1
    assert "report.zip exists: name another file" in again.stderr


def test_doctor_says_how_to_fix_a_database_that_is_missing(data_dir: Path) -> None:
    """A part that is broken is named with what to do, and the others are checked all the same."""
    env = environment(data_dir / "data", database_url="postgresql://nobody@127.0.0.1:1/none")
    result = quoth("doctor", env=env, cwd=data_dir)
    assert result.returncode == 1
    assert "✗ database" in result.stdout
    assert "✓ tokenizer" in result.stdout


def test_a_misspelt_setting_is_one_clear_line(data_dir: Path) -> None:
    """An unknown name and a bad value are named, and nothing starts."""
    env = environment(data_dir / "data", prot=8000, chunk_tokens="many")
    result = quoth("serve", env=env, cwd=data_dir)
    assert result.returncode == 1
    assert "QUOTH_PROT" in result.stderr
    assert "QUOTH_CHUNK_TOKENS" in result.stderr
    assert "Traceback" not in result.stderr


def test_an_unknown_model_ends_the_start_with_one_line(data_dir: Path) -> None:
    """A server that can never answer says why and ends, instead of staying unhealthy."""
    env = environment(data_dir / "data", embedding_model=str(data_dir / "no-model"), port=0)
    result = quoth("serve", env=env, cwd=data_dir)
    assert result.returncode == 1
    assert "QUOTH_EMBEDDING_MODEL" in result.stderr


def test_migrate_brings_the_database_up_to_date(server: QuothProcess, data_dir: Path) -> None:
    """Migrating a database that is up to date changes nothing and says so."""
    result = quoth("migrate", env=server.env, cwd=data_dir)
    assert result.returncode == 0, result.stderr
    assert "up to date" in result.stdout


def test_settings_come_from_a_file_as_well(data_dir: Path) -> None:
    """A .env file in the working directory is read, and checked like the environment."""
    (data_dir / ".env").write_text("QUOTH_LANGUAGE_MODEL=oracle\n")
    result = quoth("migrate", env=environment(data_dir / "data"), cwd=data_dir)
    assert result.returncode == 1
    assert "QUOTH_LANGUAGE_MODEL" in result.stderr


def test_no_text_or_key_is_in_the_log(server: QuothProcess) -> None:
    """The log file names requests by id and holds nothing of documents, questions or keys."""
    with server.client() as client:
        response = client.post(
            "/api/document/", files={"file": ("secret.txt", b"The vault opens with xylophone.")}
        )
        body = {"query": "What opens the vault? quetzalcoatl"}
        client.post("/api/search/", json=body)
    log = (server.data_dir / "logs" / "quoth.log").read_text()
    assert response.headers["x-request-id"] in log
    assert "xylophone" not in log
    assert "quetzalcoatl" not in log
    assert "secret.txt" not in log
