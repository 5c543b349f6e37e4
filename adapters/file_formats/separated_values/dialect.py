"""Detects what separates the values of a file."""

from collections import Counter
from itertools import islice

from adapters.file_formats.separated_values.records import Records

_DELIMITERS = (",", ";", "\t", "|")
_LOOKED_AT = 100  # records
_SAMPLE = 65_536  # characters


def delimiter_of(text: str, filename: str) -> str:
    """Return the delimiter that parts most records into the same number of values.

    Args:
        text: The text of the file.
        filename: Its name. Between equals, `.tsv` says that it is a tab.
    """
    sample = text[:_SAMPLE]
    if len(text) > _SAMPLE:
        sample = sample[: sample.rfind("\n") + 1] or sample
    is_tsv = filename.lower().endswith((".tsv", ".tab"))
    order = ("\t", *_DELIMITERS) if is_tsv else _DELIMITERS
    return max(order, key=lambda delimiter: _regularity(sample, delimiter))


def _regularity(sample: str, delimiter: str) -> float:
    """Return the share of the records with the most frequent number of values, if it is over one.

    A regular number of more values counts a little more.
    """
    widths = Counter(
        len(record.values)
        for record in islice(Records(sample, delimiter), _LOOKED_AT)
        if record.values
    )
    several = [(count, width) for width, count in widths.items() if width > 1]
    if not several:
        return 0
    count, width = max(several)
    return count / widths.total() + min(width, 100) / 10_000
