"""The cuts of a text: the positions at which it can be divided without dividing a token."""

from array import array
from bisect import bisect_left

from domain.documents.chunks import TokenSpans


class TokenCuts:
    """The cuts of a text, and the number of tokens between two cuts.

    A cut is a position that no token straddles. Tokens that share or overlap a span form one
    block. All positions outside blocks and at their edges are cuts.
    """

    def __init__(self, length: int, spans: TokenSpans) -> None:
        self._length = length
        # arrays save memory: a text of five megabytes has over a million tokens
        self._starts = array("Q", (start for start, _ in spans))
        self._block_starts = array("Q")
        self._block_ends = array("Q")
        last_end = -1
        for start, end in spans:
            if start >= last_end:
                self._block_starts.append(start)
                self._block_ends.append(end)
                last_end = end
            elif end > last_end:
                self._block_ends[-1] = last_end = end

    def between(self, start: int, end: int) -> int:
        """Return the number of tokens between two cuts."""
        return bisect_left(self._starts, end) - bisect_left(self._starts, start)

    def floor(self, position: int) -> int:
        """Return the last cut at or before a position."""
        block = bisect_left(self._block_starts, position) - 1
        inside = block >= 0 and self._block_ends[block] > position
        return self._block_starts[block] if inside else position

    def ceil(self, position: int) -> int:
        """Return the first cut at or after a position."""
        block = bisect_left(self._block_starts, position) - 1
        return max(position, self._block_ends[block]) if block >= 0 else position

    def furthest(self, start: int, count: int) -> int:
        """Return the last cut at most `count` tokens after `start`, or else the next cut."""
        beyond = bisect_left(self._starts, start) + count
        if beyond >= len(self._starts):
            return self._length
        return max(self.floor(self._starts[beyond]), self.ceil(start + 1))

    def earliest(self, end: int, count: int) -> int:
        """Return the first cut at most `count` tokens before `end`."""
        before = bisect_left(self._starts, end) - count - 1
        return self.ceil(self._starts[before] + 1) if before >= 0 else 0
