"""The tokens of the Rich Text Format."""

import re
from collections.abc import Iterator
from enum import Enum
from typing import Final, NamedTuple


class Kind(Enum):
    """The kinds of tokens."""

    OPEN = "{"
    CLOSE = "}"
    WORD = "word"
    SYMBOL = "symbol"
    TEXT = "text"


class Token(NamedTuple):
    r"""A token.

    Attributes:
        kind: Its kind.
        name: The name of a control word, such as `par` of `\par`, or the character of a symbol.
        value: The number behind a control word; None if there is none.
        text: The bytes of a text.
    """

    kind: Kind
    name: str = ""
    value: int | None = None
    text: bytes = b""


_TOKEN: Final = re.compile(
    rb"(?P<text>[^\\{}\r\n]+)"
    rb"|\\(?P<word>[A-Za-z]{1,32})(?P<value>-?[0-9]{1,10})?[ ]?"
    rb"|(?P<hex>(?:\\'[0-9A-Fa-f]{2}){1,1000})"
    rb"|(?P<brace>[{}])"
    rb"|\\(?P<symbol>[^A-Za-z])"
    rb"|[\r\n]+|\\",
    re.DOTALL,
)
_OPEN: Final = Token(Kind.OPEN)
_CLOSE: Final = Token(Kind.CLOSE)


def tokens(content: bytes) -> Iterator[Token]:
    """Yield the tokens of a file; the bytes of binary data are skipped."""
    position = 0
    while match := _TOKEN.match(content, position):
        position = match.end()
        kind = match.lastgroup
        if kind == "text":
            yield Token(Kind.TEXT, text=match["text"])
        elif kind in ("word", "value"):
            word = match["word"].decode("ascii")
            value = int(match["value"]) if match["value"] else None
            if word == "bin":
                position += max(0, value or 0)
            else:
                yield Token(Kind.WORD, word, value)
        elif kind == "hex":
            yield Token(
                Kind.TEXT, text=bytes.fromhex(match["hex"].replace(b"\\'", b"").decode("ascii"))
            )
        elif kind == "brace":
            yield _OPEN if match["brace"] == b"{" else _CLOSE
        elif kind == "symbol":
            yield Token(Kind.SYMBOL, match["symbol"].decode("latin-1"))
