"""The pages on security and reliability name the test of each promise, and each test exists."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text()
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
ROW = re.compile(r"^\| (LLM\d\d|V\d+) [^|]+\|[^|]+\|(?P<shown>[^|]*)\|$", re.MULTILINE)


@pytest.mark.parametrize(("page", "least"), [("security", 40), ("reliability", 20)])
def test_every_named_test_exists(page: str, least: int) -> None:
    """Each test that a page names is a function of its file."""
    named = NAMED.findall((ROOT / "docs" / f"{page}.md").read_text())
    assert len(named) >= least
    for path, name in named:
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
