"""Real text that any machine has: the documentation of the installed packages."""

import ast
import sysconfig
from collections.abc import Iterator
from functools import cache
from importlib.metadata import distributions
from itertools import islice
from pathlib import Path

# Dependencies with long docstrings, read after Python's own library.
PACKAGES = ("numpy", "scipy", "sklearn", "sympy", "torch", "transformers")
SHORTEST_DOCSTRING = 200  # characters


def real_text(megabytes: float, skip: float = 0.0) -> str:
    """Return `megabytes` of descriptions and docstrings, after the first `skip` megabytes.

    Raises:
        ValueError: If the packages have less text.
    """
    start, end = int(skip * 1e6), int((skip + megabytes) * 1e6)
    texts, length = [], 0
    for text in _texts():
        texts.append(text)
        length += len(text) + 2
        if length >= end:
            return "\n\n".join(texts)[start:end]
    raise ValueError(f"the installed packages have {length / 1e6:.1f} MB of text and no more")


def questions(count: int) -> list[str]:
    """Return the first lines of docstrings that have 5 to 15 words, without duplicates."""
    lines = (docstring.split("\n", 1)[0].rstrip(".") for docstring in docstrings())
    fitting = (line for line in lines if 5 <= len(line.split()) <= 15)
    return list(islice(dict.fromkeys(fitting), count))


def docstrings() -> Iterator[str]:
    """Yield the longer docstrings of Python's library and of some packages, each once."""
    for folder in _folders():
        for file in sorted(folder.rglob("*.py")):
            # skip packages inside the library's folder, and tests, which explain nothing
            if not {"site-packages", "dist-packages", "test", "tests"} & {*file.parts}.difference(
                folder.parts
            ):
                yield from _docstrings(file)


def _texts() -> Iterator[str]:
    files = {each.name: each.read_text("METADATA") or "" for each in distributions()}
    for _, file in sorted(files.items()):
        description = file.partition("\n\n")[2]
        if description.strip():
            yield description
    yield from docstrings()


def _folders() -> Iterator[Path]:
    paths = sysconfig.get_paths()
    yield Path(paths["stdlib"])
    yield from (Path(paths["purelib"]) / package for package in PACKAGES)


@cache
def _docstrings(file: Path) -> tuple[str, ...]:
    try:
        tree = ast.parse(file.read_bytes())
    except SyntaxError:
        return ()
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    found = (ast.get_docstring(node) for node in ast.walk(tree) if isinstance(node, documented))
    return tuple(text for text in found if text and len(text) >= SHORTEST_DOCSTRING)
