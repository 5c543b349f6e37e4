"""The models file: what it says, and every mistake in it with a line of its own."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

from domain.answering.context_budget import ContextBudget
from domain.answering.models import EXTRACTIVE
from domain.errors import Misconfigured
from entrypoints.models_file import SETTING, ChatEntry, configured_models, read_chat_models
from entrypoints.settings import Settings
from entrypoints.toml_tables import read_toml

PAGE = Path(__file__).parents[3] / "docs" / "models.md"
HOUSE = '[[chat]]\nname = "house"\nprovider = "groq"\nmodel = "m"\napi_key_env = "KEY"\n'


def write(folder: Path, content: str) -> Path:
    """Write a models file."""
    path = folder / "models.toml"
    path.write_text(content)
    return path


def test_the_example_of_the_docs_is_read(tmp_path: Path) -> None:
    """Each model of the page's example has its values, and the quoting one is there as well."""
    example, _ = re.findall(r"```toml\n(.*?)```", PAGE.read_text(), re.DOTALL)
    variables = dict.fromkeys(re.findall(r'api_key_env = "(\w+)"', example), "key")
    models = read_chat_models(read_toml(write(tmp_path, example), SETTING), variables)
    assert models.default in example
    assert EXTRACTIVE in [entry.name for entry in models.entries]
    for entry in models.entries:
        assert entry.api_key in {"", "key"}
    priced = [entry for entry in models.entries if entry.price_in is not None]
    assert isinstance(priced[0].price_out, Decimal)


def test_a_model_has_its_own_window(tmp_path: Path) -> None:
    """Window and longest answer are the model's; the other shares are those of the settings."""
    path = write(tmp_path, HOUSE + "context_window = 4096\nmax_answer_tokens = 500\n")
    models = read_chat_models(read_toml(path, SETTING), {"KEY": "k"})
    shares = ContextBudget(safety=7)
    found = models.describe(shares).find("house").budget
    assert found == ContextBudget(4096, answer=500, safety=7)
    assert models.default_entry.named_by.api_key == "KEY"
    assert models.describe(shares).find(EXTRACTIVE).budget == shares


def test_without_a_file_the_settings_make_the_list() -> None:
    """It has the one chat model of the settings, and the quoting one, which takes over."""
    groq = configured_models(Settings(groq_api_key="k", groq_timeout_seconds=9, context_window=999))
    assert [entry.name for entry in groq.entries] == ["openai/gpt-oss-20b", EXTRACTIVE]
    assert groq.default_entry == ChatEntry(
        "openai/gpt-oss-20b",
        "groq",
        "openai/gpt-oss-20b",
        "",
        "k",
        999,
        timeout_seconds=9,
        named_by=groq.default_entry.named_by,
    )
    assert groq.default_entry.named_by.api_key == "GROQ_API_KEY"
    assert groq.fallback == (EXTRACTIVE,)
    assert configured_models(Settings()).default == EXTRACTIVE


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "The models file lists no model"),
        ("[[chat]\n", "not valid TOML"),
        ("colour = 1\n" + HOUSE, "The models file cannot have colour"),
        (HOUSE + "colour = 1\n", "The model 'house' of the models file cannot have colour"),
        ('[[chat]]\nprovider = "groq"\n', "The model 1 of the models file needs name."),
        ('[[chat]]\nprovider = "groq"\nname = "a"\n', "The model 'a' of the models file needs"),
        (HOUSE.replace("groq", "gorq"), "provider cannot be 'gorq': it must be one of groq"),
        (HOUSE + 'base_url = "localhost:1"\n', "it must begin with http:// or https://"),
        (HOUSE + "context_window = 9\n", "context_window cannot be 9: expected `int` >= 256."),
        (HOUSE + 'price_in = "free"\n', "price_in cannot be 'free'"),
        (HOUSE.replace("KEY", "NO_KEY"), "takes its key from NO_KEY: set this variable."),
        (HOUSE + HOUSE, "Two models are called 'house'"),
        (HOUSE.replace("house", EXTRACTIVE), "Two models are called 'extractive'"),
        (HOUSE.replace("house", "quoth"), "No model can be called 'quoth'"),
        ('default = "hose"\n' + HOUSE, "default names 'hose', which no model is called"),
        ('fallback = ["hose"]\n' + HOUSE, "fallback names 'hose'"),
        ('[[chat]]\nname = "q"\nprovider = "extractive"\nmodel = "m"\n', "cannot have model"),
    ],
)
def test_a_mistake_is_explained(tmp_path: Path, content: str, said: str) -> None:
    """The message names the model, the key and what to write instead."""
    with pytest.raises(Misconfigured, match=re.escape(said)):
        read_chat_models(read_toml(write(tmp_path, content), SETTING), {"KEY": "k"})


def test_all_mistakes_are_listed(tmp_path: Path) -> None:
    """Each has a line, and no message has a key in it."""
    content = HOUSE + "colour = 1\n" + HOUSE.replace("house", "b").replace("groq", "gorq")
    with pytest.raises(Misconfigured) as refused:
        read_chat_models(read_toml(write(tmp_path, content), SETTING), {"KEY": "secret"})
    assert len(refused.value.message.splitlines()) == 2
    assert "secret" not in refused.value.message
    with pytest.raises(Misconfigured, match="cannot be read"):
        read_chat_models(read_toml(tmp_path / "missing.toml", SETTING), {})
