"""Reads JSON and JSON Lines."""

import json
from typing import Final

from adapters.file_formats.json_text.values import Fields, Value
from adapters.file_formats.json_text.writing import write_value
from adapters.file_formats.plain_text.decoding import decode
from adapters.file_formats.reader import SourceFile
from domain.documents.document import ExtractedText
from domain.errors import FileDamaged, FileEmpty, FileTooComplex
from domain.text.storable import storable

_LARGEST: Final = 50_000_000  # characters
_LARGEST_WORDS: Final = f"{_LARGEST // 1_000_000} million characters"

_DECODER: Final = json.JSONDecoder(
    object_pairs_hook=Fields, parse_int=str, parse_float=str, parse_constant=str, strict=False
)
"""Reads numbers as they are written, and all fields of an object that has a key twice."""


def read(file: SourceFile) -> ExtractedText:
    """Return the fields of objects as lines and headings, and lists of like objects as tables."""
    decoded = decode(file.path.read_bytes())
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not text:
        raise FileEmpty
    if len(text) > _LARGEST:
        raise FileTooComplex(
            f"The file has more than {_LARGEST_WORDS}, so nothing was stored: split it."
        )
    try:
        written = storable(write_value(_parsed(text)))
    except RecursionError as exc:
        raise FileTooComplex(
            "The values in the file are nested too deeply, so nothing was stored."
        ) from exc
    if not written.strip():
        raise FileEmpty("The file has no value but empty ones, so nothing was stored.")
    return ExtractedText(written, decoded.notes)


def _parsed(text: str) -> Value:
    try:
        value: Value = _DECODER.decode(text)
    except json.JSONDecodeError as exc:
        lines = _parsed_lines(text)
        if lines is None:
            raise _damaged(exc.msg, exc.lineno, exc.colno) from exc
        return lines
    return value


def _parsed_lines(text: str) -> list[Value] | None:
    """Return the values of JSON Lines; None if the first lines are none.

    Raises:
        FileDamaged: If a later line is damaged.
    """
    values: list[Value] = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                values.append(_DECODER.decode(line))
            except json.JSONDecodeError as exc:
                if len(values) < 2:  # noqa: PLR2004 - two values in two lines tell JSON Lines
                    return None
                raise _damaged(exc.msg, number, exc.colno) from exc
    return values if len(values) > 1 else None


def _damaged(message: str, line: int, column: int) -> FileDamaged:
    return FileDamaged(
        f"The file is no valid JSON: in line {line:,}, column {column:,}: {message}. Nothing was"
        " stored; correct it, or send it as .txt to store it as it is."
    )
