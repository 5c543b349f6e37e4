"""The models that can write an answer: what each takes and costs, and which follows which."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from domain.answering.context_budget import ContextBudget
from domain.conversation.message import Usage
from domain.errors import ModelUnknown

EXTRACTIVE = "extractive"
"""The model that quotes sentences of the documents. It needs no provider, so it always works."""

DEFAULT_NAME = "quoth"
"""The name of the default model, whichever it is, where a request has to name one."""

_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class ModelPrices:
    """The prices of a model, per million tokens in any currency; None if unknown."""

    prompt: Decimal | None = None
    completion: Decimal | None = None

    def cost(self, usage: Usage) -> Decimal | None:
        """Return what one reply cost; None if a price or the usage is unknown."""
        asked, written = usage.prompt_tokens, usage.completion_tokens
        if asked is None or written is None or self.prompt is None or self.completion is None:
            return None
        return (asked * self.prompt + written * self.completion) / _MILLION


@dataclass(frozen=True, slots=True)
class ModelDescription:
    """A model that can write an answer.

    Attributes:
        name: The name by which people choose it.
        provider: The kind of provider, such as `extractive`.
        budget: How its context window is divided.
        prices: What it costs.
        is_here: Whether it runs on the machine of the server.
    """

    name: str
    provider: str
    budget: ContextBudget = field(default=ContextBudget())
    prices: ModelPrices = field(default=ModelPrices())
    is_here: bool = False


@dataclass(frozen=True, slots=True)
class ModelList:
    """The models that can be chosen.

    Attributes:
        models: The models, in the order in which people see them.
        default: The name of the model that writes if none is chosen.
        fallback: The names of the models that take over if one fails, in order.
    """

    models: Sequence[ModelDescription]
    default: str
    fallback: Sequence[str] = ()

    def find(self, name: str | None) -> ModelDescription:
        """Return the model with this name, or the default one if there is no name.

        Raises:
            ModelUnknown: If no model has the name; the message lists those that there are.
        """
        wanted = self.default if name is None else name
        for model in self.models:
            if model.name == wanted:
                return model
        raise ModelUnknown(wanted, [model.name for model in self.models])

    def chain(self, name: str | None) -> tuple[ModelDescription, ...]:
        """Return a model, and those that take over if it fails.

        A model that is in the fallback itself is followed by those after it there.

        Raises:
            ModelUnknown: If no model has the name.
        """
        chosen = self.find(name)
        following = list(self.fallback)
        if chosen.name in following:
            following = following[following.index(chosen.name) + 1 :]
        return (chosen, *map(self.find, following))

    def stays_here(self, name: str | None) -> bool:
        """Return whether no model that may answer if this one is chosen is elsewhere.

        Raises:
            ModelUnknown: If no model has the name.
        """
        return all(each.is_here for each in self.chain(name))
