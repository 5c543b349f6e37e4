"""What a question asks for."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from domain.answering.quoting.quantities import (
    asks_for_quantity,
    asks_how,
    asks_how_many,
    asks_why,
)
from domain.retrieval.query_syntax import ParsedQuery, parse_query
from domain.text.function_words import language_of
from domain.text.words import Term, TermKind, light_stem, question_terms
from domain.text.words.folding import folded, prepared
from domain.text.words.months import MONTHS
from domain.text.words.ordinary import FOLDED_FUNCTION_WORDS, is_common, is_function
from domain.text.words.tokens import token_pattern

# "Gannet 50", "zone E": a word and what tells it apart from others of its kind
_PAIR = re.compile(
    r"(?<!\w)(?P<word>[^\W\d_][\w-]{2,60})\s(?P<mark>\d{1,3}[a-z]?|[A-HJ-Z])"
    r"(?![\w.,:]{0,60}\w)(?:\s(?P<next>\w+))?"
)

# a word and a whole number behind it
_NUMBERED = re.compile(r"(?<!\w)([^\W\d_]{3,})\s(\d{1,4})(?![.,:/’'-]?\w)")


@dataclass(frozen=True, slots=True)
class Asked:
    """A term that a question asks for.

    Attributes:
        kind: What it is.
        lights: The light terms by which it is found, any of them.
        is_function: Whether it only builds the sentence.
        is_common: Whether it is so common that its absence says little.
        from_context: Whether an earlier question names it.
    """

    kind: TermKind
    lights: frozenset[str]
    is_function: bool
    is_common: bool
    from_context: bool = False

    def held_by(self, terms: frozenset[str]) -> bool:
        """Return whether a text with these light terms contains it."""
        return not self.lights.isdisjoint(terms)


@dataclass(frozen=True)
class Question:
    """A question in its conversation.

    Attributes:
        text: Its words.
        context: The earlier questions that it continues; empty if it stands alone.
    """

    text: str
    context: str = ""

    @cached_property
    def _parsed(self) -> ParsedQuery:
        return parse_query(self.text)

    @property
    def words(self) -> str:
        """Its words without the syntax of queries: what is left out is not asked for."""
        return self._parsed.words

    @cached_property
    def language(self) -> str | None:
        """The language that its function words are of; None if none tells."""
        return language_of(self.words)

    @cached_property
    def phrases(self) -> tuple[str, ...]:
        """The words in quotation marks, normalised."""
        return tuple(map(normalized, self._parsed.phrases))

    @cached_property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Words, as stems, with a number or letter that tells them apart from others."""
        pairs = []
        for match in _PAIR.finditer(prepared(self.words)):
            word, following = folded(match["word"]), folded(match["next"] or "")
            # a number before a noun counts things: "costs 45 euro"
            counts = following and following not in FOLDED_FUNCTION_WORDS
            if not counts and word not in FOLDED_FUNCTION_WORDS and word not in MONTHS:
                pairs.append((light_stem(word), folded(match["mark"])))
        return tuple(pairs)

    @cached_property
    def asks_how_many(self) -> bool:
        """Whether the answer has to have a quantity in it."""
        return asks_how_many(self.words)

    @cached_property
    def asks_how(self) -> bool:
        """Whether the answer is likely to be steps to take."""
        return asks_how(self.words)

    @cached_property
    def asks_why(self) -> bool:
        """Whether the answer is likely to be a reason."""
        return asks_why(self.words)

    @cached_property
    def numbered(self) -> tuple[tuple[str, str], ...]:
        """All words that stand before a number, as stems, with it."""
        return tuple(numbered_words(self.words))

    @cached_property
    def asks_for_quantity(self) -> bool:
        """Whether the answer is likely to be a number, a date or the like."""
        return asks_for_quantity(self.words)

    def asked(self, vocabulary: frozenset[str]) -> list[Asked]:
        """Return what is asked for, each once.

        Args:
            vocabulary: The light terms of everything that may answer. A literal that it lacks as a
                whole is asked for in parts.
        """
        found = dict.fromkeys(_asked(question_terms(self.words), vocabulary, in_context=False))
        lights = {light for each in found for light in each.lights}
        for each in _asked(question_terms(self.context), vocabulary, in_context=True):
            if not each.is_function and lights.isdisjoint(each.lights):
                found[each] = None
        return list(found)

    def names(self, title: str) -> bool:
        """Return whether the question has the words of a title, one after the other."""
        words = normalized(title)
        return bool(words) and f" {words} " in f" {self._words} "

    @cached_property
    def _words(self) -> str:
        return normalized(self.words)

    def without(self, asked: Asked) -> str:
        """Return the question without a word."""
        text = prepared(self.words)
        kept, position = [], 0
        for token in token_pattern(text).finditer(text):
            if light_stem(token[0]) in asked.lights:
                kept.append(text[position : token.start()])
                position = token.end()
        return " ".join("".join([*kept, text[position:]]).split())


def numbered_words(text: str) -> Iterator[tuple[str, str]]:
    """Yield the stems of the words of a text that stand before a whole number, with it."""
    for match in _NUMBERED.finditer(prepared(text)):
        word = folded(match[1])
        if word not in FOLDED_FUNCTION_WORDS and word not in MONTHS:
            yield light_stem(word), match[2]


def normalized(text: str) -> str:
    """Return the words of a text with one blank between them, folded."""
    text = prepared(text)
    return " ".join(folded(token[0]) for token in token_pattern(text).finditer(text))


def _is_exact(term: Term) -> bool:
    """Return whether the parts of a term mean something else: § 15, version 4.1.3, part TK-4104."""
    return term.kind is TermKind.LITERAL and any(
        any(map(str.isdigit, form.light)) for form in term.forms
    )


def _asked(
    terms: Sequence[Term], vocabulary: frozenset[str], *, in_context: bool
) -> Iterator[Asked]:
    for term in terms:
        lights = [form.light for form in term.forms if form.light]
        # the first form that exists counts
        lights = [light for light in lights if light in vocabulary][:1] or lights
        if vocabulary.isdisjoint(lights):
            if term.parts and not _is_exact(term):
                yield from _asked(term.parts, vocabulary, in_context=in_context)
                continue
            if term.optional:
                continue
        if lights:
            yield Asked(
                term.kind, frozenset(lights), is_function(term), is_common(term), in_context
            )
