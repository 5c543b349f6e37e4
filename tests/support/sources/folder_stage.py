"""A folder on disk."""

import shutil
from pathlib import Path

from adapters.document_sources.folder import FolderSource
from tests.support.sources.stage import Stage


class FolderStage(Stage):
    """A folder, in which files need not rest before they are read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.folder.mkdir(exist_ok=True)
        self.source = FolderSource(folder, settle_seconds=0.0)

    def write(self, path: str, content: bytes) -> None:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)

    def delete(self, path: str) -> None:
        (self.folder / path).unlink()

    def vanish(self) -> None:
        shutil.rmtree(self.folder)
