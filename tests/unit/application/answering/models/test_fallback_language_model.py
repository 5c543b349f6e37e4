"""A model that fails before its first event has another one take over."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

import pytest

from application.answering.models.fallback_language_model import FallbackLanguageModel, Writer
from application.answering.models.model_states import RESTING_SECONDS, ModelStates
from application.ports.language_model import TextDelta
from domain.answering.context_budget import ContextBudget
from domain.answering.models import ModelDescription
from domain.answering.prompt import Prompt, PromptSizes
from domain.conversation.message import FailedModel, HistoryMessage, MessageRole
from domain.documents.place import Place
from domain.errors import LanguageModelFailed, LanguageModelRejected, LanguageModelTimedOut
from domain.retrieval.passages import Passage
from tests.fakes.clock import Clock
from tests.fakes.language_model import ScriptedLanguageModel

HISTORY = tuple(HistoryMessage(MessageRole.USER, word) for word in ("one", "two", "three"))


class Chain:
    """Three models: `a`, then `b`, then the small `c`."""

    def __init__(self) -> None:
        self.models = {name: ScriptedLanguageModel() for name in "abc"}
        self.clock = Clock()
        self.states = ModelStates(self.clock)
        self.told: list[tuple[str, tuple[FailedModel, ...]]] = []

    async def answer(self, prompt: Prompt = Prompt("Why?")) -> str:  # noqa: B008 - frozen
        """Return the text of an answer."""
        windows = {"a": 128_000, "b": 128_000, "c": 256}
        writers = [
            Writer(ModelDescription(name, "scripted", ContextBudget(windows[name])), model)
            for name, model in self.models.items()
        ]
        model = FallbackLanguageModel(writers, self.states, self._on_model)
        return "".join(
            [event.text async for event in model.stream(prompt) if isinstance(event, TextDelta)]
        )

    def _on_model(self, name: str, failed: Sequence[FailedModel]) -> None:
        self.told.append((name, tuple(failed)))


@pytest.fixture
def chain() -> Chain:
    return Chain()


async def test_the_first_model_that_does_not_fail_answers(chain: Chain) -> None:
    """Each failure is told with its code and its first sentence, and stays the model's problem."""
    refused = LanguageModelRejected("It knows no such key: check it. Then ask again.")
    chain.models["a"].enqueue([], error=refused)
    chain.models["b"].enqueue([], error=LanguageModelFailed())
    chain.models["c"].enqueue("Hence.")
    assert await chain.answer() == "Hence."
    failures = (
        FailedModel("a", "language_model_rejected", "It knows no such key: check it."),
        FailedModel("b", "language_model_failed", "The language model stopped before the end."),
    )
    assert chain.told == [("a", ()), ("b", failures[:1]), ("c", failures)]
    assert chain.states.problem("a") is refused
    assert chain.states.problem("c") is None
    chain.models["a"].enqueue("It knows it now.")
    assert await chain.answer() == "It knows it now."
    assert chain.states.problem("a") is None


async def test_a_failure_after_the_first_piece_is_the_answers(chain: Chain) -> None:
    """No other model continues a text, and the last model's failure is everybody's."""
    chain.models["a"].enqueue("So", error=LanguageModelFailed())
    with pytest.raises(LanguageModelFailed):
        await chain.answer()
    assert [name for name, _ in chain.told] == ["a"]
    for model in chain.models.values():
        model.enqueue([], error=LanguageModelTimedOut())
    with pytest.raises(LanguageModelTimedOut):
        await chain.answer()


async def test_a_model_that_took_too_long_rests(chain: Chain) -> None:
    """The next questions do not wait for it, until it has rested."""
    chain.models["a"].enqueue([], error=LanguageModelTimedOut())
    await chain.answer()
    await chain.answer()
    assert len(chain.models["a"].history) == 1
    assert chain.told[-1][1] == chain.told[1][1]
    chain.clock.advance(RESTING_SECONDS)
    await chain.answer()
    assert len(chain.models["a"].history) == 2


async def test_a_small_model_gets_as_much_of_the_prompt_as_fits(chain: Chain) -> None:
    """The first passage and the newest messages stay, and the answer has its own limit."""
    for name in "ab":
        chain.models[name].enqueue([], error=LanguageModelFailed())
    place = Place(UUID(int=1), "a.txt", 0, 5)
    passages = tuple(Passage(place, n, "words", 1, 0.9) for n in (1, 2))
    sizes = PromptSizes(6, 6, (60, 60), (60, 30, 30))
    prompt = Prompt("Why?", passages, HISTORY, sizes=sizes)
    await chain.answer(prompt)
    assert chain.models["a"].history == chain.models["b"].history == [prompt]
    [asked] = chain.models["c"].history
    assert asked == replace(
        prompt,
        passages=passages[:1],
        history=HISTORY[1:],
        max_answer_tokens=ContextBudget(256).fitted().answer,
        sizes=replace(sizes, passages=(60,), history=(30, 30)),
    )
