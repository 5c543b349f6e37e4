"""The command line with a running server: beside it, and from elsewhere."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.e2e.command import environment, quoth
from tests.e2e.process import QuothProcess

Run = Callable[..., subprocess.CompletedProcess[str]]

# what only a server needs, and what takes seconds to import
HEAVY = {"torch", "transformers", "litestar", "dishka", "asyncpg", "numpy", "openai", "anthropic"}
LOADED = """
import sys
from entrypoints.cli.app import main
try:
    main()
finally:
    print(*{name.partition(".")[0] for name in sys.modules}, file=sys.stderr)
"""


@pytest.fixture
def remote(server: QuothProcess, data_dir: Path) -> Run:
    """Run a command on a machine that has nothing but the address of the server."""
    env = environment(data_dir / "empty", server=server.base_url)
    return lambda *arguments: quoth(*arguments, env=env, cwd=data_dir)


def test_a_library_is_used_from_elsewhere(remote: Run, data_dir: Path) -> None:
    """Documents are added, shown, limited, asked, searched and deleted through an address."""
    (data_dir / "otter.md").write_text("# Otter\n\nThe remote otter eats 21 fish a day.\n")
    added = remote("ingest", "otter.md", "--collection", "Otters", "--json")
    assert added.returncode == 0, added.stderr
    document = json.loads(added.stdout)["document"]
    [listed] = json.loads(remote("list", "--collection", "Otters", "--json").stdout)
    assert listed == {name: value for name, value in document.items() if name != "created"}
    assert "eats 21 fish" in remote("show", "otter.md", "--text").stdout
    limited = remote("document", "limit", "otter.md", "--group", "divers")
    assert limited.stdout == "otter.md can be read by admins and divers\n"
    lifted = remote("collection", "limit", "Otters", "--everybody", "--json")
    assert json.loads(lifted.stdout)["limited_to"] == []
    assert "nothing was changed" in remote("document", "limit", "otter.md").stderr
    asked = remote("ask", "How many fish does the remote otter eat?", "--collection", "Otters")
    assert "eats 21 fish a day. [1]" in asked.stdout
    assert "[1] otter.md, Otter" in asked.stdout
    assert asked.stderr == ""
    found = remote("search", "otter", "--collection", "Otters", "--explain")
    assert "1. otter.md, Otter" in found.stdout
    assert "confidence: " in found.stdout
    deleted = remote("delete", "--collection", "Otters", "--yes", "--json")
    assert json.loads(deleted.stdout)["deleted_documents"] == 1


def test_a_folder_is_synced_to_a_server(remote: Run, data_dir: Path) -> None:
    """The documents are put through the address; the usage of its models is read there, too."""
    folder = data_dir / "remote stoats"
    folder.mkdir()
    (folder / "stoat.md").write_text("# Stoat\n\nThe remote stoat is brown in summer.\n")
    synced = remote("sync", str(folder), "--json")
    assert synced.returncode == 0, synced.stderr
    assert json.loads(synced.stdout)["outcome"] == "added"
    assert "1 added" in synced.stderr
    assert "brown in summer" in remote("show", "stoat.md", "--text").stdout
    (folder / "stoat.md").unlink()
    refused = remote("sync", str(folder), "--prune")
    assert (refused.returncode, "nothing was deleted" in refused.stderr) == (1, True)
    assert remote("delete", "--collection", "remote stoats", "--yes").returncode == 0
    assert json.loads(remote("usage", "--json").stdout).keys() == {"since", "until", "items"}


def test_a_conversation_reads_its_questions_from_a_pipe(
    server: QuothProcess, data_dir: Path
) -> None:
    """Each line is a question, and an answer is an object on a line."""
    result = subprocess.run(
        [sys.executable, "-m", "entrypoints", "chat", "--json"],
        env=server.env,
        cwd=data_dir,
        input="What is an otter?\nAnd a heron?\n",
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    answers = [json.loads(line) for line in result.stdout.split("\n") if line]
    assert len(answers) == 2
    assert len({answer["session_id"] for answer in answers}) == 1


def test_a_command_beside_a_server_imports_nothing_heavy(
    server: QuothProcess, data_dir: Path
) -> None:
    """The server of the data directory is found and asked; what it has is not loaded again."""
    result = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-c", LOADED, "ask", "What is an otter?", "--verbose"],
        env=server.env,
        cwd=data_dir,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert f"quoth: asking the server at {server.base_url}\n" in result.stderr
    assert set(result.stderr.split()) & HEAVY == set()


def test_exit_codes_say_what_happened(remote: Run) -> None:
    """0 for done, 1 for what failed or was not found, 2 for a command that is none."""
    codes: dict[int, list[tuple[str, ...]]] = {
        0: [("jobs", "list", "--json")],
        1: [("show", "nothing.md"), ("search", "otter", "--collection", "no such collection")],
        2: [("shwo",), ("search", "otter", "--top-k", "0")],
    }
    for code, commands in codes.items():
        for command in commands:
            result = remote(*command)
            assert result.returncode == code, (command, result.stdout, result.stderr)
            assert "Traceback" not in result.stderr
    refused = remote("list", "--server", "nonsense")
    assert refused.returncode == 1
    assert "'nonsense' is no address of a server" in refused.stderr


def test_the_shell_completes_commands(data_dir: Path) -> None:
    """The shell is given the commands that begin like what was typed."""
    env = {
        **environment(data_dir / "data"),
        "_QUOTH_COMPLETE": "complete_bash",
        "COMP_WORDS": "quoth se",
        "COMP_CWORD": "1",
    }
    code = "import sys; sys.argv[0] = 'quoth'\nfrom entrypoints.cli.app import main\nmain()"
    result = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-c", code],
        env=env,
        cwd=data_dir,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert result.stdout.split() == ["serve", "search"]
