"""Sets of characters are defined in one place."""

import re
from pathlib import Path

import pytest

from domain.text import characters
from domain.text.characters import in_class

ROOT = Path(__file__).parents[4]
HOME = ROOT / "domain" / "text" / "characters.py"
TELLTALES = ("\\u3040", "\\u0e00", "\\u200b", "\\u202f", "‑‒", "‐‑", "؟", "•", "！", "”’»")
"""Parts of any definition of a character set: a range, a dash, a stop, a bullet …"""

RANGES = ("CHINESE_AND_JAPANESE", "KOREAN", "MARKS", "THAI_AND_ALIKE", "UNSPACED_SCRIPTS")


def test_no_other_module_spells_out_the_characters() -> None:
    """Only one module spells out stops, dashes and scripts."""
    strays = [
        f"{file.relative_to(ROOT)}: {telltale}"
        for layer in ("domain", "application", "adapters")
        for file in (ROOT / layer).rglob("*.py")
        for telltale in TELLTALES
        if file != HOME and telltale in _code(file)
    ]
    assert strays == []


def _code(file: Path) -> str:
    """Return a file without its comments and docstrings."""
    return re.sub(r'"""[\s\S]*?"""|#(?!\{|\w).*', "", file.read_text())


@pytest.mark.parametrize(
    "name", [name for name, value in vars(characters).items() if name.isupper()]
)
def test_each_set_is_a_character_class(name: str) -> None:
    """As a character class, each set matches all its own characters and no letter from a to z."""
    value = getattr(characters, name)
    is_range = name in RANGES
    pattern = re.compile(f"[{value if is_range else in_class(value)}]")
    assert all(map(pattern.match, value.replace("-", "") if is_range else value))
    assert not pattern.search("abcdefghijklmnopqrstuvwxyz")
