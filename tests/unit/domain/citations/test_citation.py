"""Citation ids and groundedness."""

from uuid import UUID

from domain.citations.citation import Grounding, SentenceSpan, citation_id

FIRST, SECOND, THIRD = SentenceSpan(0, 9), SentenceSpan(10, 19), SentenceSpan(20, 29)
MESSAGE = UUID("01890000-0000-7000-8000-000000000001")


def test_a_citation_keeps_its_identifier_in_every_replay() -> None:
    """A citation's id depends only on the answer and the citation's number."""
    assert citation_id(MESSAGE, 1) == UUID("632828e9-72f9-53c7-a2b9-a95281184b51")
    assert len({citation_id(MESSAGE, number) for number in range(1_000)}) == 1_000
    assert citation_id(UUID(int=1), 1) != citation_id(MESSAGE, 1)


def test_groundedness_is_the_share_of_supported_sentences() -> None:
    """Groundedness is the share of supported sentences, or None without sentences."""
    assert Grounding(3, (FIRST,)).groundedness == 0.75
    assert Grounding(0, (FIRST, SECOND)).groundedness == 0.0
    assert Grounding().groundedness is None


def test_the_sentences_without_support_are_known() -> None:
    """Each further sentence counts, and those without support are listed in order."""
    grounding = Grounding()
    for sentence, supported in ((FIRST, False), (SECOND, True), (THIRD, False)):
        grounding = grounding.with_sentence(sentence, supported=supported)
    assert grounding == Grounding(1, (FIRST, THIRD))
    assert grounding.sentences == 3
