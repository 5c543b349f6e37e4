"""Texts as a confused or hostile model may write them: endless repetitions of odd units."""

from itertools import accumulate

from hypothesis import strategies as st

UNITS = (
    "[", "]", "[[", "]]", "[1", "[1,", "[1]", "[1] ", "[9]", "[1-", "[†", "[so", "【1†",
    "【", "］", "(", ")", "](", "[a](b", '"', "'", "“", "”", "‘a’", "'a ", "„", "«", "「",
    '"a" ', '"one two three" ', "- ", "- \n", "- x\n", "* ", "1. ", "1) \n", "> ",
    "> \n", "# ", "#", "|", "| a ", "| a [1] |\n", "|---", "```", "``` x", "```\n",
    "\n```\n", "~~~\n", "`", "`a` ", "``", "~", ".", "..", ". ", "…", "!? ", "。", "日本",
    "天。", "？", "1", "1.1", "1,", "-1 ", "10–20 ", "٣", "²", "e\u0301", "\u0301",
    "\u0323", "\u200b", "\u200d", "\u202e", "\ufeff", "\u00ad", "ﬁ", "ß", "İ", "👩‍👩‍👧",
    "🙂 ", "שלום ", "مرحبا، ", "\n", "\n\n", "\r\n", "\t", " ", "\u00a0", "\u2009", "a",
    "a ", "a\n", "A b. ", "Dr. ", "e.g. ", "U.S. ", "The end. ", "word ", "\\", "\\|",
    "*", "_", "**", "***a** ", "<", "<br>", "&", "[no", "[no answer]", "and ",
    "sources ", "---\n", "===\n", "=", "\0", "It is so [1]. ",
)  # fmt: skip
"""Brackets, markers, quotation marks, bullets, tables, fences, stops, figures, scripts, blanks."""


def repeated(units: list[str], length: int) -> str:
    """Return these units again and again, up to a length in code points."""
    unit = "".join(units)
    return (unit * (length // len(unit) + 1))[:length]


def odd_texts(length: int) -> st.SearchStrategy[str]:
    """Texts of this length: one to three repetitions, each of up to four units."""
    stretch = st.lists(st.sampled_from(UNITS), min_size=1, max_size=4)
    return st.lists(stretch, min_size=1, max_size=3).map(
        lambda stretches: "".join(repeated(units, length // len(stretches)) for units in stretches)
    )


def pieces(text: str, sizes: list[int]) -> list[str]:
    """Return a text in pieces of these sizes, in turns."""
    whole = (len(text) // sum(sizes) + 1) * sizes
    ends = [end for end in accumulate(whole) if end < len(text)]
    return [text[start:end] for start, end in zip([0, *ends], [*ends, len(text)], strict=True)]
