"""The prompt of a language model, which separates the passages from the instructions."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from domain.answering.answer_limits import NO_LIMITS, AnswerLimits
from domain.answering.prompts import PLAIN_PASSAGE, Prompts, lay_out
from domain.conversation.message import HistoryMessage, MessageRole
from domain.retrieval.passages import Passage
from domain.text.characters import INVISIBLES, in_class

# the prompt's own tags, even with invisible characters in them, and the markup of chat models
_TAG = re.compile(
    rf"<(?=[/\s{in_class(INVISIBLES)}]*(?:passages?|question)\b|[|｜][\w▁-]+[|｜]>|(?:start|end)_of_turn>)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class PromptPassage:
    """A passage as a model sees it, for providers that take passages apart from the text.

    Attributes:
        title: The name of its file.
        label: Its number, its file and its place, as attributes.
        text: Its text, the header of a table that it continues first.
    """

    title: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class PromptMessage:
    """One message in the form that chat models take.

    Attributes:
        role: Who speaks: system, user or assistant.
        content: All of the message, as one text.
        passages: The passages in the content, the first as number 1.
        question: What the content says beside the passages; empty if there are none.
    """

    role: str
    content: str
    passages: tuple[PromptPassage, ...] = ()
    question: str = ""


@dataclass(frozen=True, slots=True)
class PromptSizes:
    """The tokens of the parts of a prompt; of its passages and its history, those of each."""

    system: int = 0
    message: int = 0
    passages: tuple[int, ...] = ()
    history: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Prompt:
    """Everything that one answer is generated from.

    Attributes:
        question: The question as the user asked it.
        passages: The passages that fit, best first; the n-th is cited as `[n]`, from 1.
        history: The earlier messages that fit, oldest first.
        max_answer_tokens: The longest answer, in the model's tokens.
        context: The earlier questions that the question continues, which name its subject; empty if
            it stands alone.
        openings: The beginnings of the passages' documents.
        sizes: The tokens of its parts.
        prompts: The instructions, and the layout of the passages.
        limits: Where the client wants the answer to end at the latest.
    """

    question: str
    passages: tuple[Passage, ...] = field(default=())
    history: tuple[HistoryMessage, ...] = field(default=())
    max_answer_tokens: int = 8_000
    context: str = ""
    openings: Mapping[UUID, str] = field(default_factory=dict)
    sizes: PromptSizes = field(default=PromptSizes())
    prompts: Prompts = field(default=Prompts())
    limits: AnswerLimits = NO_LIMITS

    def messages(self) -> tuple[PromptMessage, ...]:
        """Return the chat messages: instructions, history, then passages and question."""
        return (
            PromptMessage("system", self.prompts.system),
            # an earlier answer may quote untrusted text
            *(PromptMessage(each.role.value, without_tags(each.content)) for each in self.history),
            self._last_message(),
        )

    def _last_message(self) -> PromptMessage:
        passages = tuple(_seen(n, passage) for n, passage in enumerate(self.passages, 1))
        layout = self.prompts.passage
        found = "\n".join(lay_out(layout, each.label, each.text) for each in passages)
        found = found or "No passage of the documents is close to this question."
        question = f"<question>\n{self.question}\n</question>"
        content = f"<passages>\n{found}\n</passages>\n\n{question}"
        return PromptMessage(
            MessageRole.USER.value, content, passages, question if passages else ""
        )


def render_passage(number: int, passage: Passage, layout: str = PLAIN_PASSAGE) -> str:
    """Return a passage as the model sees it: numbered, named, with its place, and fenced.

    The header of a table that the passage continues comes first. The text, the headings and the
    names are untrusted. None can close the fence or open another: whatever looks like a tag of the
    prompt or of a chat model loses its angle bracket.
    """
    seen = _seen(number, passage)
    return lay_out(layout, seen.label, seen.text)


def _seen(number: int, passage: Passage) -> PromptPassage:
    place = passage.place
    attributes = {
        "number": number,
        "file": place.filename,
        "page": place.page,
        "slide": place.slide,
        "sheet": place.sheet,
        "part": place.part,
        "section": " › ".join(place.section) or None,
    }
    label = " ".join(
        f'{name}="{_attribute(str(value))}"'
        for name, value in attributes.items()
        if value is not None
    )
    header = passage.context.header
    text = without_tags(f"{header.text}\n{passage.content}" if header else passage.content)
    return PromptPassage(_attribute(place.filename), label, text)


def _attribute(text: str) -> str:
    return re.sub(r"[\s\"<>]+", " ", text).strip()


def without_tags(text: str) -> str:
    """Return a text in which nothing looks like a tag of the prompt or of a chat model."""
    return _TAG.sub("‹", text)
