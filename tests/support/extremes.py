"""Values at the ends of what a request can carry, as they stand in it."""

import json
from typing import Any
from urllib.parse import quote, quote_from_bytes

from hypothesis import strategies as st

NUMBERS = [
    *("0", "-0", "1", "-1", "200", "201", "00001", "+1", "1.0", "1.5", "1e2", "1e400", "-1e400"),
    *(str(2**power + more) for power in (31, 32, 63, 64) for more in (-1, 0, 1)),
    *("9" * 5000, "-" + "9" * 400, "nan", "NaN", "inf", "Infinity", "0x10", "1_0", "true"),
]

TEXTS = [
    *("", " ", "\t\n", "\0", "a\0b", "\ud800", "a\udfffb", "\ufeff", "\u202eabc", "e\u0301", "😀"),
    *("null", "NULL", "%", "_", "\\", "*", "?", "[", "'", '"', "';--", "$1", "{}", "%s", "\x7f"),
    *("*" * 255, "?" * 255, "*?" * 127, "a" * 256, "\\" * 254, "%_" * 127, "ß" * 300, "😀" * 255),
]

IDS = [
    *("0" * 32, "f" * 32, "00000000-0000-0000-0000-000000000000", "F" * 32, "0" * 31, "0" * 33),
    *("{" + "0" * 32 + "}", "urn:uuid:" + "0" * 32, "none", ".", "..", "a/b", "0", "-1", "\0"),
]

DATES = [
    f"{day}{time}{zone}"
    for day in ("0000-01-01", "0001-01-01", "1970-01-01", "2016-12-31", "9999-12-31", "10000-01-01")
    for time in ("", "T00:00:00", "T23:59:59.999999999", "T23:59:60", "t24:00:00")
    for zone in ("", "Z", "z", "+00:00", "-00:00", "+23:59", "-23:59", "+24:00", "+1")
]

HEADER_NAMES = [
    "X-Request-ID",
    "Origin",
    "Accept",
    "Accept-Encoding",
    "If-None-Match",
    "Expect",
    "Cookie",
]

HEADERS = [
    *(b"", b" ", b"0", b"a" * 300, b"\xff\xfe", b"\xc3\xa9", b"a b", b"null", b"*", b"*/*", b";"),
    *(b"http://[", b"http://quoth", b"null, null", b"text/html;q=1e999", b"gzip;q=nan", b"=", b","),
    *(b"trace-1", b"bytes=0-1", b'"', b'W/"x"', b"a" * 128, b"100-continue", b"-1", b"\x00"),
]

RARELY = st.sampled_from([False, False, False, False, True])

_words = st.sampled_from([*NUMBERS, *TEXTS, *IDS, *DATES]) | st.text(max_size=20)


def escaped(text: str) -> str:
    """Return a text, percent-encoded; half characters become bytes that are not UTF-8."""
    return quote(text.encode("utf-8", "surrogatepass"), safe="")


segments = _words.map(escaped) | st.binary(max_size=4).map(quote_from_bytes)
"""Values in a path or a query, percent-encoded."""

headers = st.sampled_from(HEADERS)

json_values: st.SearchStrategy[str] = st.one_of(
    st.sampled_from(NUMBERS),
    _words.map(json.dumps),
    st.sampled_from(['"\\ud800"', '"\\u0000"', "null", "false", "[]", "{}", '[""]', "[null]"]),
    st.lists(st.sampled_from(IDS), max_size=3).map(json.dumps),
    st.just("[" + ",".join(['"' + "0" * 32 + '"'] * 1001) + "]"),
    st.just("[" * 5000 + "]" * 5000),
    st.just(json.dumps("a" * 32_001)),
)
"""JSON values, some of them invalid."""


@st.composite
def json_bodies(draw: st.DrawFn, properties: dict[str, Any], usual: dict[str, str]) -> bytes:
    """Return a body with a usual value, an odd value or no value for each property.

    Args:
        draw: Given by Hypothesis.
        properties: The properties of the body in the schema.
        usual: Valid values as JSON.
    """
    if draw(RARELY):
        return draw(json_values).encode("utf-8", "surrogatepass")
    given = []
    for name in [*properties, "unknown"]:
        if draw(RARELY):
            given.append(f'"{name}": {draw(json_values)}')
        elif name in usual:
            given.append(f'"{name}": {usual[name]}')
    return ("{" + ", ".join(given) + "}").encode("utf-8", "surrogatepass")


file_names = st.sampled_from(
    [
        *("a.txt", "b.md") * 4,
        "A.TXT",
        ".txt",
        "",
        " .md",
        "a.pdf",
        "a",
        "../../a.txt",
        "C:\\a.txt",
        "a" * 300,
    ]
) | _words.map(lambda text: text + ".txt")

contents = st.sampled_from(
    [
        *(b"text", b"more") * 3,
        b"",
        b" \n",
        b"\0",
        b"\xef\xbb\xbftext",
        b"\xff\xfet\0",
        b"\xff",
        b"\xed\xa0\x80",
    ]
) | st.binary(max_size=50)


@st.composite
def uploads(draw: st.DrawFn) -> tuple[str, bytes]:
    """Return the content type and the body of an upload, some of them malformed."""
    boundary = draw(st.sampled_from(["", "a b", "é", "x" * 200, '"'])) if draw(RARELY) else "b"
    names = st.sampled_from(["file", "file", "file", "", "other", "\0"])
    body = b""
    for _ in range(draw(st.sampled_from([1, 1, 1, 0, 2]))):
        name, file_name = draw(names), draw(file_names).encode("utf-8", "surrogatepass")
        body += b"--" + boundary.encode() + b'\r\nContent-Disposition: form-data; name="'
        body += name.encode() + b'"; filename="' + file_name + b'"\r\n'
        body += b"Content-Type: text/plain; charset=nope\r\nx\r\n" if draw(RARELY) else b""
        body += b"\r\n" + draw(contents) + b"\r\n"
    ends = [b"", b"--b", b"\r\n", b"--b\r\n"]
    body += draw(st.sampled_from(ends)) if draw(RARELY) else b"--" + boundary.encode() + b"--\r\n"
    media_types = ["Multipart/Form-Data;boundary=", "text/plain;", ""]
    usual = "multipart/form-data; boundary="
    return (draw(st.sampled_from(media_types)) if draw(RARELY) else usual) + boundary, body
