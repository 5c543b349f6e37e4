"""The two Python clients are one: what one can do, the other can."""

import ast
import re
from pathlib import Path

import pytest

import quoth

FOLDER = Path(quoth.__file__).parent


def without_asyncio(source: str) -> str:
    """Return the source of a module that does the same and blocks."""
    source = re.sub(r"\basync (?=def|for|with)|\bawait ", "", source)
    source = re.sub(r"AsyncGenerator\[(\w+), None\]", r"Generator[\1, None, None]", source)
    source = source.replace(
        "for event in events:\n                yield event", "yield from events"
    )
    for word, plain in (
        ("_async_http", "_sync_http"),
        ("AsyncHttp", "SyncHttp"),
        ("async_", ""),
        ("aclosing", "closing"),
        ("__aenter__", "__enter__"),
        ("__aexit__", "__exit__"),
    ):
        source = source.replace(word, plain)
    return re.sub(r"\bAsync(?=[A-Z])", "", source)


def body(source: str) -> list[str]:
    """Return the statements after the docstring, with imports in any order."""
    statements = ast.parse(source).body[1:]
    imports = [each for each in statements if isinstance(each, ast.Import | ast.ImportFrom)]
    for each in imports:
        each.names.sort(key=lambda alias: alias.name)
    return sorted(map(ast.dump, imports)) + [
        ast.dump(each) for each in statements if each not in imports
    ]


@pytest.mark.parametrize("name", ["client.py", "documents.py", "conversations.py", "webhooks.py"])
def test_the_blocking_client_is_the_other_without_asyncio(name: str) -> None:
    """Method by method and word by word, but for `async` and `await`."""
    source = (FOLDER / f"async_{name}").read_text()
    assert body((FOLDER / name).read_text()) == body(without_asyncio(source))
