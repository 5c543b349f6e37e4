"""File names: how they are written, and what they say about the type of a file."""

import re
import unicodedata
from pathlib import PurePosixPath

MAX_NAME_LENGTH = 255

_DRIVE = re.compile("[A-Za-z]:")
_SUFFIX = re.compile(r"\.[a-z]\w{0,8}", re.IGNORECASE)
_APART = re.compile(r"(?:[^\w.\u0300-\U0010ffff]|_|(?<!\d)\.|\.(?!\d)|[\u2000-\u206f])+")
_CAPITAL = re.compile(r"(?<=[a-zß-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ])|(?<=[A-ZÀ-ÖØ-Þ])(?=[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ])")
_JOINERS = "\u200c\u200d"  # invisible, but part of emoji and of Persian words


def display_name(filename: str) -> str:
    """Return a file name as it is stored, shown and compared: a relative path with `/`.

    The result has no drive letter, no `.` and `..`, no control characters and at most 255 code
    points, and is NFC. From a path that is too long, the outermost folders are left out. The name
    is untrusted and never used as a path.
    """
    visible = "".join(char for char in filename.replace("\\", "/") if _is_visible(char))
    parts: list[str] = []
    for part in map(str.strip, nfc(visible).split("/")):
        if part == "..":
            del parts[-1:]
        elif part not in ("", ".") and not _DRIVE.fullmatch(part):
            parts.append(part)
    while len(parts) > 1 and len("/".join(parts)) > MAX_NAME_LENGTH:
        del parts[0]
    return _shortened("/".join(parts)) or "unnamed"


def nfc(name: str) -> str:
    """Return a name or a pattern in NFC, the form in which names are stored and compared."""
    return unicodedata.normalize("NFC", name)


def name_words(name: str) -> str:
    """Return the words of a name with blanks between them, as they are searched for.

    Folders, hyphens, underscores and a capital inside a word part them. The suffix is no word.
    """
    return " ".join(_APART.sub(" ", _CAPITAL.sub(" ", without_suffix(name))).split())


def without_suffix(name: str) -> str:
    """Return a name without the suffix of its type."""
    return name.removesuffix(suffix_of(name))


def suffix_of(name: str) -> str:
    """Return the suffix of a name that tells its type; the end of a version or a date is none."""
    suffix = PurePosixPath(name).suffix
    return suffix if _SUFFIX.fullmatch(suffix) else ""


def _shortened(name: str) -> str:
    if len(name) <= MAX_NAME_LENGTH:
        return name
    suffix = PurePosixPath(name).suffix[:MAX_NAME_LENGTH].rstrip()
    return name[: MAX_NAME_LENGTH - len(suffix)] + suffix


def _is_visible(char: str) -> bool:
    return char in _JOINERS or unicodedata.category(char)[0] != "C"
