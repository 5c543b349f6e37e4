"""Decodes the bytes of text files: UTF-8 strictly, and other encodings by their signs.

A file is read in the first of these ways that fits:

1. as its byte order mark says, with a few wrong bytes, too;
2. as UTF-8;
3. as UTF-8 with a few wrong bytes, if its other characters beyond ASCII are right;
4. as Windows-1252, if it is ASCII but for a few bytes, and they make sense there;
5. as UTF-8 with a few wrong bytes, if it is ASCII but for those;
6. as the encoding that chardet detects.

A note says what was assumed, and which bytes are wrong. What a format declares, such as a page or a
mail, comes after UTF-8: a page that was saved again may still declare what it was.
"""

import codecs
import re
import unicodedata

import chardet

from domain.documents.document import ExtractedText
from domain.errors import TextUndecodable

# UTF-32 first: its little-endian mark begins with that of UTF-16
_BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF32_LE: "utf-32-le",
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
_ERAS = (
    chardet.EncodingEra.MODERN_WEB
    | chardet.EncodingEra.LEGACY_ISO
    | chardet.EncodingEra.LEGACY_MAC
    | chardet.EncodingEra.LEGACY_REGIONAL
    | chardet.EncodingEra.DOS
)
_MULTIBYTE = ("big5hkscs", "cp932", "cp949", "euc_jis_2004", "gb18030", "johab", "shift_jis_2004")
_NAMES = {"big5hkscs": "Big5", "cp932": "Shift_JIS", "cp949": "EUC-KR", "euc_jis_2004": "EUC-JP"}

_REPLACEMENT = "\ufffd"
_ONE_WRONG_IN = 1000  # bytes; with more wrong ones it is another encoding, or no text
_ONE_WRONG_BESIDE = 10  # right characters beyond ASCII
_TOO_FEW = 5  # bytes beyond ASCII: no statistics can tell an encoding from them

_HIGH_BYTES = bytes(range(0x80, 0x100))
_HIGH_PAIR = re.compile(rb"[\x80-\xff]{2}")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
# Where people write what Windows-1252 has beyond ASCII: letters at letters or as a word, an
# apostrophe anywhere, other signs not within a word. Characters that are more often the remains of
# something else are left out.
_LETTERS = "[àâäáãåæçèéêëìíîïñòóôöõøùúûüßœÀÄÁÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÖÕØÙÚÛÜŒ]"
_SIGNS = "[‚„“”‘–—…\u2022€£¥§©®™°±²³µ¹¼½¾«»¡¿·ªº\u00a0]"
_WESTERN = re.compile(
    rf"(?<=[A-Za-z]){_LETTERS}|{_LETTERS}(?=[A-Za-z])|(?<!\S){_LETTERS}(?!\S)"
    rf"|’|(?<![A-Za-z]){_SIGNS}|{_SIGNS}(?![A-Za-z])"
)


_SUPERSETS = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}  # as in browsers: the names that are declared, and what is meant
_ESCAPES = ("iso2022", "hz", "utf-7")  # these are ASCII, and so UTF-8, too
_NOT_DECLARED_NAMES = (
    "utf-8 utf-16 utf-32 utf-16-le utf-16-be utf-32-le utf-32-be idna unicode-escape"
)
_NOT_DECLARED = frozenset(
    _NOT_DECLARED_NAMES.split()
)  # UTF-8 comes first anyway, and a declaration in ASCII is in none of the others


def decode(content: bytes, declared: str | None = None) -> ExtractedText:
    """Return the text of a file, without its byte order mark, and what was assumed.

    Args:
        content: The bytes.
        declared: The name of the encoding that the file or its header gives, if one does.

    Raises:
        TextUndecodable: If the bytes are no text.
    """
    for mark, encoding in _BYTE_ORDER_MARKS.items():
        if content.startswith(mark):
            return _marked(content[len(mark) :], encoding, len(mark))
    encoding = _meant(declared)
    if encoding.startswith(_ESCAPES) and (text := _decoded(content, encoding)):
        return ExtractedText(text)
    try:
        text = content.decode()
    except UnicodeDecodeError as exc:
        if encoding and (text := _decoded(content, encoding)) and _is_text(text):
            return ExtractedText(text)
        return _unmarked(content, exc.start)
    before, nul, _ = text.partition("\0")
    if nul:
        # UTF-16 of ASCII is UTF-8 with a NUL for every other byte
        return _detected(content, len(before.encode()), "a NUL character")
    return ExtractedText(text)


def _meant(declared: str | None) -> str:
    """Return the encoding that a name stands for, empty if there is none of it."""
    try:
        name = codecs.lookup(declared).name if declared else ""
    except (LookupError, ValueError):
        return ""
    name = _SUPERSETS.get(name, name)
    return "" if name in _NOT_DECLARED or not _decodes_text(name) else name


def _decodes_text(encoding: str) -> bool:
    """Return whether an encoding is one of text; Python has others, such as `zlib`."""
    try:
        return b"a".decode(encoding) == "a"
    except (LookupError, ValueError, OSError):
        return False


def _marked(body: bytes, encoding: str, start: int) -> ExtractedText:
    try:
        text, notes = body.decode(encoding), tuple[str, ...]()
    except UnicodeDecodeError as exc:
        text = body.decode(encoding, "replace")
        wrong = _wrong_places(body, text, encoding)
        # nearly all bytes are right in UTF-16, in which these say nothing of the others
        others_are_right = encoding == "utf-8" and _are_few(wrong, text)
        if not others_are_right and wrong * _ONE_WRONG_IN > len(body):
            raise _undecodable(start + exc.start, f"no valid {encoding.upper()}") from exc
        notes = (_replaced(wrong, encoding.upper(), start + exc.start),)
    before, nul, _ = text.partition("\0")
    if nul:
        raise _undecodable(start + len(before.encode(encoding)), "a NUL character")
    return ExtractedText(text, notes)


def _unmarked(content: bytes, first_wrong: int) -> ExtractedText:
    """Return the text of a file that is not valid UTF-8."""
    text = content.decode(errors="replace")
    if "\0" not in text:
        wrong = _wrong_places(content, text, "utf-8")
        damaged = ExtractedText(text, (_replaced(wrong, "UTF-8", first_wrong),))
        if _are_few(wrong, text):
            return damaged
        beyond_ascii = len(content) - len(content.translate(None, _HIGH_BYTES))
        almost_ascii = beyond_ascii * _ONE_WRONG_IN <= len(content)
        if (almost_ascii or beyond_ascii <= _TOO_FEW) and (western := _western(content)):
            return _guessed(western, "cp1252")
        if almost_ascii:
            return damaged
    return _detected(content, first_wrong, "no valid UTF-8, and no other encoding fits")


def _wrong_places(content: bytes, text: str, encoding: str) -> int:
    """Return how many places were replaced in a text, which may have had U+FFFD before."""
    return text.count(_REPLACEMENT) - content.decode(encoding, "ignore").count(_REPLACEMENT)


def _are_few(wrong: int, text: str) -> bool:
    """Return whether the characters beyond ASCII of a text in UTF-8 are right, but for a few."""
    right = sum(1 for _ in _BEYOND_ASCII.finditer(text)) - wrong
    return wrong * _ONE_WRONG_BESIDE <= right


def _western(content: bytes) -> str | None:
    """Return the text as Windows-1252, if every character beyond ASCII makes sense there."""
    text = _decoded(content, "cp1252")
    if not text:
        return None
    places = (match.start() for match in _BEYOND_ASCII.finditer(text))
    return text if all(_WESTERN.match(text, place) for place in places) else None


def _detected(content: bytes, offset: int, otherwise: str) -> ExtractedText:
    """Return the text in the encoding that fits its bytes best.

    Raises:
        TextUndecodable: If none does; says what there is `otherwise` at the offset.
    """
    found = chardet.detect(
        content,
        encoding_era=_ERAS,
        max_bytes=len(content),
        prefer_superset=True,
        compat_names=False,
        # "20 °C" is valid Korean, but no text in several bytes has each of them among ASCII
        exclude_encodings=None if _HIGH_PAIR.search(content) else _MULTIBYTE,
    )["encoding"]
    text = found and _decoded(content, found)
    if not found or not text or not _is_text(text):
        raise _undecodable(offset, otherwise)
    return _guessed(text.removeprefix("\ufeff"), found)


def _decoded(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _is_text(text: str) -> bool:
    """Return whether a text has no control characters and no characters that nobody assigned."""
    odd = set(text) - set("\t\n\v\f\r\x1b")
    return not any(unicodedata.category(each) in ("Cc", "Cn", "Co") for each in odd)


def _guessed(text: str, encoding: str) -> ExtractedText:
    windows = encoding.startswith("cp125")
    name = f"Windows-{encoding[2:]}" if windows else _NAMES.get(encoding, encoding.upper())
    return ExtractedText(
        text,
        (
            f"The file is not in UTF-8 and was read as {name}. If letters look wrong, save it as"
            " UTF-8 and add it again.",
        ),
    )


def _replaced(count: int, encoding: str, offset: int) -> str:
    if count == 1:
        return f"One place, at byte {offset:,}, is not valid {encoding} and is shown as \ufffd."
    return (
        f"{count:,} places, the first at byte {offset:,}, are not valid {encoding} and are shown as"
        " \ufffd."
    )


def _undecodable(offset: int, what: str) -> TextUndecodable:
    return TextUndecodable(
        f"The file cannot be read as text: at byte {offset:,} there is {what}. Nothing was stored;"
        " save it as UTF-8 and send it again."
    )
