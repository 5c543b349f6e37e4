"""Text of documents is safe to print in a terminal."""

from entrypoints.commands.terminal import strip_controls


def test_a_terminal_is_told_nothing_by_a_document() -> None:
    """Control characters are replaced; line breaks, tabs and other text are unchanged."""
    assert strip_controls("a\x1b[2Jb\x07\x9b31mc\rd") == "a\ufffd[2Jb\ufffd\ufffd31mc\ufffdd"
    kept = "Grüße,\n\tשלום 👩‍🔬\u2028"
    assert strip_controls(kept) == kept
