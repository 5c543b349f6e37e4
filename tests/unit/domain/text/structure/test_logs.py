"""Lines that begin with a time, and other records of machines."""

import pytest

from domain.text.structure.blocks import Kind
from tests.support.structure import leads, of_kind


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-03 06:25:24,101 INFO up\n2026-03-03 06:25:25,001 WARN slow\n",
        "2026-03-03T06:25:24Z up\n2026-03-03T06:25:25Z down\n",
        "Mar  3 06:25:24 quay sshd[811]: up\nMar 13 06:25:25 quay kernel: down\n",
        '203.0.113.9 - - [03/Mar/2026:06:25:24 +0000] "GET /a"\n'
        '203.0.113.7 - ada [03/Mar/2026:06:25:25 +0000] "GET /b"\n',
        "[12:03, 3.5.2026] Tove: Are you coming?\n[12:04, 3.5.2026] Ruben: Yes.\n",
        "14:00 Opening\n16:00-17:30 Races\n18:00 Dancing\n",
        "03.05.2026 The mast is repaired.\n11.05.2026 The boat is back.\n",
        "ERROR 06:25:24 down\n[INFO] 06:25:26 up\n",
        '{"ts": 1, "level": "info"}\n{"ts": 2, "level": "warn"}\n',
        "level=info msg=up\nlevel=warn msg=slow\n",
    ],
)
def test_each_entry_is_a_row(text: str) -> None:
    """Logs, programmes, diaries and chats are read entry by entry."""
    assert of_kind(text, Kind.ROW) == text.splitlines()


def test_lines_without_a_time_belong_to_the_entry_above() -> None:
    """A traceback is a part of the entry that reports it."""
    text = (
        "2026-03-03 06:25:24 ERROR failed\nTraceback (most recent call last):\n"
        "  run()\nValueError: bad\n2026-03-03 06:25:25 INFO up\n"
    )
    first, second = of_kind(text, Kind.ROW)
    assert first.endswith("ValueError: bad")
    assert second.endswith("INFO up")


def test_the_line_before_a_log_introduces_it() -> None:
    """A line with a colon is the lead of the entries below it."""
    text = "Programme:\n\n14:00 Opening\n16:00 Races\n"
    assert set(leads(text).values()) == {"Programme:"}


def test_one_line_with_a_time_is_prose() -> None:
    """A sentence that begins with a time is no log."""
    assert of_kind("18:00 is the end.\nNobody may stay.\n", Kind.ROW) == []
