"""Shows dates and times, which sheets store as days since 1900 or 1904, as ISO 8601 writes them."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

_LITERAL = re.compile(r'"[^"]*"?|\\.|[_*].|\[(?![hms]+\])[^\]]*\]', re.DOTALL | re.IGNORECASE)
_PART = re.compile(
    r"(?P<elapsed>\[[hms]+\])|(?P<letters>y+|m+|d+|h+|s+|e+|AM/PM|A/P)", re.IGNORECASE
)
_DATE_CODE = re.compile(r"[ymdhs]", re.IGNORECASE)

_LAST_DAY = 2_958_466  # the first of January 10000
_LEAP_BUG = 61  # days: sheets that count from 1900 take that year for a leap year
_DAYS_1904 = 1462
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - times of sheets have no zone
_NAME_LETTERS = 3
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def is_date_format(section: str) -> bool:
    """Return whether a section of a format code shows a date or a time."""
    if section.strip().lower() in ("general", "standard"):
        return False
    return _DATE_CODE.search(_LITERAL.sub("", section)) is not None


def date_format(
    section: str, since_1904: bool, otherwise: Callable[[float], str]
) -> Callable[[float], str]:
    """Return what shows days by a section: as much of date and time as it shows.

    A month without a day is shown with its name if the section does so: `Mar 2024`.

    Args:
        section: The section of a format code.
        since_1904: Whether days are counted from 1904.
        otherwise: What shows a number that is no day.
    """
    parts = [found[0].lower() for found in _PART.finditer(_LITERAL.sub("", section))]
    elapsed = any(part.startswith("[") for part in parts)
    months = [
        part for index, part in enumerate(parts) if part[0] == "m" and not _is_minute(parts, index)
    ]
    has_year = any(part[0] in "ye" for part in parts)
    has_day = any(part[0] == "d" for part in parts)
    has_time = any(part[0] in "hs" for part in parts)
    has_seconds = any("s" in part for part in parts)

    def show(value: float) -> str:
        if elapsed:
            return _duration(value, has_seconds)
        if not 0 <= value < _LAST_DAY:
            return otherwise(value)
        days = value + _DAYS_1904 if since_1904 else value + (value < _LEAP_BUG - 1)
        moment = _EPOCH + timedelta(milliseconds=round(days * 86_400_000))
        clock = f"{moment:%H:%M:%S}" if has_seconds else f"{moment:%H:%M}"
        if not (months or has_year or has_day):
            return clock
        date = f"{moment:%Y-%m-%d}"
        if not has_day and not has_time:
            date = _month(moment, max(map(len, months), default=0), has_year)
        return f"{date} {clock}" if has_time else date

    return show


def _is_minute(parts: list[str], index: int) -> bool:
    """Return whether an `m` stands for minutes: behind hours or before seconds."""
    before = parts[index - 1] if index else ""
    after = parts[index + 1] if index + 1 < len(parts) else ""
    return before.startswith(("h", "[h")) or after.startswith(("s", "[s"))


def _month(moment: datetime, letters: int, has_year: bool) -> str:
    year = f"{moment:%Y}" if has_year else ""
    if not letters:
        return year
    if letters < _NAME_LETTERS:
        return f"{year}-{moment:%m}" if year else f"{moment:%m}"
    name = _MONTHS[moment.month - 1]
    return f"{name[:_NAME_LETTERS] if letters == _NAME_LETTERS else name} {year}".strip()


def _duration(value: float, has_seconds: bool) -> str:
    seconds = round(abs(value) * 86_400)
    sign = "-" if value < 0 else ""
    text = f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}"
    return f"{text}:{seconds % 60:02}" if has_seconds else text
