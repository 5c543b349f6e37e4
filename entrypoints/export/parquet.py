"""Parquet files. They need the extra `parquet`."""

from datetime import datetime
from types import TracebackType
from typing import IO, Any, Self

import msgspec
from msgspec import Struct, inspect

from domain.errors import Misconfigured

MOST_ROWS = 1_000
MOST_BYTES = 16 * 1024 * 1024


class ParquetFile:
    """Writes records as rows, a group of them at a time.

    Values that are no numbers, texts, times or lists of texts become JSON.
    """

    def __init__(self, file: IO[bytes], record: type[Struct]) -> None:
        """Begin a file of records of one type.

        Raises:
            Misconfigured: If the library is not installed.
        """
        check_installed()
        import pyarrow
        from pyarrow import parquet

        columns = {field.encode_name: _arrow_type(field.type) for field in _struct(record).fields}
        self._as_json = {name for name, kind in columns.items() if kind is None}
        self._schema = pyarrow.schema(
            [(name, kind or pyarrow.string()) for name, kind in columns.items()]
        )
        self._writer = parquet.ParquetWriter(file, self._schema, compression="zstd")
        self._rows: list[dict[str, Any]] = []
        self._bytes = 0

    def __enter__(self) -> Self:
        """Return this writer."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Write what is left and end the file, unless something failed."""
        if error is None:
            self._flush()
            self._writer.close()

    def add(self, record: Struct) -> None:
        """Write a record."""
        row = msgspec.to_builtins(record, builtin_types=(datetime,))
        for name in self._as_json:
            row[name] = msgspec.json.encode(row[name]).decode()
        self._rows.append(row)
        self._bytes += sum(len(value) for value in row.values() if isinstance(value, str))
        if len(self._rows) >= MOST_ROWS or self._bytes >= MOST_BYTES:
            self._flush()

    def _flush(self) -> None:
        import pyarrow

        rows, self._rows, self._bytes = self._rows, [], 0
        if rows:
            self._writer.write_table(pyarrow.Table.from_pylist(rows, schema=self._schema))


def check_installed() -> None:
    """Return if Parquet files can be written.

    Raises:
        Misconfigured: If not.
    """
    try:
        import pyarrow  # noqa: F401 - whether it is there
    except ImportError as exc:
        raise Misconfigured(
            'Parquet files need the library pyarrow: run pip install "quoth[parquet]", or export'
            " JSON lines. Nothing was written."
        ) from exc


def _struct(record: type[Struct]) -> inspect.StructType:
    found = inspect.type_info(record)
    assert isinstance(found, inspect.StructType)  # noqa: S101 - for the type checker
    return found


def _arrow_type(kind: inspect.Type) -> Any:
    """Return the type of a column, or None for JSON."""
    import pyarrow

    if isinstance(kind, inspect.UnionType):
        others = [each for each in kind.types if not isinstance(each, inspect.NoneType)]
        return _arrow_type(others[0]) if len(others) == 1 else None
    if isinstance(kind, inspect.ListType) and isinstance(kind.item_type, inspect.StrType):
        return pyarrow.list_(pyarrow.string())
    plain = {
        inspect.StrType: pyarrow.string(),
        inspect.UUIDType: pyarrow.string(),
        inspect.EnumType: pyarrow.string(),
        inspect.BoolType: pyarrow.bool_(),
        inspect.IntType: pyarrow.int64(),
        inspect.FloatType: pyarrow.float64(),
        inspect.DateTimeType: pyarrow.timestamp("us", tz="UTC"),
    }
    return plain.get(type(kind))
