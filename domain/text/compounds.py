"""Where a compound may be cut, in languages that write compounds as one word.

The rules serve German, Dutch, the Nordic languages, Finnish and Hungarian alike: the parts have to
be words, and a linking element may stand between them. Which words there are, the caller knows.
"""

from collections.abc import Container, Iterator
from dataclasses import dataclass
from typing import NamedTuple

SHORTEST_WORD = 4
"""A shorter word is the end or the beginning of too many others."""

_SHORTEST_HEAD = 2  # öl, sea, is
_SHORTEST_TAIL = 3
_LINKS = ("", "s", "n", "e", "es", "en", "er", "ns", "ens", "sz")
_UNKNOWN_HEAD = 4  # an unknown first part of fewer letters is a prefix
_UNKNOWN_TAIL = 5


class Cut(NamedTuple):
    """One way to cut a compound.

    Attributes:
        heads: What the first part may be, with and without a linking element at its end.
        tail: The second part.
    """

    heads: tuple[str, ...]
    tail: str


@dataclass(frozen=True, slots=True)
class Longer:
    """A word that is longer than the stem of another, and ends or begins with it."""

    word: str
    stem: str
    ends_with: bool

    @property
    def others(self) -> tuple[str, ...]:
        """What the other part may be, if the word is a compound.

        Behind the stem may be the ending that it has lost, and a linking element.
        """
        if self.ends_with:
            return _unlinked(self.word[: -len(self.stem)])
        rest = self.word[len(self.stem) :]
        return tuple(rest[skipped:] for skipped in range(min(4, len(rest) - _SHORTEST_TAIL + 1)))

    def is_compound(self, known: Container[str]) -> bool:
        """Return whether the word is a compound: its other part is a word, or long enough."""
        least = _UNKNOWN_HEAD if self.ends_with else _UNKNOWN_TAIL
        return any(other in known or len(other) >= least for other in self.others)


def cuts(word: str) -> Iterator[Cut]:
    """Yield the ways to cut a word, the longest second part first."""
    for end in range(_SHORTEST_HEAD, len(word) - _SHORTEST_TAIL + 1):
        yield Cut(_unlinked(word[:end]), word[end:])


def parts(word: str, known: Container[str]) -> tuple[str, ...]:
    """Return the parts of a compound that are words; none if it cannot be cut.

    Cuts into two known words count. Without one, the longest known word that it ends with does, if
    more than a prefix is before it.
    """
    both = [
        (head, cut.tail)
        for cut in cuts(word)
        if cut.tail in known
        for head in cut.heads
        if head in known and max(len(head), len(cut.tail)) >= SHORTEST_WORD
    ]
    if both:
        return tuple(dict.fromkeys(part for cut in both for part in cut))
    ends = (
        cut.tail
        for cut in cuts(word)
        if len(cut.heads[0]) >= _UNKNOWN_HEAD
        and len(cut.tail) >= SHORTEST_WORD
        and cut.tail in known
    )
    return tuple(end for end in [next(ends, None)] if end)


def _unlinked(head: str) -> tuple[str, ...]:
    """Return a first part with and without the linking elements that it may end with."""
    found = (head[: len(head) - len(link)] for link in _LINKS if head.endswith(link))
    return tuple(dict.fromkeys(each for each in found if len(each) >= _SHORTEST_HEAD))
