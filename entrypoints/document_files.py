"""Finds the documents in a folder."""

import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from domain.documents.file_format import FileFormat


@dataclass
class FolderContents:
    """What is in a folder and its subfolders, without hidden files.

    Attributes:
        documents: The files that are named like a format that is read, sorted. Links to such files
            are among them.
        skipped: (path, reason) for each link to a folder, which is not followed because it may lead
            in a circle, each link that leads nowhere, and each pipe that is named like a document.
        unreadable: (path, reason) for each folder that cannot be listed.
        other_types: How many files have each unsupported suffix, such as `.png`.
    """

    documents: list[Path] = field(default_factory=list)
    skipped: list[tuple[Path, str]] = field(default_factory=list)
    unreadable: list[tuple[Path, str]] = field(default_factory=list)
    other_types: Counter[str] = field(default_factory=Counter)


def document_files(folder: Path, formats: Iterable[FileFormat]) -> list[Path]:
    """Return the files of these formats under a folder, sorted, without hidden ones."""
    return contents_of(folder, {suffix for each in formats for suffix in each.suffixes}).documents


def contents_of(folder: Path, suffixes: Iterable[str]) -> FolderContents:
    """Sort the contents of a folder by what can be done with them.

    Args:
        folder: The folder.
        suffixes: How the names of documents end, in lower case.
    """
    suffixes = tuple(suffixes)
    contents = FolderContents()

    def note(error: OSError) -> None:
        reason = f"The folder cannot be read: {error.strerror}."
        contents.unreadable.append((Path(error.filename), reason))

    for root, folders, files in os.walk(folder, onerror=note):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        contents.skipped += [
            (Path(root, name), "a link to a folder: name it to ingest it")
            for name in folders
            if Path(root, name).is_symlink()
        ]
        for name in sorted(files):
            if not name.startswith("."):
                _sort_in(Path(root, name), suffixes, contents)
    contents.documents.sort()
    return contents


def _sort_in(file: Path, suffixes: tuple[str, ...], contents: FolderContents) -> None:
    if not file.name.lower().endswith(suffixes):
        contents.other_types[file.suffix.lower() or "no suffix"] += 1
    elif file.is_file():
        contents.documents.append(file)
    else:
        reason = "the link leads nowhere" if file.is_symlink() else "not a regular file"
        contents.skipped.append((file, reason))
