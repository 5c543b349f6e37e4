"""Encoded data in a text."""

import base64
import random

import pytest

from domain.text.encoded_data import without_encoded_data

BYTES = random.Random(1).randbytes(3000)  # noqa: S311 - not a secret
BASE64 = base64.b64encode(BYTES).decode()


def lines(data: str, width: int, before: str = "") -> str:
    return "\n".join(before + data[at : at + width] for at in range(0, len(data), width))


@pytest.mark.parametrize(
    "data",
    [
        BASE64,
        base64.urlsafe_b64encode(BYTES).decode(),
        BYTES.hex(),
        BYTES.hex().upper(),
        lines(BASE64, 64),
        lines(BASE64, 76, "  "),
        lines(BASE64, 72, "> "),
        f"data:image/svg+xml,{'%3Csvg%20x=1%2F%3E' * 20}",
    ],
)
def test_encoded_data_is_left_out(data: str) -> None:
    """Runs and lines of base64 and hex go, their length is noted, and the text around stays."""
    before, after = "-----BEGIN-----\n", "\n-----END-----\nKeep it.\n"
    assert without_encoded_data(before + data + after) == (before + after, 1, len(data))


@pytest.mark.parametrize(
    "text",
    [
        "The pump is started.\n" * 10,
        "-" * 300 + "\n" + "=" * 300,
        "ACGT" * 200,
        "3141592653" * 50,
        "a" * 500,
        "\n".join("/usr/share/documentation/of/every/package/that/is/installed" for _ in range(2)),
        f"sha256 {BYTES[:32].hex()}",
        "data:image/png;base64,iVBORw0KGgo=",
    ],
)
def test_other_runs_stay(text: str) -> None:
    """Prose, rulers, sequences, numbers, paths, digests and short data stay."""
    assert without_encoded_data(text) == (text, 0, 0)


def test_the_word_after_an_attachment_stays() -> None:
    """The last, short line of an attachment goes, and the next line of the text does not."""
    data = lines(BASE64 + "QQ==", 76)
    assert without_encoded_data(f"{data}\nRegards\nJo")[0] == "\nRegards\nJo"
