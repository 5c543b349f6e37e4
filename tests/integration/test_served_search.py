"""Search with models on servers, as the settings wire it."""

from pathlib import Path

from application.ports.model_loader import ModelLoader
from application.ports.reranker import Reranker
from entrypoints.container import create_container
from tests.fakes.embedding_server import embedding_server
from tests.fakes.wiring import FakeModels, test_settings


async def test_a_model_of_the_file_is_found_loaded_and_used(tmp_path: Path) -> None:
    """The settings choose a model of the file by its name, and other names are local models."""
    with embedding_server() as address:
        file = tmp_path / "models.toml"
        file.write_text(
            f'[[embedding]]\nname = "remote"\nmodel = "any"\nbase_url = "{address}"\n'
            f'[[reranking]]\nname = "ranker"\nmodel = "any"\nbase_url = "{address}"\n'
        )
        settings = test_settings(models_file=file, reranker_model="ranker")
        container = create_container(settings, FakeModels())
        loader = await container.get(ModelLoader)
        embedder = await loader.load(loader.find("remote"))
        assert embedder.model.name == "remote"
        assert len(await embedder.embed_passages(["one", "two"])) == 2
        assert loader.find("").name == "all-MiniLM-L6-v2"
        assert await container.get(Reranker | None) is not None
        await container.close()
