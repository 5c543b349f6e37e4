"""docs/security.md names the test of each mitigation, and each test exists."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text()
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE)
ROW = re.compile(r"^\| (LLM\d\d|V\d+) [^|]+\|[^|]+\|(?P<shown>[^|]*)\|$", re.MULTILINE)


def test_every_named_test_exists() -> None:
    """Each test that the page names is a function of its file."""
    assert len(NAMED) > 40
    for path, name in NAMED:
        tree = ast.parse((ROOT / path).read_text())
        functions = {
            node.name
            for node in tree.body
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        }
        assert name in functions, f"{path} has no {name}"


def test_every_risk_and_chapter_is_there() -> None:
    """The ten risks and the seventeen chapters each have a row with a test, but for WebRTC."""
    rows = {row[1]: row["shown"].strip() for row in ROW.finditer(PAGE)}
    assert rows.keys() == {
        *(f"LLM{number:02}" for number in range(1, 11)),
        *(f"V{number}" for number in range(1, 18)),
    }
    assert [name for name, shown in rows.items() if not shown.startswith("`tests/")] == ["V17"]
