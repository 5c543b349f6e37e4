"""Finding the words of sources that support a sentence: how much is read, and where."""

import threading

import pytest

from application.citations.find_quotes import MOST_QUOTES, QuoteFinder
from domain.citations import wording
from domain.citations.cited_sentences import CitedSentence, SentenceMarker
from domain.documents.place import Place
from domain.retrieval.passages import Passage
from domain.text.normalized_text import NormalizedText
from tests.fakes.embedder import FakeEmbedder
from tests.support.documents import a_document

WORDS = [f"the {name} heron nests here" for name in ("old", "young", "grey", "white")]


def finder(contents: list[str], embedder: FakeEmbedder) -> QuoteFinder:
    """Return a finder for sources with these contents."""
    document = a_document("a")
    passages = [
        Passage(Place(document.id, "a.txt", 0, len(each)), 0, each, 1, 0.5) for each in contents
    ]
    return QuoteFinder(passages, embedder)


def sentence(text: str, sources: int) -> CitedSentence:
    """Return a sentence that cites the first sources at its end."""
    end = len(text)
    markers = [
        SentenceMarker(end, end + 3 * number, end + 3 * (number + 1), number + 1)
        for number in range(sources)
    ]
    return CitedSentence(0, end, text, tuple(markers), counts=True)


@pytest.fixture
def normalised(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that are normalised."""
    texts: list[str] = []

    def normalise(text: str) -> NormalizedText:
        assert threading.current_thread() is not threading.main_thread()
        texts.append(text)
        return NormalizedText(text)

    monkeypatch.setattr(wording, "NormalizedText", normalise)
    return texts


async def test_each_source_is_normalised_once_for_an_answer(normalised: list[str]) -> None:
    """However many words are searched for, a source is normalised once, in a thread."""
    contents = [f"Of herons: {words.upper()}, {number}." for number, words in enumerate(WORDS)]
    found = finder(contents, FakeEmbedder())
    for _ in range(3):
        text = ", and ".join(f"“{words}”" for words in WORDS)
        quotes = await found.supporting(sentence(f"It says {text}.", len(contents)))
        assert [quote.span is None for quote in quotes] == [False] * len(contents)
    assert [normalised.count(content) for content in contents] == [1] * len(contents)
    # each quotation and the sentence once for all sources, in three forms
    assert len(normalised) <= len(contents) + 3 * 3 * (len(WORDS) + 1)


async def test_a_sentence_is_compared_by_meaning_once_for_all_sources() -> None:
    """A sentence in other words is embedded once, with its first source, and each source once."""
    embedder = FakeEmbedder()
    found = finder([f"{words}. It is so." for words in WORDS], embedder)
    for text in ("Somewhere nests a heron.", "Nobody knows it.", "Nobody knows it."):
        await found.supporting(sentence(text, len(WORDS)))
    assert len(embedder.passages) == len(WORDS) + 1


async def test_a_flood_of_quotations_is_cut() -> None:
    """Of hundreds of quotations in one sentence, the first are cited."""
    found = finder([WORDS[0]], FakeEmbedder())
    flood = " ".join(f'"the {number} heron"' for number in range(400))
    assert len(await found.supporting(sentence(flood, 1))) == MOST_QUOTES
