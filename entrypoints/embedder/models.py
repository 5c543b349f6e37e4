"""The models that the service has."""

from collections.abc import Callable, Mapping, Sequence

from application.ports.embedder import Embedder
from application.ports.model_loader import ModelLoader
from domain.errors import Starting
from entrypoints.api.openai.errors import ModelUnknown


class EmbedderModels:
    """Loads the models, and finds them by their names."""

    def __init__(
        self, loader: ModelLoader, given: Sequence[str], wrap: Callable[[Embedder], Embedder]
    ) -> None:
        """Load nothing yet.

        Args:
            loader: Loads models.
            given: The models, as a person names them.
            wrap: Returns the embedder that requests use.
        """
        self._loader = loader
        self._given = given
        self._wrap = wrap
        self._loaded: dict[str, Embedder] = {}
        self.ready = False

    async def load(self) -> None:
        """Load all models, one after another.

        Raises:
            Misconfigured: If one cannot be loaded.
        """
        for given in self._given:
            source = self._loader.find(given)
            self._loaded[source.name] = self._wrap(await self._loader.load(source))
        self.ready = True

    def all(self) -> Mapping[str, Embedder]:
        """Return the models by their names.

        Raises:
            Starting: If they are not loaded yet.
        """
        if not self.ready:
            raise Starting
        return self._loaded

    def find(self, name: str) -> Embedder:
        """Return a model.

        Raises:
            Starting: If the models are not loaded yet.
            ModelUnknown: If there is none of this name.
        """
        found = self.all().get(name)
        if found is None:
            raise ModelUnknown(
                f"There is no embedding model {name!r} here, only"
                f" {', '.join(sorted(self._loaded))}: start `quoth embedder` with"
                f" `--model {name}` as well."
            )
        return found

    def close(self) -> None:
        """Accept no more work."""
        self._loader.close()
