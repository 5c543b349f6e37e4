"""The report for bugs: complete, and without anything that is nobody's business."""

import getpass
import json
import zipfile
from pathlib import Path

import pytest

from domain.errors import Misconfigured
from entrypoints.commands.bundle import redaction, write_bundle
from entrypoints.commands.doctor import Finding
from entrypoints.settings import Settings

KEY = "gsk_0123456789"
DSN = "postgresql://ada:hunter2@db.internal:5432/quoth"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path, database_url=DSN, groq_api_key=KEY, chunk_tokens=128)


def test_a_bundle_has_what_a_bug_needs(settings: Settings, tmp_path: Path) -> None:
    """Findings, changed settings, versions and the end of the log are in the file."""
    settings.log_file.parent.mkdir(parents=True)
    settings.log_file.write_text("".join(f'{{"event": "line {n}"}}\n' for n in range(2_100)))
    findings = [Finding("database", healthy=False, finding=f"{DSN} does not answer")]
    write_bundle(tmp_path / "report.zip", settings, findings)
    with zipfile.ZipFile(tmp_path / "report.zip") as bundle:
        report = json.loads(bundle.read("report.json"))
        log = bundle.read("quoth.log").decode()
    assert report["findings"] == [
        {"part": "database", "healthy": False, "finding": "[secret] does not answer"}
    ]
    assert report["settings"]["QUOTH_CHUNK_TOKENS"] == "128"
    assert report["settings"]["GROQ_API_KEY"] == "[secret]"
    assert "QUOTH_PORT" not in report["settings"]
    assert report["packages"]["msgspec"]
    assert '"line 99"' not in log
    assert log.endswith('{"event": "line 2099"}\n')


def test_secrets_names_and_queries_are_removed(settings: Settings) -> None:
    """Keys, passwords, the home folder, the user and what was asked for are not in the text."""
    redact = redaction(settings)
    home, user = Path.home(), getpass.getuser()
    text = redact(
        f"{KEY} {DSN} http://bob:pw@proxy/ GET /api/document/?filename=payroll*&x=1 200"
        f" {home}/quoth by {user}!"
    )
    for word in (KEY, "hunter2", "bob", "pw@", "payroll", str(home)):
        assert word not in text
    assert "GET /api/document/?[query] 200" in text
    assert "~/quoth" in text


def test_keys_of_the_models_file_are_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever variable has them: of chat models, embedding models and rerankers."""
    file = tmp_path / "models.toml"
    tables = []
    for kind in ("chat", "embedding", "reranking"):
        monkeypatch.setenv(f"{kind.upper()}_KEY", f"abc-{kind}-secret")
        tables += [
            f"[[{kind}]]",
            'name = "m"\nmodel = "m"\nbase_url = "http://127.0.0.1:9/v1"',
            f'api_key_env = "{kind.upper()}_KEY"',
            'provider = "openai"' if kind == "chat" else "",
        ]
    file.write_text("\n".join(tables))
    redact = redaction(Settings(data_dir=tmp_path, models_file=file))
    said = redact("refused: abc-chat-secret, abc-embedding-secret and abc-reranking-secret")
    assert said == "refused: [secret], [secret] and [secret]"


@pytest.mark.parametrize("error", [KeyError("getpwuid(): uid not found"), OSError("No username")])
def test_a_user_without_a_name_makes_a_bundle(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    """In a container the id of the user may have no name and no folder, or `/` for one."""

    def unknown() -> str:
        raise error

    def homeless() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(getpass, "getuser", unknown)
    monkeypatch.setattr(Path, "home", homeless)
    assert redaction(settings)(f"a/b {KEY}") == "a/b [secret]"
    monkeypatch.setattr(Path, "home", lambda: Path("/"))
    assert redaction(settings)(f"a/b {KEY}") == "a/b [secret]"


def test_no_file_is_replaced(settings: Settings, tmp_path: Path) -> None:
    """A file that exists stays as it is."""
    (tmp_path / "report.zip").write_text("mine")
    with pytest.raises(Misconfigured, match="Nothing was written"):
        write_bundle(tmp_path / "report.zip", settings, [])
    assert (tmp_path / "report.zip").read_text() == "mine"
