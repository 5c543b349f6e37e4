"""Citation ids and groundedness."""

from uuid import UUID

import pytest

from domain.citations.citation import Grounding, citation_id

MESSAGE = UUID("01890000-0000-7000-8000-000000000001")


def test_a_citation_keeps_its_identifier_in_every_replay() -> None:
    """A citation's id depends only on the answer and the citation's number."""
    assert citation_id(MESSAGE, 1) == UUID("632828e9-72f9-53c7-a2b9-a95281184b51")
    assert len({citation_id(MESSAGE, number) for number in range(1_000)}) == 1_000
    assert citation_id(UUID(int=1), 1) != citation_id(MESSAGE, 1)


def test_groundedness_is_the_share_of_supported_sentences() -> None:
    """Groundedness is the share of supported sentences, or None without sentences."""
    assert Grounding(3, 4).groundedness == 0.75
    assert Grounding(0, 2).groundedness == 0.0
    assert Grounding(0, 0).groundedness is None
    assert Grounding(1, 1).with_sentence(supported=False) == Grounding(1, 2)


@pytest.mark.parametrize(("sentences", "supported"), [(1, 2), (-1, 0), (3, -1)])
def test_more_supported_sentences_than_there_are_is_an_error(
    sentences: int, supported: int
) -> None:
    """More supported sentences than sentences, or a negative number, is an error."""
    with pytest.raises(ValueError, match="supported sentences"):
        Grounding(supported, sentences)
