"""Names that are written with signs and digits: versions, part numbers, addresses, paths."""

import re
from collections.abc import Iterator
from itertools import islice

from domain.text.function_words import FUNCTION_WORDS
from domain.text.words.folding import folded
from domain.text.words.tokens import WORD_CHARACTERS
from domain.text.words.wholes import Whole

_MAX_CHARS = 255
_MAX_PIECES = 16
_LONGEST_NAME = 24
_COMMON_LETTERS = 4  # of a word, where a part number has few letters or capitals
_JOINED_DIGITS = 7  # from here on, hyphens only group the digits of one number: of a telephone

_HYPHENS = r"\-\u2010-\u2013"
_WORD = rf"[{WORD_CHARACTERS}]++"
_URL = re.compile(
    rf"(?<![{WORD_CHARACTERS}])(?:[A-Za-z][A-Za-z0-9+.-]{{1,20}}://|www\.)"
    r"(?P<address>[^\x00-\x20\s<>\"'`|\ud800-\udfff]{1,2000})"
)
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,100}@[\w-]{1,100}(?:\.[\w-]{1,100})+")
_RUN = re.compile(
    rf"(?<![{WORD_CHARACTERS}])(?P<root>(?:~|\.{{1,2}})?[/\\])?{_WORD}"
    rf"(?:(?:[./\\+{_HYPHENS}]|::?)[/\\]?{_WORD})++"
)
_JOINED = re.compile(rf"(?<![{WORD_CHARACTERS}])[^\W_]++(?:_++[^\W_]++)++")
_SIGNED = re.compile(r"(?<!\w)[A-Za-z](?:\+\+|#)(?!\w)")
_NAME_BEFORE = re.compile(r"(?:^|[^\w])([^\W\d_a-z][^\W\d_]*)[ \t]$")
_NUMBER = re.compile(r"\d[\dA-Za-z]{0,12}(?!\w|[.,:/-]\w)")
_LINE_END = re.compile(r"-[ \t]{0,3}\n")
_BROKEN = re.compile(
    r"(?<![^\W\d_])(?P<start>[^\W\d_]++)-[ \t]{0,3}\n[ \t]{0,8}(?P<end>[^\W\d_]++)"
)

_PIECE = re.compile(r"[^/\\@?&=#%:]+")
_DOTTED = re.compile(r"v?(\d+(?:\.\d+)+)", re.IGNORECASE)
_LETTERS = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")  # U.S or e.g
_HYPHEN = re.compile(f"[{_HYPHENS}]")
_CHOICE = re.compile(r"[^\W\d_]+/[^\W\d_]+")  # and/or
_DROPPED = re.compile(rf"(?<!\d)[{_HYPHENS}_]+|[{_HYPHENS}_]+(?!\d)")


def literals(text: str) -> Iterator[Whole]:
    """Yield the literals of a prepared text; one may contain others."""
    yield from _addresses(text)
    for found in _RUN.finditer(text):
        yield from _run(found)
    if "_" in text:
        for found in _JOINED.finditer(text):
            yield from _piece(*found.span(), found[0])
    for found in _SIGNED.finditer(text):
        yield Whole(*found.span(), (folded(found[0]),))
    if _LINE_END.search(text):
        for found in _BROKEN.finditer(text):
            word = (found["start"] + found["end"]).casefold()[:_MAX_CHARS]
            yield Whole(*found.span(), (word,), replaces=False, is_word=True)


def named_number(text: str, start: int) -> Iterator[Whole]:
    """Yield the name before a number of a prepared text, with it: `PX 200` is `PX-200`."""
    if start and text[start - 1] in " \t":
        first = max(0, start - _LONGEST_NAME)
        name = _NAME_BEFORE.search(text[first:start])
        number = _NUMBER.match(text, start)
        if name and number:
            form = folded(name[1] + number[0])
            yield Whole(first + name.start(1), number.end(), (form,), replaces=False)


def _addresses(text: str) -> Iterator[Whole]:
    if "://" in text or "www." in text:
        for found in _URL.finditer(text):
            yield _url(found)
    if "@" in text:
        for found in _EMAIL.finditer(text):
            address = folded(found[0])
            yield Whole(*found.span(), (address,), (address.partition("@")[2],), in_parts=True)


def _url(found: re.Match[str]) -> Whole:
    address = found["address"].rstrip(".,;:!?)]}/*").removeprefix("www.")
    address = folded(address)[:_MAX_CHARS]
    host = _PIECE.match(address)
    return Whole(*found.span(), (address,), (host[0],) if host else (), in_parts=True)


def _run(found: re.Match[str]) -> Iterator[Whole]:
    """Yield what words that signs join are: a path, pieces of an address, or one piece."""
    start, end = found.span()
    pieces = list(islice(_PIECE.finditer(found[0]), _MAX_PIECES))
    if len(pieces) > 1 or found["root"]:
        form = folded(found[0]).replace("\\", "/").lstrip("~./")[:_MAX_CHARS]
        is_choice = _CHOICE.fullmatch(found[0]) is not None
        yield Whole(start, end, (form,), replaces=not is_choice, in_parts=True)
    for piece in pieces:
        if not piece[0].isalnum():
            yield from _piece(start + piece.start(), start + piece.end(), piece[0])


def _piece(start: int, end: int, text: str) -> Iterator[Whole]:
    """Yield a version, a part number, an acronym, a name or a compound with hyphens."""
    text = text[:_MAX_CHARS]
    form = folded(text)
    if not form:
        return  # an accent without its letter
    if dotted := _DOTTED.fullmatch(form):
        numbers = dotted[1].split(".")
        sizes = range(2, min(len(numbers), _MAX_PIECES))
        yield Whole(start, end, (dotted[1],), tuple([_beginning(numbers, size) for size in sizes]))
    elif not any(map(str.isalpha, form)):
        grouped = _HYPHEN.sub("-", form)
        digits = grouped.replace("-", "")
        many = digits.isdigit() and len(digits) >= _JOINED_DIGITS
        yield Whole(start, end, (grouped, digits) if many else (grouped,), in_parts=True)
    elif _LETTERS.fullmatch(text):
        if text.isupper():
            yield _acronym(start, end, text.replace(".", ""))
    elif any(map(str.isdigit, form)) or "_" in form or "+" in form:
        # gannet-9087 is one name, and p53-dependent are two words
        is_name = "_" in form or not any(map(_is_common, _HYPHEN.split(text)[1:]))
        yield Whole(start, end, (_DROPPED.sub("", form),), replaces=is_name, in_parts=True)
    elif "." in form:
        yield Whole(start, end, (form,), in_parts=True)
    elif _HYPHEN.search(form):
        word = _HYPHEN.sub("", text.casefold())
        yield Whole(start, end, (word,), replaces=False, is_word=True)


def _acronym(start: int, end: int, letters: str) -> Whole:
    if letters.lower() in FUNCTION_WORDS:
        return Whole(start, end, (letters,), in_parts=True)
    return Whole(start, end, (letters.casefold(),), in_parts=True, is_word=True)


def _is_common(word: str) -> bool:
    return len(word) >= _COMMON_LETTERS and word.isalpha() and not word.isupper()


def _beginning(numbers: list[str], size: int) -> str:
    return ".".join(numbers[:size]) + "."
