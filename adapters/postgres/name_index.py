"""Finds documents by the words in their names and titles."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import asyncpg

from adapters.postgres.filters import EVERYWHERE, Conditions
from adapters.postgres.forms import columns_of
from adapters.postgres.queries import QUERIES
from adapters.postgres.question_words import ReadQuestion, forms_of
from domain.documents.filenames import name_words, without_suffix
from domain.documents.titles import SEARCHED_CHARS, stated_title, title_of
from domain.text.function_words import FUNCTION_WORDS
from domain.text.words import Form, Term, text_terms
from domain.text.words.folding import folded

MOST_NAMED = 500
"""A word that more documents have in their names says nothing about one of them."""

BEST_NAMED = 50
"""How many documents are found by their names."""

TITLE = ""
"""What the title of a document is stored under, beside its names."""


@dataclass(frozen=True, slots=True)
class NamedDocument:
    """A document whose names have words of a question.

    Attributes:
        score: What the words weigh, in the unit of BM25.
        words: The words, in lower case.
        name: The name that has most of them; None if only the title has some.
    """

    score: float
    words: tuple[str, ...]
    name: str | None


async def named_documents(
    connection: asyncpg.Connection,
    terms: Sequence[Term],
    question: ReadQuestion,
    conditions: Conditions,
) -> dict[UUID, NamedDocument]:
    """Return the documents that a question names, the likeliest first.

    Args:
        connection: A connection.
        terms: The terms of the question.
        question: The same, in the words of the library.
        conditions: The arguments of the SQL function `documents_within`.
    """
    asked = [term for term in terms if not term.optional and not _is_function_word(term)]
    factors = question.query.factors
    words = [
        (number, word.configuration, lexeme, word.weight * factors[word.configuration])
        for number, term in enumerate(asked)
        for form in dict.fromkeys(forms_of(term))
        for lexeme, word in question.lexemes.get(form, ())
        if word.configuration in factors
    ]
    if not words:
        return {}
    rows = await connection.fetch(
        QUERIES["named_documents"],
        *(list(column) for column in zip(*words, strict=True)),
        MOST_NAMED,
        BEST_NAMED,
        not conditions,
        *(conditions or EVERYWHERE),
    )
    return {
        row["document_id"]: NamedDocument(
            row["score"],
            tuple(_shown(asked[number].forms[0]) for number in row["numbers"]),
            row["name"],
        )
        for row in rows
    }


async def index_names(connection: asyncpg.Connection, document_id: UUID) -> None:
    """Index the names and the title of a stored document, in its language, and no others."""
    row = await connection.fetchrow(QUERIES["names_to_index"], document_id, SEARCHED_CHARS)
    await connection.execute(QUERIES["forget_names"], document_id)
    texts = {name: _name_text(name) for name in row["names"]}
    texts[TITLE] = stated_title(row["title"]) or title_of(row["beginning"] or "") or ""
    await _index(connection, document_id, texts)


async def add_name(connection: asyncpg.Connection, document_id: UUID, name: str) -> None:
    """Index a further name of a document, and raise the revision."""
    await _index(connection, document_id, {name: _name_text(name)})
    await connection.execute(QUERIES["bump_revision"])


async def _index(
    connection: asyncpg.Connection, document_id: UUID, texts: Mapping[str, str]
) -> None:
    forms = [(name, form) for name, text in texts.items() for form in _forms_in(text)]
    await connection.execute(
        QUERIES["index_names"],
        document_id,
        [name for name, _ in forms],
        *columns_of(form for _, form in forms),
    )


def _name_text(name: str) -> str:
    """Return a name as it is, for its numbers and dates, and as words."""
    return f"{without_suffix(name)}\n{name_words(name)}"


def _forms_in(text: str) -> Iterable[Form]:
    found = text_terms(text)
    return dict.fromkeys((*found.words, *found.more))


def _is_function_word(term: Term) -> bool:
    """Return whether a term is "the" or "of": names have them, and no document is named so."""
    return all(
        form.literal is None and folded(form.word or "") in FUNCTION_WORDS for form in term.forms
    )


def _shown(form: Form) -> str:
    return form.word or form.literal or ""
