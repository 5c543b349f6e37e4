"""The terms of a text: what it is found by, and what a question asks for.

A word is stemmed before it is compared; a literal is compared as it is. A text is found by its
words, its literals and the parts of these. A question asks for a literal instead of its parts.
"""

import re
from bisect import bisect
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from domain.text.function_words import FUNCTION_WORDS
from domain.text.words.dates import dates
from domain.text.words.folding import prepared
from domain.text.words.forms import Form, Term, TermKind
from domain.text.words.literals import literals, named_number
from domain.text.words.numerals import detached, numbers
from domain.text.words.sections import numbered_paragraphs, sections
from domain.text.words.stemming import light_stem
from domain.text.words.tokens import WORD_CHARACTERS, read_token, token_pattern
from domain.text.words.wholes import Whole

VERSION = 1
"""The version of what words are. Raise it with each change: documents are then indexed again."""

_NUMBER = re.compile(r"\d+")
_AT_NUMBERS = (dates, sections, numbers, named_number)
# among other capitals, a word in capitals is no name
_CAPITALS = re.compile(
    rf"(?<![{WORD_CHARACTERS}.])(?<![A-Z][A-Z]\s)[A-Z]{{2,5}}(?![{WORD_CHARACTERS}]|\s[A-Z]{{2}})"
)

_COMMON = frozenset(word.upper() for word in FUNCTION_WORDS if re.fullmatch(r"[a-z]{2,5}", word))


class _Tokens(NamedTuple):
    """The place of a token, and its terms."""

    start: int
    terms: list[Term]


@dataclass(frozen=True, slots=True)
class TextTerms:
    """What a text is found by, with the number of occurrences.

    Attributes:
        words: Its words, which make its length.
        more: Its literals, and the parts of its words.
    """

    words: Counter[Form]
    more: Counter[Form]


def text_terms(text: str) -> TextTerms:
    """Return what a text is found by. Takes linear time."""
    text = detached(prepared(text))
    tokens = Counter(_tokens(text))
    names = _names(text, tokens)
    words: Counter[Form] = Counter()
    more: Counter[Form] = Counter()
    for written, count in tokens.items():
        token = read_token(written)
        if token.whole:
            words[Form(None, token.whole)] += count
            for word in token.words:
                more[_word_form(word, word, names)] += count
        else:
            for word in token.words:
                words[_word_form(word, written, names)] += count
        for word in (*token.beside, *token.more):
            more[Form(word)] += count
    for whole in _wholes(text):
        for form in whole.forms:
            more[_form(whole, form)] += 1
        for form in whole.within:
            more[Form(None, form)] += 1
    return TextTerms(words, more)


def question_terms(text: str) -> tuple[Term, ...]:
    """Return the terms of a question, each once, in their order. Takes linear time."""
    text = detached(prepared(text))
    wholes = list(_wholes(text))
    replacing = _nested([whole for whole in wholes if whole.replaces])
    asked = _terms(list(_token_terms(text)), replacing)
    taken = [whole.end for whole, _ in replacing]
    starts = [whole.start for whole, _ in replacing]
    beside = [
        _whole_term(whole)
        for whole in wholes
        if not whole.replaces
        and (place := bisect(starts, whole.start)) == bisect(taken, whole.start)
        and (place == len(starts) or starts[place] >= whole.end)
    ]
    return tuple(dict.fromkeys((*asked, *beside)))


def held_by(
    texts: Sequence[str], asked: frozenset[str], *, literals: bool = True
) -> list[frozenset[str]]:
    """Return which forms each text is found by, of those asked for. Takes linear time.

    Args:
        texts: The sentences of a passage, say.
        asked: Forms without a language: `form.light` of the terms of a question.
        literals: Whether literals are asked for; they take longer than words.
    """
    texts = [detached(prepared(text)) for text in texts]
    tokens = [frozenset(_tokens(text)) for text in texts]
    held = {
        written: _light(written)
        for written in frozenset().union(*tokens)
        if not asked.isdisjoint(_light(written))
    }
    found: list[frozenset[str]] = []
    for text, own in zip(texts, tokens, strict=True):
        forms: set[str] = set()
        names = _names(text, own)
        forms.update(names)
        for written in own & held.keys() - names:
            forms.update(held[written])
        if literals:
            forms.update(form for whole in _wholes(text) for form in _forms_of(whole))
        found.append(asked.intersection(forms))
    return found


def light_terms(text: str) -> frozenset[str]:
    """Return what a text is found by where its language is not known. Takes linear time."""
    text = detached(prepared(text))
    tokens = frozenset(_tokens(text))
    names = _names(text, tokens)
    found = set(names)
    for written in tokens - names:
        found.update(_light(written))
    for whole in _wholes(text):
        found.update(_forms_of(whole))
    return frozenset(found)


def _forms_of(whole: Whole) -> Iterator[str]:
    yield from (_form(whole, form).light for form in whole.forms)
    yield from whole.within


@lru_cache(1 << 15)
def _light(written: str) -> tuple[str, ...]:
    token = read_token(written)
    words = tuple(map(light_stem, (*token.words, *token.beside, *token.more)))
    return (*words, token.whole) if token.whole else words


def stems(text: str) -> frozenset[str]:
    """Return the light stems of the words of a text. Its whole numbers stay as they are."""
    words = (word for written in set(_tokens(prepared(text))) for word in _plain(written))
    return frozenset(map(light_stem, words))


def _plain(written: str) -> tuple[str, ...]:
    token = read_token(written)
    return (token.whole,) if token.whole else token.words


def _names(text: str, tokens: Iterable[str]) -> frozenset[str]:
    """Return the words in capitals that are common words otherwise: IT, WHO, US."""
    if _COMMON.isdisjoint(tokens):
        return frozenset()
    return _COMMON.intersection(_CAPITALS.findall(text))


def _word_form(word: str, written: str, names: frozenset[str]) -> Form:
    if written in names:
        return Form(None, written)
    return Form(None, word) if word.isdecimal() else Form(word)


def _tokens(text: str) -> list[str]:
    return token_pattern(text).findall(text)


def _wholes(text: str) -> Iterator[Whole]:
    """Yield the literals of a text, those that say most about equal words first."""
    for number in _NUMBER.finditer(text):
        start = number.start()
        for read in _AT_NUMBERS:
            yield from read(text, start)
    yield from numbered_paragraphs(text)
    yield from literals(text)


def _form(whole: Whole, form: str) -> Form:
    return Form(form) if whole.is_word else Form(None, form)


def _whole_term(whole: Whole, parts: Sequence[Term] = ()) -> Term:
    kind = TermKind.WORD if whole.is_word else TermKind.LITERAL
    if not any(character.isalpha() for character in whole.forms[0]):
        kind = TermKind.NUMBER
    return Term(
        kind,
        tuple([_form(whole, form) for form in whole.forms]),
        tuple(parts) if whole.in_parts else (),
        optional=not whole.replaces,
    )


def _token_terms(text: str) -> Iterator[_Tokens]:
    """Yield the tokens of a question."""
    names = _names(text, _tokens(text))
    for number, found in enumerate(token_pattern(text).finditer(text)):
        written = found[0]
        token = read_token(written)
        kind = TermKind.NAME if number and written[0].isupper() else TermKind.WORD
        if written.isdigit():
            kind = TermKind.NUMBER
        terms = [Term(kind, (_word_form(word, written, names),)) for word in token.words]
        if token.whole:
            terms = [Term(TermKind.LITERAL, (Form(None, token.whole),), tuple(terms))]
        terms += [Term(TermKind.WORD, (Form(word),), optional=True) for word in token.beside]
        yield _Tokens(found.start(), terms)


def _nested(wholes: list[Whole]) -> list[tuple[Whole, list[Whole]]]:
    """Return the longest of the wholes that overlap, each with those inside it."""
    found: list[tuple[Whole, list[Whole]]] = []
    for whole in sorted(wholes, key=lambda whole: (whole.start, -whole.end)):
        if not found or whole.start >= found[-1][0].end:
            found.append((whole, []))
            continue
        outer, inner = found[-1]
        if (whole.start, whole.end) == (outer.start, outer.end):
            forms = tuple(dict.fromkeys((*outer.forms, *whole.forms)))
            in_parts = outer.in_parts and whole.in_parts
            found[-1] = (replace(outer, forms=forms, in_parts=in_parts), inner)
        elif whole.end <= outer.end and (not inner or whole.start >= inner[-1].end):
            inner.append(whole)
    return found


def _terms(tokens: Sequence[_Tokens], wholes: list[tuple[Whole, list[Whole]]]) -> list[Term]:
    """Return the terms of tokens, some of which wholes replace."""
    terms: list[Term] = []
    following = iter(tokens)
    token = next(following, None)
    for whole, inner in wholes:
        while token and token.start < whole.start:
            terms += token.terms
            token = next(following, None)
        replaced = []
        while token and token.start < whole.end:
            replaced.append(token)
            token = next(following, None)
        terms.append(_whole_term(whole, _terms(replaced, [(each, []) for each in inner])))
    while token:
        terms += token.terms
        token = next(following, None)
    return terms
