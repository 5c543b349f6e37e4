"""The queries of the SQL files of this folder, by name."""

import re
from importlib.resources import files

_BLOCK = re.compile(
    r"^-- name: (?P<name>\w+)\n(?P<purpose>(?:-- .+\n)+)(?P<sql>[^;]+);", re.MULTILINE
)


def parse(text: str) -> dict[str, str]:
    """Return the SQL of each query in a text, by name.

    A query is a line `-- name: …`, one or more comment lines that state its purpose, and one
    statement that ends with a semicolon.

    Raises:
        ValueError: If a query has no purpose, or two queries have the same name.
    """
    queries = {block["name"]: block["sql"].strip() for block in _BLOCK.finditer(text)}
    if len(queries) != text.count("-- name: "):
        raise ValueError("each query needs a name of its own and a line that says what it is for")
    return queries


QUERIES = parse(
    "\n".join(
        file.read_text(encoding="utf-8")
        for file in files("adapters.postgres.queries").iterdir()
        if file.name.endswith(".sql")
    )
)
