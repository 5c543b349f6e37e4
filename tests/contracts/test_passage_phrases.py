"""The contract of a PassageIndex for phrases."""

import pytest

from domain.documents.document_filter import DocumentFilter
from domain.retrieval.calibration import RelevanceCalibration
from domain.retrieval.fusion import rank
from domain.retrieval.passages import SearchMode
from tests.contracts.stores import Library
from tests.support.documents import embedded, unit

BEFORE = "The lid must be lifted before the drain is cleaned."
AFTER = "The drain must be cleaned before the lid is lifted."


async def with_phrase(
    library: Library, phrase: str, mode: SearchMode = SearchMode.HYBRID, limit: int = 2
) -> list[str]:
    """Return the contents that are found for a phrase, those that have it first."""
    found = await library.index.candidates(phrase, unit(7), limit, mode, phrases=[phrase])
    ranked = rank(found, RelevanceCalibration(), mode, phrase, phrases=[phrase])
    return [each.passage.content for each in ranked if each.scores.phrases]


@pytest.mark.parametrize("mode", list(SearchMode))
async def test_a_chunk_with_the_phrase_is_found_among_others_with_its_words(
    library: Library, mode: SearchMode
) -> None:
    """That chunk is found however many are nearer or have the words more often."""
    crowd = [f"lid drain lifted before cleaned lid drain {n}" for n in range(20)]
    texts = [AFTER, *crowd, BEFORE]
    await library.add("x", *(embedded(n, text, unit(7, n / 100)) for n, text in enumerate(texts)))
    assert await with_phrase(library, "drain must be cleaned", mode) == [AFTER]
    assert await with_phrase(library, "LID must be\n lifted", mode) == [BEFORE]
    assert await with_phrase(library, "lid must be cleaned", mode) == []


@pytest.mark.parametrize(
    ("language", "text", "phrase"),
    [
        ("en", "We serve the Café  Crème\nin “blue” cups.", "cafe creme in blue cups"),
        ("en", "We serve the cafe creme.", "café crème"),
        ("en", "Version 4.1.3 is out.", "version 4.1.3"),
        ("de", "Der Deckel ist *vor* dem Abfluss zu öffnen.", "Deckel ist vor dem"),
        ("ja", "先に吸込弁を開けること。", "弁を開ける"),
        (None, "lids and drains", "lids and"),
    ],
)
async def test_the_phrase_is_found_in_other_writing(
    library: Library, language: str | None, text: str, phrase: str
) -> None:
    """Case, accents, white space and marks do not matter, in any language."""
    await library.add("x", embedded(0, text, unit(0)), language=language)
    await library.add("y", *(embedded(n, f"far {n}", unit(7)) for n in range(5)))
    assert await with_phrase(library, phrase) == [text]


async def test_a_filter_holds_for_phrases(library: Library) -> None:
    """Only documents that pass a filter are found by a phrase."""
    one = await library.add("x", embedded(0, BEFORE, unit(0)))
    await library.add("y", embedded(0, f"{BEFORE} {AFTER}", unit(0)))
    found = await library.index.candidates(
        "", unit(7), 5, within=DocumentFilter((one.id,)), phrases=["lid must be lifted"]
    )
    assert [each.passage.content for each in found.items] == [BEFORE]


async def test_a_phrase_finds_so_many_chunks_as_each_half(library: Library) -> None:
    """The limit applies to each phrase too."""
    await library.add("x", *(embedded(n, f"{BEFORE} {n}", unit(0)) for n in range(9)))
    found = await library.index.candidates("", unit(7), 2, phrases=["lid must be", "drain is"])
    assert 2 <= len(found.items) <= 6
