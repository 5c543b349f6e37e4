"""Real text to measure with: the project's own, cut into documents."""

from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDERS = ("docs", "domain", "application", "adapters", "entrypoints", "tests")
DOCUMENT_CHARACTERS = 100_000


def documents() -> list[str]:
    """Return the project's documentation and code as documents of about 100 kB."""
    text = "\n\n".join(file.read_text() for file in _files())
    return [text[at : at + DOCUMENT_CHARACTERS] for at in range(0, len(text), DOCUMENT_CHARACTERS)]


def questions() -> list[str]:
    """Return the project's headings and first lines of docstrings, each once, as queries."""
    lines = (line.strip(' #"') for text in documents() for line in text.splitlines())
    return list(dict.fromkeys(line for line in lines if 4 <= len(line.split()) <= 15))


def _files() -> Iterator[Path]:
    yield from sorted(ROOT.glob("*.md"))
    for folder in FOLDERS:
        yield from sorted((ROOT / folder).rglob("*.md"))
        yield from sorted((ROOT / folder).rglob("*.py"))
