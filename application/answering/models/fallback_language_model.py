"""A language model with others that take over if it fails."""

from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass

from application.answering.models.model_states import ModelStates
from application.ports.language_model import LanguageModel, ModelEvent
from domain.answering.models import ModelDescription
from domain.answering.prompt import Prompt
from domain.answering.prompt_fitting import fitted
from domain.conversation.message import FailedModel
from domain.errors import LanguageModelFailed


@dataclass(frozen=True, slots=True)
class Writer:
    """A model, and what is known of it."""

    description: ModelDescription
    model: LanguageModel


class FallbackLanguageModel(LanguageModel):
    """Asks the first of some models, and the next one whenever one fails before its first event.

    A later failure is the answer's: clients have seen the text before it.

    Args:
        writers: The models, the chosen one first.
        states: Where it is remembered which of them failed.
        on_model: Called with each model that is asked, and those that failed before it.
    """

    def __init__(
        self,
        writers: Sequence[Writer],
        states: ModelStates,
        on_model: Callable[[str, Sequence[FailedModel]], None],
    ) -> None:
        self._writers = writers
        self._states = states
        self._on_model = on_model

    @property
    def name(self) -> str:
        """The name of the chosen model."""
        return self._writers[0].model.name

    async def stream(self, prompt: Prompt) -> AsyncGenerator[ModelEvent, None]:
        """Yield the events of the first model that does not fail.

        A model with another context window gets as much of the prompt as fits it.
        """
        failed: list[FailedModel] = []
        last = len(self._writers) - 1
        for number, writer in enumerate(self._writers):
            name, begun = writer.description.name, False
            if (resting := self._states.resting(name)) is not None and number < last:
                failed.append(_failure(name, resting))
                continue
            self._on_model(name, failed)
            asked = prompt if number == 0 else fitted(prompt, writer.description.budget)
            try:
                async with aclosing(writer.model.stream(asked)) as events:
                    async for event in events:
                        if not begun:
                            self._states.worked(name)
                        begun = True
                        yield event
            except LanguageModelFailed as failure:
                if begun:
                    raise
                self._states.failed(name, failure)
                if number == last:
                    raise
                failed.append(_failure(name, failure))
            else:
                return


def _failure(name: str, error: LanguageModelFailed) -> FailedModel:
    # the rest of the message is advice on an answer that broke off, which this one has not
    reason, _, _ = error.message.partition(". ")
    return FailedModel(name, error.code, reason.removesuffix(".") + ".")
