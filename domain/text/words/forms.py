"""What a term is: its kind, and the ways in which it is written."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from domain.text.words.stemming import light_stem


class Form(NamedTuple):
    """One way to write a term.

    Attributes:
        word: A word in lower case, which is stemmed; None for a literal.
        literal: What is compared as it is; None for a word.
    """

    word: str | None
    literal: str | None = None

    @property
    def light(self) -> str:
        """What stands for the form where the language is not known."""
        return self.literal or light_stem(self.word or "")


class TermKind(StrEnum):
    """What a term of a question is. All but a word is something that an answer has to contain."""

    WORD = "word"
    NAME = "name"
    NUMBER = "number"
    LITERAL = "literal"


@dataclass(frozen=True, slots=True)
class Term:
    """A term of a question.

    Attributes:
        kind: What it is. A name is a word with a capital that does not begin the question.
        forms: What it is found by, the likeliest first. The first that exists counts.
        parts: What is asked for instead where none of the forms exists.
        optional: Whether it counts only where it exists.
    """

    kind: TermKind
    forms: tuple[Form, ...]
    parts: tuple["Term", ...] = ()
    optional: bool = False

    @property
    def is_literal(self) -> bool:
        """Whether an answer that lacks it answers another question."""
        return self.kind in {TermKind.NUMBER, TermKind.LITERAL} and not self.optional
