"""Reading the plans that PostgreSQL makes for queries."""

import json
from collections.abc import Iterator, Mapping
from typing import Any


def nodes_of(plan: str) -> list[Mapping[str, Any]]:
    """Return all nodes of a plan that `EXPLAIN (FORMAT JSON)` returned."""
    return list(_below(json.loads(plan)[0]["Plan"]))


def _below(node: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield node
    for each in node.get("Plans", ()):
        yield from _below(each)
