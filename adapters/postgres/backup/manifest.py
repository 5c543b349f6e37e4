"""What a backup says about itself."""

from datetime import datetime

from msgspec import Struct

FORMAT = 1
"""Of the file. It rises when an earlier Quoth could no longer read it."""


class Step(Struct, frozen=True):
    """A migration that the database had when it was backed up."""

    number: int
    name: str
    checksum: str


class Table(Struct, frozen=True):
    """A table in a backup.

    Attributes:
        size: The length of its rows in bytes, before compression.
        sha256: The digest of these bytes.
    """

    name: str
    columns: tuple[str, ...]
    rows: int
    size: int
    sha256: str


class Manifest(Struct, frozen=True):
    """What a backup says about itself.

    Attributes:
        made_by: The version of Quoth.
        steps: The migrations that had been applied.
        dimension: The length of the vectors.
        sequences: The next value of each sequence.
    """

    format: int
    made_by: str
    made_at: datetime
    steps: tuple[Step, ...]
    model: str
    dimension: int
    tables: tuple[Table, ...]
    sequences: dict[str, int]

    def rows(self, table: str) -> int:
        """Return how many rows a table has; none if there is no such table."""
        return next((each.rows for each in self.tables if each.name == table), 0)
