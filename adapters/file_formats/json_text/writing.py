"""Writes values of JSON as Markdown: fields, headings, lists and tables."""

from collections.abc import Iterator, Sequence

from adapters.file_formats.json_text.values import Fields, Value, scalar_text
from adapters.file_formats.markdown_table import header_rows, table_row

_DEEPEST = 100
_LAST_LEVEL = 6  # of headings
_STEPS = 3  # keys in a deep heading
_LONGEST_STEP = 80  # characters of a key in the headings below it
_LONGEST_CELL = 300  # characters
_LONGEST_FIELD = 1_000
_LONGEST_SERIES = 200  # characters of a list in one line
_MOST_COLUMNS = 50
_NAMES = ("name", "title", "label", "id", "key")


def write_value(value: Value) -> str:
    """Return the text of a value.

    The fields of an object are lines `key: value`. An object in a field, and a long list, stands
    under a heading with the key. Objects in a list with the same keys and short values are the rows
    of a table.

    Raises:
        RecursionError: If values are nested in more than a hundred others.
    """
    return "\n\n".join("\n".join(block) for block in _blocks(value, 1, ())) + "\n"


def _blocks(value: Value, level: int, path: tuple[str, ...]) -> Iterator[list[str]]:
    """Yield the blocks of a value, which blank lines part."""
    if len(path) > _DEEPEST:
        raise RecursionError
    if isinstance(value, Fields):
        yield from _of_fields(value, level, path)
    elif isinstance(value, list):
        yield from _of_list(value, level, path)
    elif text := (scalar_text(value) or "").strip():
        yield text.split("\n")


def _of_fields(fields: Fields, level: int, path: tuple[str, ...]) -> Iterator[list[str]]:
    lines: list[str] = []
    nested: list[tuple[str, Value]] = []
    for key, value in fields.pairs:
        text = _in_line(value)
        if text is None:
            nested.append((key, value))
        else:
            lines.append(f"{_one_line(key)}: {text}".rstrip())
    if lines:
        yield lines
    for key, value in nested:
        yield from _under(key, value, level, (*path, key[:_LONGEST_STEP]))


def _of_list(values: Sequence[Value], level: int, path: tuple[str, ...]) -> Iterator[list[str]]:
    if not values:
        return
    if columns := _columns(values):
        yield list(_table(values, columns))
        return
    texts = [None if isinstance(value, Fields) else _in_line(value) for value in values]
    if all(text is not None for text in texts):
        yield [f"- {text}" for text in texts]
        return
    for number, value in enumerate(values, 1):
        yield from _under(_name(value, number, path), value, level, (*path, str(number)))


def _under(title: str, value: Value, level: int, path: tuple[str, ...]) -> Iterator[list[str]]:
    """Yield a heading and the blocks below it. A deep one names the keys above its own, too."""
    words = _one_line(" › ".join(path[-_STEPS:]) if level > _LAST_LEVEL else title)
    yield [f"{'#' * min(level, _LAST_LEVEL)} {words or '-'}"]
    yield from _blocks(value, level + 1, path)


def _name(value: Value, number: int, path: tuple[str, ...]) -> str:
    """Return the title of an object in a list: its name, or its number."""
    for key, text in value.pairs if isinstance(value, Fields) else ():
        if key.lower() in _NAMES and isinstance(text, str) and 0 < len(text) <= _LONGEST_SERIES:
            return text
    return f"{path[-1]} {number}" if path and not path[-1].isdecimal() else f"{number}"


def _in_line(value: Value) -> str | None:
    """Return a value as the text of one line; None if it needs more."""
    if isinstance(value, Fields):
        return None if value.pairs else "{}"
    if isinstance(value, list):
        return _series(value) if value else "[]"
    text = scalar_text(value) or ""
    is_short = len(text) <= _LONGEST_FIELD and "\n" not in text.strip()
    return _one_line(text) if is_short else None


def _series(values: Sequence[Value]) -> str | None:
    """Return values without others in them in one short line, with commas between them."""
    texts = [scalar_text(value) for value in values]
    if None in texts:
        return None
    line = ", ".join(_one_line(text or "") for text in texts)
    return line if len(line) <= _LONGEST_SERIES else None


def _columns(values: Sequence[Value]) -> list[str]:
    """Return the keys of objects that can be the rows of a table; none if they cannot."""
    if len(values) < 2:  # noqa: PLR2004 - one object is no table
        return []
    keys: dict[str, None] = {}
    filled = 0
    for value in values:
        if not isinstance(value, Fields) or len(dict(value.pairs)) < len(value.pairs):
            return []
        for key, inner in value.pairs:
            text = _in_line(inner)
            if text is None or len(text) > _LONGEST_CELL:
                return []
            keys[key] = None
        filled += len(value.pairs)
        if len(keys) > _MOST_COLUMNS:
            return []
    is_alike = 2 * filled >= len(keys) * len(values)
    return list(keys) if is_alike and len(keys) > 1 else []


def _table(values: Sequence[Value], columns: Sequence[str]) -> Iterator[str]:
    yield from header_rows(columns)
    for value in values:
        cells = dict(value.pairs) if isinstance(value, Fields) else {}
        inner = (cells.get(column) for column in columns)
        yield table_row(["" if each is None else _in_line(each) or "" for each in inner])


def _one_line(text: str) -> str:
    return " ".join(text.split())
