"""The port for the embedding models that a library's vectors are by."""

from dataclasses import dataclass
from typing import Protocol

from application.ports.model_loader import ModelSource
from domain.retrieval.calibration import RelevanceCalibration


@dataclass(frozen=True, slots=True)
class StoredModel:
    """A model as the library knows it.

    Attributes:
        source: Its name, and where it was loaded from. That may be on another machine.
        dimension: The length of its vectors.
        calibration: The calibration that was fitted to it; None if there is none.
    """

    source: ModelSource
    dimension: int
    calibration: RelevanceCalibration | None = None


class EmbeddingModels(Protocol):
    """Says which models a library has vectors of, and stores their calibrations.

    Every method raises DatabaseUnavailable if the database is not reachable.
    """

    async def live(self) -> StoredModel:
        """Return the model of the vectors that are searched."""
        ...

    async def announced(self) -> StoredModel | None:
        """Return the model that the library is about to go over to, if any."""
        ...

    async def calibrate(self, model: str, calibration: RelevanceCalibration) -> None:
        """Store the calibration of a model in place of an earlier one.

        Cached answers are not given any more.

        Raises:
            OutcomeUnknown: If the connection was lost while the change was being stored.
            InsufficientStorage: If there is no space for it; nothing was stored.
        """
        ...
