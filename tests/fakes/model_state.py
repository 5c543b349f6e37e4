"""The state of the embedding models of a library in memory."""

from dataclasses import dataclass, field
from uuid import UUID

from application.ports.embedding_models import StoredModel
from application.ports.model_loader import ModelSource
from domain.documents.chunks import Embedding
from domain.errors import EmbeddingModelChanged
from domain.retrieval.calibration import RelevanceCalibration
from tests.support.databases import DIMENSION, MODEL


@dataclass
class ModelState:
    """The models of one library.

    Attributes:
        live: The model of the vectors that are searched.
        beside: The model of those beside; None if there are none.
        vectors: Those beside by their place, with the revision of the chunk that they are of.
        was_live: Whether the library was searched with those beside.
        is_announced: Whether it is about to be.
        is_taken: Whether a build goes on.
    """

    live: StoredModel = field(
        default_factory=lambda: StoredModel(ModelSource(MODEL, MODEL), DIMENSION)
    )
    beside: StoredModel | None = None
    vectors: dict[tuple[UUID, int], tuple[str, tuple[Embedding, ...]]] = field(default_factory=dict)
    was_live: bool = False
    is_announced: bool = False
    is_taken: bool = False
    calibrations: dict[str, RelevanceCalibration] = field(default_factory=dict)

    def check(self, model: str | None) -> None:
        """Raise EmbeddingModelChanged if vectors are by another model than the library's."""
        if model not in {None, self.live.source.name}:
            raise EmbeddingModelChanged
