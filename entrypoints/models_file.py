"""The chat models of the models file, a list in TOML.

docs/models.md explains it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Annotated, Any, Literal, get_args

from msgspec import Meta

from domain.answering.context_budget import MIN_WINDOW, ContextBudget
from domain.answering.models import (
    DEFAULT_NAME,
    EXTRACTIVE,
    ModelDescription,
    ModelList,
    ModelPrices,
)
from entrypoints.api.served_hosts import is_here
from entrypoints.setting_contradictions import OPENAI_ADDRESS
from entrypoints.setting_values import secret
from entrypoints.settings import Settings, given_values
from entrypoints.toml_tables import (
    Address,
    Name,
    TableReader,
    VariableName,
    address_reason,
    read_toml,
)

Provider = Literal["groq", "openai", "anthropic", "local", "extractive"]
ON_THE_MACHINE = ("local", EXTRACTIVE)
SETTING = "QUOTH_MODELS_FILE"
SERVED = {"embedding", "reranking"}
"""The tables of models that are no chat models."""

Price = Annotated[float, Meta(ge=0)]

# what a provider cannot do without; the extractive model takes nothing else
NEEDED: Mapping[str, frozenset[str]] = {
    "groq": frozenset({"model", "api_key_env"}),
    "openai": frozenset({"model"}),
    "anthropic": frozenset({"model", "api_key_env"}),
    "local": frozenset(),
    EXTRACTIVE: frozenset(),
}


@dataclass(frozen=True, slots=True)
class SettingNames:
    """What to change if a model is refused, as messages name it."""

    model: str = "its model in the models file"
    api_key: str = "its api_key_env in the models file"
    base_url: str = "its base_url in the models file"
    context_window: str = "its context_window in the models file"


@dataclass(frozen=True, slots=True)
class ChatEntry:
    """A model of the list, with how it is reached.

    Attributes:
        name: The name by which people choose it.
        provider: The kind of provider.
        model: The model's name at the provider.
        base_url: The address of the provider's API; empty means the provider's own.
        api_key: The key, from the variable that the file names.
        context_window: The size of the context window in tokens.
        max_answer_tokens: The longest answer in tokens.
        price_in: The price of a million tokens of the prompt; None if unknown.
        price_out: The price of a million tokens of the answer; None if unknown.
        parameters: What else is sent with each request, such as the temperature.
        timeout_seconds: The longest that one answer may take, retries included.
        named_by: Where these come from.
    """

    name: str
    provider: str
    model: str = ""
    base_url: str = ""
    api_key: str = field(default="", repr=False)
    context_window: int = 128_000
    max_answer_tokens: int = 8_000
    price_in: Decimal | None = None
    price_out: Decimal | None = None
    parameters: Mapping[str, Any] = field(default_factory=dict)
    timeout_seconds: float = 60.0
    named_by: SettingNames = field(default=SettingNames())

    def describe(self, shares: ContextBudget) -> ModelDescription:
        """Return the model as the core sees it, with its window divided into these shares."""
        return ModelDescription(
            self.name,
            self.provider,
            ContextBudget(
                self.context_window,
                shares.system,
                shares.documents,
                shares.message,
                self.max_answer_tokens,
                shares.safety,
            ),
            ModelPrices(self.price_in, self.price_out),
            self.provider in ON_THE_MACHINE or (self.base_url != "" and is_here(self.base_url)),
        )


_NAMED_BY = {
    provider: SettingNames(
        f"QUOTH_{vendor}_MODEL", f"{vendor}_API_KEY", f"{vendor}_BASE_URL", "QUOTH_CONTEXT_WINDOW"
    )
    for provider in ("groq", "openai", "anthropic")
    for vendor in (provider.upper(),)
} | {
    "local": SettingNames(
        "QUOTH_LOCAL_MODEL", "QUOTH_LOCAL_MODEL", "QUOTH_LOCAL_MODEL", "QUOTH_LOCAL_CONTEXT_WINDOW"
    )
}


@dataclass(frozen=True, slots=True)
class ConfiguredModels:
    """All models that can be chosen. The extractive one is always among them.

    Attributes:
        entries: The models, in their order.
        default: The name of the model that answers if none is chosen.
        fallback: The names of the models that take over if one fails.
    """

    entries: Sequence[ChatEntry]
    default: str
    fallback: Sequence[str] = (EXTRACTIVE,)

    def describe(self, shares: ContextBudget) -> ModelList:
        """Return the models as the core sees them."""
        described = [entry.describe(shares) for entry in self.entries]
        return ModelList(tuple(described), self.default, tuple(self.fallback))

    @property
    def default_entry(self) -> ChatEntry:
        """The model that answers if none is chosen."""
        return next(entry for entry in self.entries if entry.name == self.default)


# the types of the keys of a table [[chat]], and of those outside of it
_CHAT_KEYS: Mapping[str, Any] = {
    "name": Name,
    "provider": Provider,
    "model": Name,
    "base_url": Address,
    "api_key_env": VariableName,
    "context_window": Annotated[int, Meta(ge=MIN_WINDOW)],
    "max_answer_tokens": Annotated[int, Meta(ge=1)],
    "price_in": Price,
    "price_out": Price,
    "parameters": dict[str, Any],
    "timeout_seconds": Annotated[float, Meta(gt=0)],
}
_TOP_KEYS: Mapping[str, Any] = {
    "default": str,
    "fallback": list[str],
    "chat": list[dict[str, Any]],
    # read by served_models.py
    "embedding": list[dict[str, Any]],
    "reranking": list[dict[str, Any]],
}


def configured_models(settings: Settings) -> ConfiguredModels:
    """Return the models of the file that the settings name, or the one of the settings themselves.

    The keys of a file come from the same variables as the settings.

    Raises:
        Misconfigured: With one line for each mistake in the file.
    """
    if settings.models_file is not None:
        content = read_toml(settings.models_file, SETTING)
        if "chat" in content or not SERVED & content.keys():
            return read_chat_models(content, given_values())
    window, longest = settings.effective_context_window, settings.context_answer_tokens
    extractive = ChatEntry(EXTRACTIVE, EXTRACTIVE, context_window=window, max_answer_tokens=longest)
    provider = settings.effective_language_model
    if provider == EXTRACTIVE:
        return ConfiguredModels([extractive], EXTRACTIVE)
    # of a local model, the file
    model = settings.chat_model if provider != "local" else str(settings.local_model or "")
    chat = ChatEntry(
        settings.chat_model,
        provider,
        model,
        settings.base_url,
        settings.chat_api_key,
        window,
        longest,
        timeout_seconds=settings.answer_timeout_seconds,
        named_by=_NAMED_BY[provider],
    )
    return ConfiguredModels([chat, extractive], chat.name)


def read_chat_models(content: Mapping[str, Any], variables: Mapping[str, str]) -> ConfiguredModels:
    """Return the chat models of a file's content.

    Args:
        content: The content.
        variables: The environment, for the keys.

    Raises:
        Misconfigured: With one line for each mistake.
    """
    return _Reading(content, variables).result()


class _Reading:
    """Reads the content of a models file, and collects all its mistakes."""

    def __init__(self, content: Mapping[str, Any], variables: Mapping[str, str]) -> None:
        self._content = content
        self._variables = variables
        self._reader = TableReader(_reason)
        self._problems = self._reader.problems

    def result(self) -> ConfiguredModels:
        """Return the models.

        Raises:
            Misconfigured: With one line for each mistake.
        """
        top = self._reader.values(self._content, _TOP_KEYS, "The models file")
        entries = [
            entry
            for number, table in enumerate(top.get("chat", []), 1)
            if (entry := self._entry(table, number)) is not None
        ]
        if not top.get("chat") and not self._problems:
            self._problems.append("The models file lists no model: add a table [[chat]].")
        if EXTRACTIVE not in [entry.provider for entry in entries]:
            entries.append(ChatEntry(EXTRACTIVE, EXTRACTIVE))
        names = [entry.name for entry in entries]
        self._problems += [
            f"Two models are called {name!r}: rename one of them."
            for name in sorted({name for name in names if names.count(name) > 1})
        ]
        if DEFAULT_NAME in names:
            self._problems.append(
                f"No model can be called {DEFAULT_NAME!r}: that is the default model's name for"
                " clients of OpenAI's API. Rename it."
            )
        quoting = next(entry.name for entry in entries if entry.provider == EXTRACTIVE)
        default, fallback = top.get("default", names[0]), top.get("fallback", [quoting])
        if not self._problems:  # a model that could not be read would be missed here, too
            self._problems += [
                f"{key} names {name!r}, which no model is called: choose of {', '.join(names)}."
                for key, name in [("default", default), *(("fallback", each) for each in fallback)]
                if name not in names
            ]
        self._reader.raise_problems()
        return ConfiguredModels(tuple(entries), default, tuple(dict.fromkeys(fallback)))

    def _entry(self, table: Mapping[str, Any], number: int) -> ChatEntry | None:
        """Return the model of a table [[chat]]; None if it lacks what it needs."""
        where = f"The model {table.get('name', number)!r} of the models file"
        found = len(self._problems)
        values = self._reader.values(table, _CHAT_KEYS, where)
        needed = {"name", "provider"} | NEEDED.get(values.get("provider", ""), frozenset())
        self._problems += [f"{where} needs {key}." for key in sorted(needed - table.keys())]
        if values.get("provider") == EXTRACTIVE:
            surplus = sorted(values.keys() - {"name", "provider"})
            self._problems += [f"{where} is extractive and cannot have {key}." for key in surplus]
        variable = values.pop("api_key_env", None)
        api_key = secret(self._variables, variable) if variable else ""
        if variable is not None and not api_key:
            self._problems.append(f"{where} takes its key from {variable}: set this variable.")
        if len(self._problems) > found:
            return None
        if values["provider"] == "openai":
            values.setdefault("base_url", OPENAI_ADDRESS)
        for price in ("price_in", "price_out"):
            if price in values:
                values[price] = Decimal(str(values[price]))
        named_by = SettingNames() if variable is None else SettingNames(api_key=variable)
        return ChatEntry(**values, api_key=api_key, named_by=named_by)


def _reason(key: str) -> str | None:
    if key == "provider":
        return "it must be one of " + ", ".join(get_args(Provider))
    return address_reason(key)
