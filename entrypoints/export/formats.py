"""The formats of exported files."""

from enum import StrEnum


class FileFormat(StrEnum):
    """A format of exported files."""

    JSONL = "jsonl"
    PARQUET = "parquet"
