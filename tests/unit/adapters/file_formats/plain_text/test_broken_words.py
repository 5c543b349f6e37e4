"""Words that a text breaks at the end of a line."""

import pytest

from adapters.file_formats.plain_text.readable_text import readable_text


def read(text: str) -> str:
    return readable_text(text, markdown=False).text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The circu-\nlation pump runs.", "The circulation\npump runs."),
        ("The circu-\n  lation, then", "The circulation,\nthen"),
        ("A circu-\nlation-\n", "A circulation-\n"),
        ("Die Was-\nserpumpe, der Küh-\nler und", "Die Wasserpumpe,\nder Kühler\nund"),
        ("La circu\u00ad\nlation et l'au\u00adto", "La circulation\net l'auto"),
        ("Насос цирку-\nляции работает", "Насос циркуляции\nработает"),
    ],
)
def test_a_broken_word_is_whole_on_its_first_line(text: str, expected: str) -> None:
    """The parts are joined, and the rest of the next line stays on it."""
    assert read(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Der Ein-\nund Ausgang, vor-\noder nachher.",
        "It is well-\nknown and self-\nservice.",
        "Peut-\nêtre, celui-\nci.",
        "The long-term plan and the long-\nterm loan.",
        "A door opens; a mat lies; the door-\nmat is new.",
        "It is well-\nto-do and state-of-the-\nart.",
        "See Nord-\nSüd, e-\nmail, 20-\nmeter and PX-\n200.",
        "- one -\n- two\n\nA dash -\nso.",
    ],
)
def test_a_hyphen_that_may_belong_to_its_word_stays(text: str) -> None:
    """Hyphens for a left-out part, of known compounds and beside capitals or figures stay."""
    assert read(text) == text


def test_code_keeps_its_lines() -> None:
    """Nothing is joined in a code block, and words outside it are."""
    text = "```\ncircu-\nlation\n```\nThe circu-\nlation runs."
    assert readable_text(text, markdown=True).text == text[:-23] + "The circulation\nruns."
