"""Words that only build a sentence, and words so common that they are seldom said."""

import pytest

from domain.text.common_words import COMMON_WORDS
from domain.text.function_words import FUNCTION_WORDS, language_of
from domain.text.words import question_terms
from domain.text.words.folding import folded
from domain.text.words.ordinary import is_common, is_function


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Where is the hut and who keeps it?", "en"),
        ("Wo ist die Hütte und wer hält sie?", "de"),
        ("Où est la cabane et qui l’entretient ?", "fr"),
        ("¿Dónde está la cabaña y quién la cuida?", "es"),
        ("Dov'è la capanna e chi ci abita?", "it"),
        ("Onde fica a cabana e quem mora lá?", "pt"),
        ("Waar is de hut en wie woont er?", "nl"),
        ("Gdzie jest chata i kto w niej mieszka?", "pl"),
        ("Где хижина и кто в ней?", "ru"),
        ("Var är stugan och vem bor där?", "sv"),
        ("Hvornår er hytten åben, og hvem har nøglen?", "da"),
        ("Kulübe nerede ve kim var?", "tr"),
        ("Di mana pondok dan siapa yang ada?", "id"),
        ("أين هو الكوخ؟", "ar"),
        ("Was kostet das?", "de"),
        ("Was kostet Zone B?", "de"),
        ("¿Qué cuesta?", "es"),
        ("QX-55", None),
        ("", None),
    ],
)
def test_function_words_tell_the_language(text: str, language: str | None) -> None:
    """The language is that of most function words, or else of common ones; without, none."""
    assert language_of(text) == language


@pytest.mark.parametrize(
    ("question", "function", "common"),
    [
        ("What is the price of the kayak?", {"what", "is", "the", "of"}, {"price"}),
        ("Wie viel kostet das Kajak?", {"wie", "viel", "das"}, {"kostet"}),
        ("Où est la cabane ?", {"ou", "est", "la"}, set()),
        ("Who leads IT?", {"who"}, set()),
    ],
)
def test_terms_of_a_question_are_sorted_by_what_they_say(
    question: str, function: set[str], common: set[str]
) -> None:
    """Function words and common words are known in any language, folded; names are neither."""
    terms = question_terms(question)
    words = {term: folded(term.forms[0].word or "") for term in terms}
    assert {words[term] for term in terms if is_function(term)} == function
    assert {words[term] for term in terms if is_common(term) and not is_function(term)} == common


def test_words_are_listed_in_lower_case() -> None:
    """Each listed word is one that a text can have."""
    listed = FUNCTION_WORDS | COMMON_WORDS
    assert all(word == word.lower() and word.strip() == word for word in listed)
