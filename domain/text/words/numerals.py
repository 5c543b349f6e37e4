"""Numbers and quantities, equal whatever their notation.

A number is written without separators of thousands and with a decimal point. `=` stands before the
value of a decimal number without its last zeros: 4.10 and 4.1 are equal amounts, and may be two
versions.
"""

import re
from collections.abc import Iterator

from domain.text.words.folding import folded
from domain.text.words.wholes import Whole

_GROUP = 3  # digits between separators of thousands
_CENTS = 2  # digits of an amount behind its decimal point

_SEPARATED = re.compile(
    r"(?<![\w.,'’])(?<!\d )(?P<lead>\d{1,3})(?P<sign>[.,'’ ])(?P<groups>\d{3}(?:(?P=sign)\d{3})*+)"
    r"(?:(?!(?P=sign))[.,](?P<decimals>\d+))?(?![.,'’]?\d)(?! \d{3}(?!\d))"
)
_INDIAN = re.compile(r"(?<![.,])\d{1,2}(?:,\d{2})++,\d{3}(?:\.(?P<decimals>\d+))?(?![.,]?\d)")
_DECIMAL = re.compile(r"(?<![\w.,])(?P<whole>\d{1,30})[.,](?P<decimals>\d{1,30})(?![.,]?\d)")

_UNIT_NAMES = (
    "bar mbar pa kpa mpa psi kg g mg µg μg t lb lbs oz nm µm μm mm cm dm m km mi ft yd ha l ml cl"
    " dl hl kw mw gw w kwh mwh wh v kv mv a ma ah mah va kva hz khz mhz ghz b kb mb gb tb kib mib"
    " gib tib kbit mbit gbit bit bps kbps mbps gbps c f k s ms min h px pt pp rpm db n kn j kj kcal"
    " cal ppm ppb mol lm lx dpi fps eur usd gbp chf jpy kč zł кг г мг мм см м км л мл вт квт в ч"
    " мин руб"
)
_UNITS = frozenset(_UNIT_NAMES.split())
"""Units that may follow a number with or without a blank, in lower case."""

_QUANTITY = re.compile(
    r"(?<![\w.,])(?<!\w-)(?P<number>\d[\d.,]{0,30})\s?°?(?P<unit>[^\W\d_]{1,5})(?![\w-]|\.\w)"
)
_ATTACHED = re.compile(r"(?P<digit>\d)(?P<unit>[^\W\d_]{2,5})(?!\w)")


def detached(text: str) -> str:
    """Return a prepared text with a blank between each number and its unit: `40bar` is `40 bar`."""
    return _ATTACHED.sub(_detached, text)


def _detached(found: re.Match[str]) -> str:
    is_unit = found["unit"].casefold() in _UNITS
    return f"{found['digit']} {found['unit']}" if is_unit else found[0]


def numbers(text: str, start: int) -> Iterator[Whole]:
    """Yield the number with separators that begins at a digit of a prepared text, and its unit."""
    for pattern in (_SEPARATED, _INDIAN, _DECIMAL):
        if (found := pattern.match(text, start)) and (forms := readings(found[0])):
            yield Whole(*found.span(), forms)
    if found := _QUANTITY.match(text, start):
        unit = folded(found["unit"])
        if unit in _UNITS:
            number = found["number"].rstrip(".,")
            forms = tuple([f"{form} {unit}" for form in readings(number) or (number,)])
            yield Whole(*found.span(), forms, replaces=False)


def readings(number: str) -> tuple[str, ...]:
    """Return what a number with separators may mean, the likeliest first; () without any."""
    if found := _SEPARATED.fullmatch(number):
        integer = found["lead"] + re.sub(r"\D", "", found["groups"])
        if found["decimals"]:
            return _decimal(integer, found["decimals"])
        if len(found["groups"]) > _GROUP or found["sign"] not in ".,":
            return (integer,)
        decimal = _decimal(found["lead"], found["groups"])
        return decimal if found["lead"] == "0" else (integer, *decimal)
    if found := _INDIAN.fullmatch(number):
        integer = re.sub(r"\D", "", number.partition(".")[0])
        return _decimal(integer, found["decimals"]) if found["decimals"] else (integer,)
    if found := _DECIMAL.fullmatch(number):
        return _decimal(found["whole"], found["decimals"])
    return ()


def _decimal(whole: str, decimals: str) -> tuple[str, ...]:
    significant = decimals.rstrip("0")
    written = f"{whole}.{decimals}"
    if significant:
        return (written, f"={whole}.{significant}")
    # an amount with two zeros is a whole one; 2.0 is rather a version
    return (whole, written) if len(decimals) == _CENTS else (written, whole)
