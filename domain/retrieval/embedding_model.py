"""The embedding model of a library, as far as the domain knows it."""

from dataclasses import dataclass
from enum import StrEnum

from domain.retrieval.calibration import CALIBRATIONS, DEFAULT, RelevanceCalibration

# of a database that was set up before a model was loaded: it takes the first one
NO_MODEL = "none"


class CalibrationSource(StrEnum):
    """Where the calibration of an embedding model comes from."""

    FITTED = "fitted"
    BUILT_IN = "built_in"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class EmbeddingModel:
    """An embedding model and how its cosines are interpreted.

    Vectors are compared only if they are by models of the same name.

    Attributes:
        name: The name that identifies its vectors.
        dimension: The length of its vectors.
        calibration: How to interpret its cosines.
        calibration_source: Where the calibration comes from. `none`: it is that of the default
            model, for want of another.
    """

    name: str
    dimension: int
    calibration: RelevanceCalibration = DEFAULT
    calibration_source: CalibrationSource = CalibrationSource.NONE


def embedding_model(
    name: str, dimension: int, fitted: RelevanceCalibration | None = None
) -> EmbeddingModel:
    """Return a model with the calibration fitted to it, or else the one that is built in."""
    if fitted is not None:
        return EmbeddingModel(name, dimension, fitted, CalibrationSource.FITTED)
    if name in CALIBRATIONS:
        return EmbeddingModel(name, dimension, CALIBRATIONS[name], CalibrationSource.BUILT_IN)
    return EmbeddingModel(name, dimension)
