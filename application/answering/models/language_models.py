"""The models of the server, by the names by which they are chosen."""

from collections.abc import Callable, Mapping, Sequence

from application.answering.models.fallback_language_model import FallbackLanguageModel, Writer
from application.answering.models.model_states import ModelStates
from application.ports.language_model import LanguageModel
from application.ports.question_rewriter import QuestionRewriter
from domain.answering.models import ModelList
from domain.conversation.message import FailedModel


class LanguageModels:
    """Finds who writes an answer and who rewrites its question.

    Args:
        models: The models that can be chosen.
        writers: A language model for each of them.
        rewriters: A rewriter for each that can rewrite a question.
        states: Where it is remembered which of them failed.
    """

    def __init__(
        self,
        models: ModelList,
        writers: Mapping[str, LanguageModel],
        rewriters: Mapping[str, QuestionRewriter],
        states: ModelStates,
    ) -> None:
        self._models = models
        self._writers = writers
        self._rewriters = rewriters
        self._states = states

    def writer(
        self, name: str | None, on_model: Callable[[str, Sequence[FailedModel]], None]
    ) -> LanguageModel:
        """Return a model together with those that take over if it fails.

        Args:
            name: The name of the model; None means the default one.
            on_model: Called with each model that is asked, and those that failed before it.

        Raises:
            ModelUnknown: If no model has the name.
        """
        chain = [Writer(each, self._writers[each.name]) for each in self._models.chain(name)]
        return FallbackLanguageModel(chain, self._states, on_model)

    def rewriter(self, name: str | None) -> QuestionRewriter | None:
        """Return the rewriter of a model; None if it has none, or rests.

        Raises:
            ModelUnknown: If no model has the name.
        """
        found = self._models.find(name).name
        return None if self._states.resting(found) else self._rewriters.get(found)
