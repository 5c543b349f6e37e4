"""The real application on parts that are already open."""

from dishka import Provider, Scope, provide

from adapters.postgres.database import Database
from application.ports.embedder import Embedder
from application.ports.live_embedder import LiveEmbedder
from application.ports.tokenizer import Tokenizer
from tests.support.one_model import OneModel


class LoadedParts(Provider):
    """Provides parts that are already open."""

    scope = Scope.APP

    def __init__(self, embedder: Embedder, tokenizer: Tokenizer, database: Database) -> None:
        super().__init__()
        self._embedder = embedder
        self._tokenizer = tokenizer
        self._database = database

    @provide(override=True)
    def embedder(self) -> LiveEmbedder:
        return OneModel(self._embedder)

    @provide(override=True)
    def tokenizer(self) -> Tokenizer:
        return self._tokenizer

    @provide(override=True)
    def database(self) -> Database:
        return self._database
