"""Stores in PostgreSQL which models a library has vectors of, and their calibrations."""

import asyncpg

from adapters.postgres.database import Connection, Database
from adapters.postgres.queries import QUERIES
from adapters.postgres.rows import calibration_from, to_json
from application.ports.embedding_models import EmbeddingModels, StoredModel
from application.ports.model_loader import ModelSource
from domain.errors import EmbeddingModelChanged
from domain.retrieval.calibration import RelevanceCalibration


class PostgresEmbeddingModels(EmbeddingModels):
    """Reads the models of the library's vectors, and stores calibrations."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def live(self) -> StoredModel:
        """Return the model of the vectors that are searched."""
        async with self._database.outside() as connection:
            return model_from(await connection.fetchrow(QUERIES["live_model"]))

    async def announced(self) -> StoredModel | None:
        """Return the model that the library is about to go over to, if any."""
        async with self._database.outside() as connection:
            row = await connection.fetchrow(QUERIES["model_beside"])
        return model_from(row) if row and row["is_announced"] else None

    async def calibrate(self, model: str, calibration: RelevanceCalibration) -> None:
        """Store the calibration of a model; cached answers are not given any more."""
        async with self._database.transaction(grows=True) as connection:
            await connection.execute(QUERIES["store_calibration"], model, to_json(calibration))
            await connection.execute(QUERIES["raise_every_revision"])


def model_from(row: asyncpg.Record) -> StoredModel:
    """Return the model in a row."""
    calibration = None if row["constants"] is None else calibration_from(row["constants"])
    return StoredModel(ModelSource(row["name"], row["location"]), row["dimension"], calibration)


async def check_live(connection: Connection, model: str) -> None:
    """Check that the vectors that are searched are by a model.

    Raises:
        EmbeddingModelChanged: If they are by another one.
    """
    if await connection.fetchval(QUERIES["live_model_name"]) != model:
        raise EmbeddingModelChanged
