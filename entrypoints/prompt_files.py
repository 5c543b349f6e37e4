"""The prompts, read from files: those of the package, or in their place those of a folder.

The first line of a file is its version, such as `version: 1`; the text follows after a blank line.
docs/models.md explains what a text needs.
"""

import re
from importlib.resources import files
from pathlib import Path

from domain.answering.abstention import MARK
from domain.answering.prompts import ATTRIBUTES, CONTENT, Prompts, PromptVersion
from domain.errors import Misconfigured

NAMES = ("system", "passage", "rewriting")

_FILE = re.compile(r"version: *(?P<version>\S{1,40})[ \t]*\n\s*\n(?P<text>.*\S)\s*", re.DOTALL)
# only these tags are taken out of what documents say, so that no passage can end its own fence
_FENCE = re.compile(
    rf"<passage {re.escape(ATTRIBUTES)}>.*{re.escape(CONTENT)}.*</passage>", re.DOTALL
)


def read_prompts(folder: Path | None = None) -> Prompts:
    """Return the prompts.

    Args:
        folder: Has files of the same names, in place of those of the package; some may be missing.

    Raises:
        Misconfigured: With one line for each mistake.
    """
    problems: list[str] = []
    texts: dict[str, str] = {}
    versions = []
    if folder is not None and not folder.is_dir():
        raise Misconfigured("QUOTH_PROMPTS_DIR is not a folder: name one, or unset it.")
    for name in NAMES:
        own = None if folder is None else folder / f"{name}.txt"
        replaced = own is not None and own.exists()
        try:
            source = own if own is not None and replaced else _shipped(name)
            content = source.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            problems.append(f"The prompt {name}.txt cannot be read: it must be a file in UTF-8.")
            continue
        match = _FILE.fullmatch(content.lstrip("\ufeff").replace("\r\n", "\n"))
        if match is None:
            problems.append(
                f"The prompt {name}.txt must begin with a line such as 'version: 1', then a blank"
                " line, then its text."
            )
            continue
        texts[name] = match["text"]
        versions.append(PromptVersion(name, match["version"], replaced))
        problems += _problems(name, match["text"])
    if problems:
        raise Misconfigured("\n".join(problems))
    return Prompts(**texts, versions=tuple(versions))


def _shipped(name: str) -> Path:
    return Path(str(files("entrypoints") / "prompts" / f"{name}.txt"))


def _problems(name: str, text: str) -> list[str]:
    """Return what a text lacks."""
    if name == "system":
        return [
            f"The prompt system.txt must say {mark}: Quoth reads it in the answers."
            for mark in (MARK, "[1]")
            if mark not in text
        ]
    if name == "passage":
        once = text.count(ATTRIBUTES) == text.count(CONTENT) == 1
        if not once or not _FENCE.fullmatch(text) or text.count("<passage") > 1:
            return [
                "The prompt passage.txt must begin with '<passage {attributes}>', end with"
                " '</passage>' and have {content} once between: no document can then end the"
                " passage that it is in."
            ]
    return []
