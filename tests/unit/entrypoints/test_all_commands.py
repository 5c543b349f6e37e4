"""Every command of `quoth`, from the table of the command line itself."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from entrypoints.cli.app import app
from entrypoints.cli.on_this_machine import OnThisMachine

ROOT = Path(__file__).parents[3]
CODE = ("application/access", "entrypoints/api/mcp", "entrypoints/cli", "entrypoints/commands")
PAGE, AUDIT_LOG = (ROOT / "docs" / name for name in ("command-line.md", "audit-log.md"))
WITHOUT_JSON = {
    "serve": "runs",
    "worker": "runs",
    "embedder": "runs",
    "migrate": "has no result",
    "mcp": "standard output carries the protocol",
}
# what a command without `--server` enters into the audit log, or why it enters nothing
ENTERED: dict[str, tuple[str, ...]] = {
    "ray-ingest": ("library.ingest",),
    "reindex": ("library.reindex", "library.drop_vectors"),
    "calibrate": ("library.calibrate",),
    "backup": ("library.backup",),
    "restore": ("library.restore",),
    "export": ("library.export",),
    "key create": ("key.create",),
    "key revoke": ("key.revoke",),
    "quota set": ("quota.set",),
    "audit export": ("audit.export",),
    "mcp": ("answer.ask",),
}
NOT_ENTERED = {
    "serve": "each request is entered by itself",
    "worker": "works off what was entered when it was uploaded",
    "embedder": "has no library",
    "migrate": "so does every start of a new version; schema_migrations says when",
    "eval": "has a database of its own",
    "doctor": "reads",
    "index rebuild": "writes what the library has again, and changes nothing of it",
    "index verify": "reads",
    "quota show": "reads",
    "key list": "reads",
    "workspace list": "reads",
}


def commands() -> Iterator[tuple[str, typer.core.TyperCommand]]:
    """Yield each command with its name."""
    group = typer.main.get_command(app)
    assert isinstance(group, typer.core.TyperGroup)
    for name, command in group.commands.items():
        if isinstance(command, typer.core.TyperGroup):
            for below, each in command.commands.items():
                assert isinstance(each, typer.core.TyperCommand)
                yield f"{name} {below}", each
        else:
            assert isinstance(command, typer.core.TyperCommand)
            yield name, command


COMMANDS = dict(commands())
LOADED = "import sys, entrypoints.cli.app; print(*sys.modules)"
HEAVY = {"asyncpg", "dishka", "litestar", "numpy", "torch", "transformers"}


def options(command: typer.core.TyperCommand) -> set[str]:
    """Return the options of a command."""
    return {option for parameter in command.params for option in parameter.opts}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_works_on_a_server_or_says_why_not(name: str) -> None:
    """It has `--server`, or refuses it with what to do instead; each says what `--json` prints."""
    command, page = COMMANDS[name], PAGE.read_text()
    if "--server" not in options(command):
        assert isinstance(command, OnThisMachine)
        refused = CliRunner().invoke(app, [*name.split(), "--server", "http://127.0.0.1:1"])
        assert refused.exit_code == 2
        said = re.sub(r"[\s\u2500-\u257f]+", " ", refused.output)
        assert f"`quoth {name}` has no --server. " in said
    assert f"`{name}`" in page
    assert ("--json" in options(command)) != (name in WITHOUT_JSON)
    if name not in WITHOUT_JSON:
        assert re.search(rf"^\| [^|]*`{name}`[^|]* \|", page, re.MULTILINE), "what does it print?"


def test_a_command_that_changes_something_enters_it_into_the_audit_log() -> None:
    """With `--server` the requests are entered; any other command is in one of two tables."""
    local = {name for name, command in COMMANDS.items() if "--server" not in options(command)}
    assert local == ENTERED.keys() | NOT_ENTERED.keys()
    assert not ENTERED.keys() & NOT_ENTERED.keys()
    sources = [file for folder in CODE for file in (ROOT / folder).rglob("*.py")]
    code, page = "".join(map(Path.read_text, sources)), AUDIT_LOG.read_text()
    for action in {each for actions in ENTERED.values() for each in actions}:
        assert f'Action("{action}"' in code, action
        assert f"| `{action}` |" in page, action


def test_the_command_line_loads_nothing_heavy() -> None:
    """A command beside a server waits for nothing that only the server needs."""
    loaded = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-c", LOADED], capture_output=True, text=True, check=True
    )
    assert HEAVY & set(loaded.stdout.split()) == set()
