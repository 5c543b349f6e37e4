"""Programs for OpenAI's SDK for Node, which the packages of the web client bring along."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

NODE = shutil.which("node")
NODE_MODULES = Path(__file__).parents[2] / "entrypoints" / "web" / "node_modules"

needs_openai_for_node = pytest.mark.skipif(
    NODE is None or not (NODE_MODULES / "openai").exists(),
    reason="needs Node and its package openai",
)


def run_for_node(program: str, folder: Path, *arguments: str) -> str:
    """Run a program in an empty folder to its end, and return what it prints."""
    (folder / "node_modules").symlink_to(NODE_MODULES)
    script = folder / "ask.mjs"
    script.write_text(program)
    result = subprocess.run(  # noqa: S603 - our own program
        [str(NODE), str(script), *arguments],
        env={**os.environ, "NODE_NO_WARNINGS": "1"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    return result.stdout
