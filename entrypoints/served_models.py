"""The embedding and reranking models of the models file, which are on servers.

docs/models.md explains it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

from msgspec import Meta

from entrypoints.models_file import SETTING
from entrypoints.setting_values import secret
from entrypoints.settings import Settings, given_values
from entrypoints.toml_tables import Address, Name, TableReader, VariableName, read_toml

_COMMON_KEYS: Mapping[str, Any] = {
    "name": Name,
    "model": Name,
    "base_url": Address,
    "api_key_env": VariableName,
    "max_tokens": Annotated[int, Meta(ge=64)],
    "batch_size": Annotated[int, Meta(ge=1)],
    "requests_per_minute": Annotated[int, Meta(ge=0)],
    "timeout_seconds": Annotated[float, Meta(gt=0)],
}
_KEYS: Mapping[str, Mapping[str, Any]] = {
    "embedding": {
        **_COMMON_KEYS,
        "query_prefix": str,
        "passage_prefix": str,
        "dimension": Annotated[int, Meta(ge=1)],
    },
    "reranking": _COMMON_KEYS,
}
_NEEDED = ("name", "model", "base_url")

Tables = Mapping[str, Mapping[str, Any]]
"""What is known of each model, by its name. The key is `api_key`, not the name of its variable."""


@dataclass(frozen=True, slots=True)
class ServedModels:
    """The models of the tables [[embedding]] and [[reranking]]."""

    embedding: Tables = field(default_factory=dict, repr=False)
    reranking: Tables = field(default_factory=dict, repr=False)


def served_models(settings: Settings) -> ServedModels:
    """Return the models of the file that the settings name; without a file there are none.

    Raises:
        Misconfigured: With one line for each mistake.
    """
    if settings.models_file is None:
        return ServedModels()
    return read_served_models(read_toml(settings.models_file, SETTING), given_values())


def read_served_models(content: Mapping[str, Any], variables: Mapping[str, str]) -> ServedModels:
    """Return the models of a file's content.

    Args:
        content: The content.
        variables: The environment, for the keys.

    Raises:
        Misconfigured: With one line for each mistake.
    """
    reader = TableReader()
    read = {kind: _read(reader, content, kind, variables) for kind in _KEYS}
    reader.raise_problems()
    return ServedModels(**read)


def _read(
    reader: TableReader, content: Mapping[str, Any], kind: str, variables: Mapping[str, str]
) -> Tables:
    models: dict[str, Mapping[str, Any]] = {}
    tables = content.get(kind, [])
    for number, table in enumerate(tables if isinstance(tables, list) else [tables], 1):
        where = f"The {kind} model {table.get('name', number)!r} of the models file"
        values = reader.values(table, _KEYS[kind], where)
        reader.problems += [f"{where} needs {key}." for key in _NEEDED if key not in table]
        variable = values.pop("api_key_env", "")
        key = secret(variables, variable) if variable else ""
        if variable and not key:
            reader.problems.append(f"{where} takes its key from {variable}: set this variable.")
        name = values.get("name", "")
        if name in models:
            reader.problems.append(f"Two {kind} models are called {name!r}: rename one of them.")
        models[name] = {**values, "api_key": key}
    return models
