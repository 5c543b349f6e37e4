"""The TypeScript client as a package that programs import, and Node to run them."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.e2e.command import ROOT

NODE = shutil.which("node")
WEB = ROOT / "entrypoints" / "web"
needs_node = pytest.mark.skipif(
    NODE is None or not (WEB / "node_modules").is_dir(),
    reason="needs Node 20 and the packages of the web client",
)


class TypescriptPrograms:
    """Runs programs beside an installed client."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        installed = folder / "node_modules" / "@quoth" / "client"
        installed.mkdir(parents=True)
        shutil.copy(ROOT / "entrypoints/clients/typescript/package.json", installed)
        (folder / "node_modules" / "openapi-fetch").symlink_to(WEB / "node_modules/openapi-fetch")
        compiler = WEB / "node_modules" / "typescript" / "bin" / "tsc"
        options = ["-p", str(WEB / "tsconfig.client.json"), "--outDir", str(installed / "dist")]
        self._node(str(compiler), *options)

    def run(self, program: str, *arguments: str) -> str:
        """Return what a program prints."""
        script = self._folder / "program.mjs"
        script.write_text(program, encoding="utf-8")
        return self._node(str(script), *arguments)

    def _node(self, *arguments: str) -> str:
        result = subprocess.run(  # noqa: S603 - our own programs
            [str(NODE), *arguments],
            cwd=self._folder,
            capture_output=True,
            encoding="utf-8",
            timeout=100,
            check=False,
        )
        assert result.returncode == 0, result.stdout + result.stderr
        return result.stdout
