"""Files to upload."""

import hashlib
from pathlib import Path
from tempfile import TemporaryDirectory

from domain.documents.document import Upload

_FOLDER = TemporaryDirectory(prefix="quoth-tests-")
"""Deleted when the process ends."""


def folder() -> Path:
    """Return a folder for files of this test run."""
    return Path(_FOLDER.name)


def a_file(content: bytes) -> Path:
    """Return a file with this content."""
    path = folder() / hashlib.sha256(content).hexdigest()
    path.write_bytes(content)
    return path


def an_upload(filename: str, content: bytes) -> Upload:
    """Return an upload with this name and content."""
    path = a_file(content)
    return Upload(filename, path, len(content), path.name)
