"""Rankings of small texts, without an embedding model."""

from domain.answering.quoting.question import Question
from domain.answering.quoting.scoring import Candidate, Ranking, rank
from domain.retrieval.calibration import RelevanceCalibration
from domain.text.structure.units import units_of
from domain.text.words import light_terms

CALIBRATION = RelevanceCalibration()


def ranked(question: str | Question, *texts: str, closest: str = "", opening: str = "") -> Ranking:
    """Return the units of texts, of which each is a source, by how well they answer.

    Args:
        question: The question.
        texts: The texts.
        opening: The beginning of the document that the sources are from.
        closest: Words of the unit that is closest to the question; all others are equally close.
    """
    asked = question if isinstance(question, Question) else Question(question)
    candidates = [
        Candidate(
            source,
            unit,
            around=frozenset().union(*(each.terms for each in units_of(text))),
            opening_terms=light_terms(opening),
        )
        for source, text in enumerate(texts, 1)
        for unit in units_of(text)
    ]
    cosines = [0.8 if closest and closest in each.unit.text else 0.5 for each in candidates]
    return rank(asked, candidates, cosines, CALIBRATION)
