"""The marks before the items of a list: bullets, numbers, letters."""

import re
from dataclasses import dataclass

from domain.text.characters import BULLETS, in_class

_EAST_ASIAN_DIGITS = "一二三四五六七八九十"
_CIRCLED_DIGITS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_MARKER = re.compile(
    rf"\s*(?:(?P<bullet>[{in_class(BULLETS)}])\s+(?:\[[ xX]\]\s+)?"
    r"|(?P<opening>[(（]?)(?P<number>\d{1,3})(?:(?P<closing>[.)])\s+|(?P<wide>[．）])\s*)"
    r"|(?P<path>\d{1,3}(?:\.\d{1,3}){1,3})\.?\s+(?=[^\W\d_])"
    r"|\(?(?P<letter>[A-Za-z])\)\s+"
    r"|\((?P<roman>[ivxIVX]{2,5})\)\s+"
    rf"|[(（]?(?P<east>[{_EAST_ASIAN_DIGITS}]{{1,3}})[、）)]\s*"
    rf"|(?P<circled>[{_CIRCLED_DIGITS}])\s*)"
)


@dataclass(frozen=True, slots=True)
class Marker:
    """A mark before an item.

    Attributes:
        style: What all marks of its list have in common.
        number: Its number, with those of the items around it; none for a bullet.
    """

    style: str
    number: tuple[int, ...] = ()

    @property
    def is_first(self) -> bool:
        """Whether a list may begin with it."""
        return not self.number or self.number[-1] in (0, 1)

    @property
    def is_path(self) -> bool:
        """Whether it has a number of several parts, such as `2.1`."""
        return len(self.number) > 1

    def comes_after(self, number: tuple[int, ...]) -> bool:
        """Return whether a list with a gap in its numbers may go on with it."""
        return self.number[:-1] == number[:-1] and self.number > number

    def follows(self, number: tuple[int, ...]) -> bool:
        """Return whether its number is the next after another one of its style."""
        return self.number == (*number[:-1], number[-1] + 1) or self.number == (*number, 1)


def marker_of(line: str) -> Marker | None:
    """Return the mark at the beginning of a line that goes on behind it."""
    match = _MARKER.match(line)
    if match is None or match.end() >= len(line.rstrip()):
        return None
    kind = match.lastgroup
    if match["bullet"]:
        return Marker(match["bullet"])
    if match["number"]:
        style = f"{match['opening']}1{match['closing'] or match['wide']}"
        return Marker(style, (int(match["number"]),))
    if match["path"]:
        if line[match.end()].islower():
            return None  # an amount: `4.90 euro`
        return Marker("1.1", tuple(map(int, match["path"].split("."))))
    return Marker(str(kind), (_ordinal(str(kind), match[str(kind)]),))


def _ordinal(kind: str, mark: str) -> int:
    if kind == "letter":
        return ord(mark.lower()) - ord("a") + 1
    if kind == "circled":
        return _CIRCLED_DIGITS.index(mark) + 1
    if kind == "east":
        return east_asian_number(mark)
    return _roman_number(mark)


def east_asian_number(digits: str) -> int:
    """Return the number, up to 99, that Chinese digits write."""
    tens, ten, ones = digits.rpartition("十")
    value = _EAST_ASIAN_DIGITS.find(ones[-1:]) + 1 if ones else 0
    return value + (10 * (_EAST_ASIAN_DIGITS.find(tens[:1]) + 1 if tens else 1) if ten else 0)


def _roman_number(numeral: str) -> int:
    values = [{"i": 1, "v": 5, "x": 10}[letter] for letter in numeral.lower()]
    following = [*values[1:], 0]
    return sum(
        -here if here < next_ else here for here, next_ in zip(values, following, strict=True)
    )
