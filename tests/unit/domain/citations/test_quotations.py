"""Finding quotations in a source."""

import re
import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from domain.citations.quotations import quotations
from domain.citations.wording import SearchableText, Wording

LETTERS = st.sampled_from(
    ["a", "B", "ß", "İ", "ﬁ", "é", "e\u0301", "한", "你", "ש", "م", "👩‍👩‍👧", "é."]
)
WORDS = st.lists(LETTERS, min_size=1, max_size=4).map("".join)
TEXTS = st.lists(WORDS | st.from_regex(r"[a-z]{2,7}", fullmatch=True), min_size=1, max_size=15)
NOISE = {
    " ": [" ", "  ", "\n", "\t", "\u00a0", " \u200b "],
    "-": ["-", "–", "—", " – ", "-\n", "\u00ad", "\u2011", ""],
    "'": ["'", "’", "*", "**", "_", "“", "\u200f"],
}


def locate(quote: str, text: str, *, whole_words: bool = False) -> tuple[int, int] | None:
    """Return the span of quoted words in a text."""
    return SearchableText(text).locate(Wording(quote), whole_words=whole_words)


def find(quote: str, text: str) -> str | None:
    """Return the words found."""
    span = locate(quote, text)
    return None if span is None else text[span[0] : span[1]]


def canonical(text: str) -> str:
    """Return a text without white space, dashes, quotes, emphasis and case, by other means."""
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return re.sub(r"[\s\-‐–—‑\u00ad\u200b-\u200f'’*_“”]", "", text)


@given(st.text(max_size=60), st.data())
def test_an_exact_quotation_is_found_word_for_word(text: str, data: st.DataObject) -> None:
    """Any part of a text that contains a letter is found, unless the text has digits."""
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    quote = text[start:end]
    if any(map(str.isalnum, quote)) and not re.search(r"\d", text):
        assert find(quote, text) == quote


@given(st.text(max_size=30), st.text(max_size=60))
def test_whatever_is_found_is_a_span_of_the_text(quote: str, text: str) -> None:
    """A span that is found lies in the text and is not empty."""
    span = locate(quote, text)
    assert span is None or 0 <= span[0] < span[1] <= len(text)


@given(TEXTS, st.data())
def test_a_quotation_is_found_however_it_is_set(words: list[str], data: st.DataObject) -> None:
    """White space, quotes, dashes, emphasis, case and ligatures may differ."""
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first, len(words) - 1))
    joints = [data.draw(st.sampled_from(sorted(NOISE))) for _ in words]

    def typeset(start: int, end: int) -> str:
        pieces = []
        for number in range(start, end + 1):
            word = words[number]
            ligatured = word.replace("fi", "ﬁ").replace("fl", "ﬂ")
            forms = [word, word.upper(), word.casefold(), ligatured]
            pieces.append(data.draw(st.sampled_from(forms)))
            if number < end:
                pieces.append(data.draw(st.sampled_from(NOISE[joints[number]])))
        return "".join(pieces)

    before = typeset(0, first - 1) + " " if first else ""
    after = " " + typeset(last + 1, len(words) - 1) if last + 1 < len(words) else ""
    text = before + typeset(first, last) + after
    quote = data.draw(st.sampled_from(["", "…", "… ", "“"])) + typeset(first, last)
    assume(any(map(str.isalnum, quote)))
    found = find(quote, text)
    assert found is not None
    # the match may omit the punctuation at its end
    assert canonical(found).rstrip(".") == canonical(quote).removeprefix("...").rstrip(".")


SOURCE = (
    "It grew by 5.3 percent in infor-\nmation, the well-\nknown “office” ﬁeld — a **bold** claim;"
    " don’t say.  Straße at -5 degrees, 10–20 men. İstanbul CAFE\u0301 x²"
    " soft\u00adened. Arthur's art."
)


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("in information, the", "in infor-\nmation, the"),
        ('the well-known "office" field', "the well-\nknown “office” ﬁeld"),
        ("field—a bold claim", "ﬁeld — a **bold** claim"),
        ("a *bold* claim; don't say", "a **bold** claim; don’t say"),
        ("say. STRASSE", "say.  Straße"),
        ("10-20 men", "10–20 men"),
        ("i̇stanbul café", "İstanbul CAFE\u0301"),
        ("softened", "soft\u00adened"),
        ("…the well known…", None),
        ("… a bold claim …", "a **bold** claim"),
        ("...a bold claim...", "a **bold** claim"),
        ("A BOLD CLAIM,", "a **bold** claim"),
        ("art", "art"),
        ("Art", "Art"),
        ("ART", "art"),
        ("stras", None),
        ("ee", "ee"),
        ("x2", None),
        ("grew by 5", None),
        ("5 degrees", None),
        ("minus 5 degrees", None),
        ("1020 men", None),
        ("grew by 53 percent", None),
        ("", None),
        (" \n", None),
        ("—", None),
    ],
)
def test_words_are_found_as_they_stand_in_the_source(quote: str, found: str | None) -> None:
    """The source's own characters are returned; different words and numbers are not found."""
    assert find(quote, SOURCE) == found


def test_no_character_of_the_source_is_taken_in_half() -> None:
    """Characters that normalise to several, such as ß and é, are quoted whole or not at all."""
    assert locate("spas", "Spaß") is None
    assert locate("CAFE", "café") is None
    assert locate("WAIT.", "wait…") == (0, 4)


def test_of_several_places_the_first_that_cuts_no_word_is_taken() -> None:
    """The first match that cuts no word is taken, and an exact match comes before any other."""
    assert locate("the art", "the article on the art of the art") == (15, 22)
    assert locate("The Art", "the art, The Art") == (9, 16)


def test_whole_words_are_not_found_inside_others() -> None:
    """With `whole_words` a quotation must match whole words, except in scripts without spaces."""
    assert locate("cat", "concatenate", whole_words=True) is None
    assert locate("Cat", "concatenate the cat", whole_words=True) == (16, 19)
    assert locate("cafe", "cafe\u0301", whole_words=True) is None
    assert locate("天气", "今天天气很好", whole_words=True) == (2, 4)


@pytest.mark.parametrize(
    ("sentence", "quoted"),
    [
        ('He said "the black cat sat" and left.', [("the black cat sat", True)]),
        ("Er nennt es „drei Wörter hier“.", [("drei Wörter hier", True)]),
        ("«un mot de plus»", [("un mot de plus", True)]),
        ("»noch ein Wort mehr«", [("noch ein Wort mehr", True)]),
        ("“one, two, three” or “one”", [("one, two, three", True), ("one", False)]),
        ("他说「你好世界和平」。", [("你好世界和平", True)]),
        ("It's John's ‘it’s the best thing’ and 'term'.", [("it’s the best thing", True)]),
        ("Don't touch James' or Jess' old things here.", []),
        ('Pipes of 5" and 6" are "made of old steel".', [("made of old steel", True)]),
        ('"two words" and "is it so"', [("two words", False), ("is it so", False)]),
        ('Unclosed "as this', []),
        ('"" “ ”', []),
    ],
)  # fmt: skip
def test_quoted_words_are_told_from_apostrophes_and_inches(
    sentence: str, quoted: list[tuple[str, bool]]
) -> None:
    """All kinds of quotation marks are paired, and short quotations prove nothing."""
    found = quotations(sentence)
    assert [(each.text, each.proves) for each in found] == quoted
    assert all(sentence[each.start : each.end] == each.text for each in found)


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("a" * 20_000, "a" * 100_000 + "b"),
        ("a" * 20_000 + "!b", "A" * 100_000),
        ("a", "aa" * 100_000),
        ("…" * 20_000 + "x", "..." * 30_000),
        ("x" + "." * 50_000, "y" + " " * 50_000),
        ("ss" * 100, "ß" * 50_000 + "s"),
        ("ab", "a" + "\u0301\u0323" * 50_000),
        ('"' * 9, "'a " * 30_000),
        ("“" * 9, '"' * 30_000),
    ],
)  # fmt: skip
def test_no_text_takes_quadratic_time(quote: str, text: str) -> None:
    """Searching long runs does not take quadratic time."""
    span = locate(quote, text)
    assert span is None or span[1] <= len(text)
    assert len(quotations(text)) + len(quotations(quote)) < len(text)
