"""The encodings that an RTF file names."""

import codecs
from typing import Final

DEFAULT: Final = "cp1252"
_CHARSETS: Final = {
    0: "cp1252", 77: "mac_roman", 78: "shift_jis", 79: "big5", 80: "euc_kr", 81: "mac_arabic",
    83: "mac_greek", 84: "mac_cyrillic", 85: "gb2312", 86: "mac_romanian", 88: "mac_latin2",
    128: "cp932", 129: "cp949", 130: "johab", 134: "gbk", 136: "big5", 161: "cp1253",
    162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251",
    222: "cp874", 238: "cp1250", 255: "cp437",
}  # fmt: skip
_CODE_PAGES: Final = {10000: "mac_roman", 65001: "utf-8", 54936: "gb18030", 936: "gbk"}
_WORDS: Final = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850", "ansi": "cp1252"}


def of_code_page(number: int) -> str:
    """Return the encoding of a code page, such as 1252."""
    return _known(_CODE_PAGES.get(number, f"cp{number}"))


def of_charset(number: int) -> str | None:
    """Return the encoding of the character set of a font; None if it is that of the file."""
    return _known(_CHARSETS[number]) if number in _CHARSETS else None


def of_word(word: str) -> str | None:
    r"""Return the encoding that a control word such as `\mac` names; None if it names none."""
    return _WORDS.get(word)


def _known(name: str) -> str:
    try:
        return codecs.lookup(name).name
    except LookupError:
        return DEFAULT
