"""Dates and times, in one form whatever their notation and language.

A date is YYYY-MM-DD, a month YYYY-MM, and a day without a year --MM-DD, as in ISO 8601. A time is
THH:MM.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from domain.text.words.folding import folded
from domain.text.words.months import MONTHS
from domain.text.words.tokens import WORD_CHARACTERS
from domain.text.words.wholes import Whole

_YEAR = 4  # its digits
_TWELVE = range(1, 13)  # months, or hours of half a day
_DAYS = range(1, 32)
_HOURS = 24
_THAI_YEARS = range(2400, 2700)  # 543 more than elsewhere
_LONGEST_NAME = 20  # of a month, with what stands between it and a number

# each matches at a number, so that a text without numbers is not read
_NAME = rf"(?P<month>[^\W\d_][{WORD_CHARACTERS}]{{1,16}}+)\.?"
_OF = r"(?:d['’]\s?|(?:de|del|of)\s{1,2})?"
_NUMERIC = re.compile(
    r"(?<!\d[-./])(?P<first>\d{1,4})(?P<sign>[-./])\ ?(?P<second>\d{1,2})(?P=sign)\ ?"
    r"(?P<third>\d{1,4})(?!\d|[-./]\d)"
)
_SHORT_YEAR = re.compile(r"\d{1,2}/\d{1,2}/\d\d|\d\d\.\d\d\.\d\d")
_IDEOGRAPHIC = re.compile(
    r"(?:(?P<year>\d{4})\s?[年년]\s?)?(?P<month>\d{1,2})\s?[月월]"
    r"(?:\s?(?P<day>\d{1,2})\s?[日일号])?"
)
_COMPACT = re.compile(r"(?P<year>(?:19|20)\d\d)(?P<month>[01]\d)(?P<day>[0-3]\d)(?!\d)")
_DAY_FIRST = re.compile(
    rf"(?<![.,])(?P<day>\d{{1,2}})(?:\.|st|nd|rd|th|er|o)?(?:\s{{1,2}}|-)?{_OF}{_NAME}"
    rf"(?:,?[\s-]{{1,2}}{_OF}(?P<year>\d{{4}})(?!\d))?"
)
_DAY_BEHIND = re.compile(
    r"(?P<day>\d{1,2})(?:st|nd|rd|th)?(?![\w:]|[.,]\d)(?:,?\s{1,2}(?P<year>\d{4})(?!\d))?"
)
_YEAR_BEHIND = re.compile(r"(?P<year>\d{4})(?!\d)")
_NAME_BEFORE = re.compile(rf"(?:^|[^{WORD_CHARACTERS}]){_NAME},?\s{{1,2}}{_OF}$")
_CLOCK = re.compile(
    r"(?<![:.,])(?P<hour>[012]?\d)(?P<sign>[:.h])(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?"
    r"(?!\d|[:.,]\d)(?:\s?(?P<half>[ap])\.?m\b|(?P<said>\s?(?:Uhr|uur|h|Z)\b))?"
)
_HOUR = re.compile(
    r"(?<![:.,])(?P<hour>[012]?\d)\s?(?:(?P<half>[aApP])\.?[mM]\b|(?:Uhr|uur)\b|o['’]clock)"
)


def dates(text: str, start: int) -> Iterator[Whole]:
    """Yield the dates and times that begin at a number of a prepared text, or just before it.

    An ambiguous date has both readings.
    """
    if (found := _NUMERIC.match(text, start)) and (days := list(_numeric(found))):
        yield _whole(found.start(), found.end(), days)
    for pattern in (_COMPACT, _IDEOGRAPHIC):
        if found := pattern.match(text, start):
            yield from _read(found, start, [int(found["month"])])
    if found := _DAY_FIRST.match(text, start):
        yield from _read(found, start, MONTHS.get(folded(found["month"]), ()))
    yield from _named(text, start)
    yield from _times(text, start)


def _named(text: str, start: int) -> Iterator[Whole]:
    """Yield the date whose month stands before a number."""
    if start and text[start - 1].isspace():
        first = max(0, start - _LONGEST_NAME)
        before = _NAME_BEFORE.search(text[first:start])
        months = MONTHS.get(folded(before["month"])) if before else None
        if before and months:
            for pattern in (_DAY_BEHIND, _YEAR_BEHIND):
                if found := pattern.match(text, start):
                    yield from _read(found, first + before.start("month"), months)


def _numeric(found: re.Match[str]) -> Iterator[str]:
    first, second, third = found["first"], found["second"], found["third"]
    if len(first) == _YEAR:
        yield from _valid(first, second, third)
    elif _SHORT_YEAR.fullmatch(found[0]):
        third = ("19" if third >= "70" else "20") + third
    if len(third) == _YEAR:
        yield from _valid(third, second, first)
        if found["sign"] != ".":
            yield from _valid(third, first, second)


def _valid(year: str, month: str, day: str) -> Iterator[str]:
    try:
        yield date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return


def _read(found: re.Match[str], start: int, months: Iterable[int]) -> Iterator[Whole]:
    """Yield what a match means in each of these months, together."""
    parts = found.groupdict()
    year, day = parts.get("year"), parts.get("day")
    years = [int(year)] if year else []
    if years and years[0] in _THAI_YEARS:
        years.append(years[0] - 543)
    days: list[str] = []
    for month in months:
        if month not in _TWELVE:
            continue
        if years and day:
            for each in years:
                days += _valid(str(each), str(month), day)
        elif years:
            days += [f"{each:04}-{month:02}" for each in years]
        elif day and int(day) in _DAYS:
            days.append(f"--{month:02}-{int(day):02}")
    if days:
        yield _whole(start, found.end(), days)


def _whole(start: int, end: int, days: list[str]) -> Whole:
    days = list(dict.fromkeys(days))
    dates = [day for day in days if len(day) == len("2026-05-04")]
    within = [part for day in dates for part in (day[:7], f"--{day[5:]}")]
    return Whole(start, end, tuple(days), tuple(dict.fromkeys(within)), replaces=days[0][0] != "-")


def _times(text: str, start: int) -> Iterator[Whole]:
    if found := _CLOCK.match(text, start):
        # 8.30 is a number, 8.30 Uhr a time
        is_time = found["sign"] != "." or found["half"] or found["said"]
        if is_time and (hour := _hour(found["hour"], found["half"])):
            time = f"{hour}:{found['minute']}"
            if found["second"]:
                yield Whole(*found.span(), (f"{time}:{found['second']}",), (time,))
            else:
                yield Whole(*found.span(), (time,))
    elif (found := _HOUR.match(text, start)) and (hour := _hour(found["hour"], found["half"])):
        yield Whole(*found.span(), (f"{hour}:00",), replaces=False)


def _hour(hour: str, half: str | None) -> str | None:
    number = int(hour)
    if half:
        if number not in _TWELVE:
            return None
        number = number % 12 + (12 if half in "pP" else 0)
    return f"T{number:02}" if number < _HOURS else None
