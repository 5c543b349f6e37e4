"""What a question that follows another is searched for.

"And in winter?" means little without the question before it. Where nothing is near the question
alone (`needs_context`), the vector that is searched for leans towards that of the question before
(`blend`). The words that are searched for stay those of the last question.

On the 132 follow-up questions of MTRAG that passages answer, recall@10 grows from .826 to .865
(95% interval of the gain, by conversation: +.020 to +.067; with weight and limit chosen on the
other conversations +.032); rewriting by people gives .880. Of questions that stand alone, after a
question on another subject or on the same, recall@10 changes by -.004 to +.002, and of questions
that nothing answers no more seem answered. Leaning always gains the same and costs such questions
up to .022. The answer before does no better than the question before, which is there even if the
answer was none. Another embedder's cosines need another limit.
"""

import math

from domain.documents.chunks import Embedding
from domain.retrieval.calibration import RelevanceCalibration


def needs_context(closest: float, calibration: RelevanceCalibration) -> bool:
    """Tell whether a question that follows another is to be searched for together with it.

    Args:
        closest: The highest cosine of any passage to the question alone.
        calibration: Says which cosine is near.
    """
    return closest < calibration.near


def blend(question: Embedding, previous: Embedding, calibration: RelevanceCalibration) -> Embedding:
    """Return the vector to search for, of unit length; `question` if the two cancel out.

    Args:
        question: The vector of the last question, of unit length.
        previous: That of the question before it, from the same model.
        calibration: Says what the previous question weighs.

    Raises:
        ValueError: If the vectors are not equally long.
    """
    weight = calibration.previous_weight
    mixed = [
        (1 - weight) * mine + weight * other for mine, other in zip(question, previous, strict=True)
    ]
    length = math.hypot(*mixed)
    return [number / length for number in mixed] if length else question
