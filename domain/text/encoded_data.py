"""Encoded data in a text: pictures, keys and attachments in base64 or hex."""

import re

# The alphabets of base64 and hex. Words and paths of 200 characters without any other character
# do not occur in texts. Pictures are one run, keys and mail attachments are lines.
ENCODED_DATA = re.compile(
    r"(?<![A-Za-z0-9+/=_-])[A-Za-z0-9+/=_-]{200,}"
    r"|(?<![^\n])(?:[ \t>]*[A-Za-z0-9+/]{60,}[ \t]*\n){3,}"
    # the last line is short: a word of the text has no figure or sign in it
    r"(?:[ \t>]*(?=[A-Za-z0-9+/]*[0-9+/=])[A-Za-z0-9+/]+={0,2}(?=[ \t]*(?:\n|\Z)))?"
)
"""Long runs and lines in the alphabets of base64 and hex, rulers and long numbers among them."""

_MIXED = re.compile("[A-Z]"), re.compile("[a-z]"), re.compile("[0-9]")
_DATA_URI = re.compile(
    r"\bdata:[a-z]{1,20}/[\w.+-]{1,80}(?:;[\w=.-]{1,80}){0,4},[A-Za-z0-9+/=_%.~*!:;,@?&$-]{160,}"
)


def without_encoded_data(text: str) -> tuple[str, int, int]:
    """Return a text without its encoded data, the number of its blocks and of their characters.

    A run counts only if letters of both cases or figures are mixed in it: rulers, long numbers and
    sequences of bases or acids stay.
    """
    blocks = characters = 0

    def left_out(found: re.Match[str]) -> str:
        nonlocal blocks, characters
        run = found[0]
        if sum(kind.search(run) is not None for kind in _MIXED) < 2:  # noqa: PLR2004 - kinds mix
            return run
        blocks += 1
        characters += len(run)
        return ""

    text = _DATA_URI.sub(left_out, text)
    return ENCODED_DATA.sub(left_out, text), blocks, characters
