"""Reads tables of TOML, and collects what is wrong with them."""

import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from domain.errors import Misconfigured

Name = Annotated[str, Meta(pattern=r"^\S(.{0,98}\S)?$")]
Address = Annotated[str, Meta(pattern=r"^https?://\S+$")]
VariableName = Annotated[str, Meta(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")]

Reason = Callable[[str], str | None]
"""Returns a better reason than the library's for the value of a key, or None."""


def read_toml(path: Path, setting: str) -> Mapping[str, Any]:
    """Return the content of a file.

    Args:
        path: The file.
        setting: The setting that names it, for the message.

    Raises:
        Misconfigured: If it cannot be read, or is not valid TOML.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as exc:
        raise Misconfigured(
            f"{setting} cannot be read ({exc.strerror}): name another file, or make it readable."
        ) from exc
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as exc:
        raise Misconfigured(f"The models file is not valid TOML: {exc}.") from exc


def address_reason(key: str) -> str | None:
    """Return what an address has to look like."""
    return "it must begin with http:// or https://" if key == "base_url" else None


class TableReader:
    """Converts the values of tables, and notes the mistakes of all of them."""

    def __init__(self, reason: Reason = address_reason) -> None:
        """Begin without a mistake."""
        self.problems: list[str] = []
        self._reason = reason

    def values(
        self, table: Mapping[str, Any], keys: Mapping[str, Any], where: str
    ) -> dict[str, Any]:
        """Return the valid values of a table, and note what is wrong with the others.

        Args:
            table: The table.
            keys: The type of each key that it may have.
            where: What the table is, for messages.
        """
        values: dict[str, Any] = {}
        for key, value in table.items():
            if key not in keys:
                self.problems.append(f"{where} cannot have {key}: it may have {', '.join(keys)}.")
                continue
            try:
                values[key] = msgspec.convert(value, keys[key])
            except msgspec.ValidationError as exc:
                said = str(exc)[:1].lower() + str(exc)[1:]
                reason = self._reason(key) or said
                self.problems.append(f"{where}: {key} cannot be {value!r}: {reason}.")
        return values

    def raise_problems(self) -> None:
        """Raise an error with one line for each mistake, if there is any.

        Raises:
            Misconfigured: With the mistakes.
        """
        if self.problems:
            raise Misconfigured("\n".join(self.problems))
