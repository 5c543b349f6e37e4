"""Reads and writes files. Error messages name the file and the line."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from domain.errors import Misconfigured


def read_text(path: Path) -> str:
    """Return the text of a file without its byte order mark.

    Raises:
        Misconfigured: If the file cannot be read, or a line is not UTF-8.
    """
    content = read_bytes(path)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        line = content.count(b"\n", 0, exc.start) + 1
        raise bad_line(path, line, "invalid UTF-8; save the file as UTF-8") from exc


def read_bytes(path: Path) -> bytes:
    """Return the content of a file.

    Raises:
        Misconfigured: If the file cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as exc:
        raise Misconfigured(f"{path} cannot be read: {exc.strerror}.") from exc


def write_text(path: Path, text: str) -> None:
    """Write a file.

    Raises:
        Misconfigured: If the file cannot be written.
    """
    try:
        # a dataset may contain lone surrogates
        path.write_bytes(text.encode("utf-8", errors="replace"))
    except OSError as exc:
        raise Misconfigured(f"{path} cannot be written: {exc.strerror}.") from exc


def read_table(
    path: Path, delimiter: str, columns: tuple[str, ...], optional: tuple[str, ...] = ()
) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows of a table with a header as (line, {column: value}), with stripped values.

    Columns may be in any order. The values of a missing optional column are empty. Empty rows are
    skipped. The line is the last one of the row.

    Raises:
        Misconfigured: If the file cannot be read, a required column is missing, or a row does not
            match the header.
    """
    text = io.StringIO(read_text(path), newline="")
    if delimiter == ",":
        rows = csv.reader(text, strict=True)
    else:
        rows = csv.reader(text, delimiter=delimiter, quoting=csv.QUOTE_NONE)
    try:
        header = [name.strip().lower() for name in next(rows, [])]
        missing = [name for name in columns if name not in header]
        if missing:
            raise bad_line(
                path,
                1,
                f"the header has no column {', '.join(missing)}; it should be"
                f" {delimiter.join((*columns, *optional))}".replace("\t", "<tab>"),
            )
        for row in rows:
            if not any(value.strip() for value in row):
                continue
            if len(row) != len(header):
                raise bad_line(
                    path,
                    rows.line_num,
                    f"the row has {len(row)} values, but the header has {len(header)} columns",
                )
            values = {name: value.strip() for name, value in zip(header, row, strict=True)}
            yield rows.line_num, {name: values.get(name, "") for name in (*columns, *optional)}
    except csv.Error as exc:
        raise bad_line(path, rows.line_num, str(exc)) from exc


def bad_line(path: Path, line: int, problem: str) -> Misconfigured:
    """Return the error for a malformed line."""
    return Misconfigured(f"{path}, line {line}: {problem}.")
