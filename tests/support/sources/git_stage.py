"""A git repository."""

import shutil
import subprocess
from pathlib import Path

from adapters.document_sources.git_repository import GitSource
from tests.support.sources.stage import Stage

_AUTHOR = ("-c", "user.name=Heron", "-c", "user.email=heron@example.org")


class GitStage(Stage):
    """A repository with a work tree, in which each change is a commit."""

    def __init__(self, folder: Path, cache: Path) -> None:
        self.folder = folder
        self.cache = cache
        self.git("init", "--quiet", "--initial-branch=main", str(folder))
        self.git("commit", "--quiet", "--allow-empty", "--message=first")
        self.source = self.at("main")

    def at(self, ref: str) -> GitSource:
        """Return the source at a ref."""
        return GitSource(self.folder.as_uri(), ref, self.cache)

    def git(self, *arguments: str) -> str:
        """Run git in the work tree and return what it prints."""
        self.folder.mkdir(exist_ok=True)
        command = ["git", "-C", str(self.folder), *_AUTHOR, *arguments]
        return subprocess.run(  # noqa: S603 - our own command
            command, check=True, capture_output=True, text=True
        ).stdout.strip()

    def write(self, path: str, content: bytes) -> None:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        self.commit()

    def delete(self, path: str) -> None:
        (self.folder / path).unlink()
        self.commit()

    def commit(self) -> None:
        """Commit everything in the work tree."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message=next")

    def vanish(self) -> None:
        shutil.rmtree(self.folder)
