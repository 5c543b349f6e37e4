"""The front matter of a Markdown file: its metadata, before the text."""

import re
import tomllib
from collections.abc import Iterator
from typing import Any

import yaml

from domain.documents.metadata import Metadata
from domain.text.storable import storable

_LONGEST = 20_000  # characters
_MOST_KEYS = 100
_LONGEST_VALUE = 2_000
_DEEPEST = 8
_BLOCK = re.compile(
    r"(?P<fence>---|\+\+\+)[ \t]*\n(?P<body>(?:.*\n){0,500}?)(?P=fence)[ \t]*(?:\n|\Z)"
)
_LINE = re.compile(r"(?P<key>[^\W\d][\w .-]{0,60}?)[ \t]*:(?:[ \t]+(?P<value>.*))?")
_INNER = re.compile(r"[ \t#-]|\Z")


def split_front_matter(text: str) -> tuple[Metadata, str]:
    """Return the metadata before a text and the text after it; none if there is none.

    Lists stay lists, and a value in a group has its path as key: `author.name`. Every value is
    text, as it is written.
    """
    block = _BLOCK.match(text[: _LONGEST + 1])
    if block is None:
        return {}, text
    body = block["body"]
    found = _toml(body) if block["fence"] == "+++" else _yaml(body) or _lines(body)
    if not found:
        return {}, text
    return found, text[block.end() :].lstrip("\n")


def _yaml(body: str) -> Metadata:
    try:
        root = yaml.compose(body, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, ValueError, RecursionError):
        return {}
    if not isinstance(root, yaml.MappingNode):
        return {}
    seen: set[int] = set()

    def values(key: str, node: Any, depth: int) -> Iterator[tuple[str, str | tuple[str, ...]]]:
        if id(node) in seen or depth > _DEEPEST:
            return  # an alias: it could repeat its value without end
        seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            for name, value in node.value:
                if isinstance(name, yaml.ScalarNode):
                    yield from values(_path(key, name.value), value, depth + 1)
        elif isinstance(node, yaml.SequenceNode):
            yield key, tuple(each.value for each in node.value if isinstance(each, yaml.ScalarNode))
        else:
            yield key, node.value

    return _bounded(values("", root, 0))


def _toml(body: str) -> Metadata:
    try:
        root = tomllib.loads(body)
    except (tomllib.TOMLDecodeError, RecursionError):
        return {}

    def values(key: str, value: Any) -> Iterator[tuple[str, str | tuple[str, ...]]]:
        if isinstance(value, dict):
            for name, inner in value.items():
                yield from values(_path(key, name), inner)
        elif isinstance(value, list):
            yield key, tuple(_written(each) for each in value if not isinstance(each, dict | list))
        else:
            yield key, _written(value)

    return _bounded(values("", root))


def _lines(body: str) -> Metadata:
    """Return the metadata of a block that is no valid YAML, such as `title: Pumps: a guide`."""
    found: list[tuple[str, str | tuple[str, ...]]] = []
    for line in body.splitlines():
        entry = _LINE.fullmatch(line)
        if entry:
            value = (entry["value"] or "").strip().strip("\"'")
            is_list = value.startswith("[") and value.endswith("]")
            found.append((entry["key"], tuple(value[1:-1].split(",")) if is_list else value))
        elif not found or not _INNER.match(line):
            return {}
    return _bounded(iter(found))


def _written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _path(key: str, name: str) -> str:
    return f"{key}.{name}" if key else name


def _bounded(values: Iterator[tuple[str, str | tuple[str, ...]]]) -> Metadata:
    found: dict[str, str | tuple[str, ...]] = {}
    for key, value in values:
        name = _clean(key)
        clean = _clean(value) if isinstance(value, str) else tuple(filter(None, map(_clean, value)))
        if name and clean and len(found) < _MOST_KEYS:
            found[name] = clean
    return found


def _clean(value: str) -> str:
    return storable(value).strip()[:_LONGEST_VALUE]
