"""The embedding and reranking models of the models file."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from domain.errors import Misconfigured
from entrypoints.models_file import configured_models
from entrypoints.served_models import read_served_models, served_models
from entrypoints.settings import Settings

EMBEDDING: dict[str, Any] = {
    "name": "remote",
    "model": "e5",
    "base_url": "http://localhost:8080/v1",
}
PAGE = Path(__file__).parents[3] / "docs" / "models.md"
SECRET = "a-secret-key"


def test_models_are_read_with_their_keys() -> None:
    """A table has what is known of a model, and its key comes from a variable."""
    table = {**EMBEDDING, "query_prefix": "query: ", "dimension": 384, "api_key_env": "KEY"}
    served = read_served_models({"embedding": [table], "reranking": [EMBEDDING]}, {"KEY": SECRET})
    assert served.embedding == {
        "remote": {
            **EMBEDDING,
            "query_prefix": "query: ",
            "dimension": 384,
            "api_key": SECRET,
        }
    }
    assert served.reranking["remote"]["api_key"] == ""
    assert SECRET not in repr(served)


def test_every_mistake_has_its_line() -> None:
    """All mistakes of all tables are told at once."""
    tables = [
        {"name": "one", "base_url": "localhost"},
        {**EMBEDDING, "dimension": 0, "api_key_env": "MISSING", "speed": 3},
        EMBEDDING,
    ]
    reranking = [{**EMBEDDING, "query_prefix": "query: "}]
    with pytest.raises(Misconfigured) as caught:
        read_served_models({"embedding": tables, "reranking": reranking}, {})
    lines = caught.value.message.split("\n")
    assert [line for line in lines if "'one'" in line] == [
        "The embedding model 'one' of the models file: base_url cannot be 'localhost': it must"
        " begin with http:// or https://.",
        "The embedding model 'one' of the models file needs model.",
    ]
    for said in ("dimension cannot be 0", "speed", "MISSING", "Two embedding", "query_prefix"):
        assert any(said in line for line in lines), said


def test_the_example_of_the_docs_is_read() -> None:
    """The example of docs/models.md has one model of each kind."""
    _, example = re.findall(r"```toml\n(.*?)```", PAGE.read_text(), re.DOTALL)
    served = read_served_models(tomllib.loads(example), {})
    assert (list(served.embedding), list(served.reranking)) == (["e5"], ["ranker"])


def test_a_file_may_have_no_chat_model(tmp_path: Path) -> None:
    """A file with other models alone leaves the chat model to the settings."""
    file = tmp_path / "models.toml"
    file.write_text('[[embedding]]\nname = "remote"\nmodel = "e5"\nbase_url = "http://h/v1"\n')
    settings = Settings(models_file=file, language_model="extractive")
    assert [entry.name for entry in configured_models(settings).entries] == ["extractive"]
    assert list(served_models(settings).embedding) == ["remote"]
    assert not served_models(Settings()).embedding
